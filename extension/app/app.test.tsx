// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '#extension/app/app.tsx';
import { locationOf } from '#extension/app/routes.ts';
import { galleryPlayers } from '#extension/ui/gallery/people.ts';
import { scoreAt } from '#shared/score/posterior.ts';
import { MAX_STEAM_ID } from '#shared/steam/steam-id.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const players = galleryPlayers(Date.now());
const byId = new Map([...players.values()].map((each) => [each.steamId, each]));
const suspicious = players.get('suspicious');
if (!suspicious?.assessment) throw new Error('nobody is suspicious');
const { assessment, steamId } = suspicious;

let root: HTMLElement;
const text = () => root.textContent ?? '';

beforeEach(() => {
  background.reset();
  background.answer({
    details: (message) => byId.get(message.steamId) ?? { state: 'not-found', steamId: message.steamId },
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

async function show(hash: string) {
  location.hash = hash;
  render(<App />, root);
  await vi.waitFor(() => expect(root.querySelector('h1')).not.toBeNull());
}

describe('an address', () => {
  it('names a page, its parts and its query', () => {
    const at = locationOf(`#/players/${MAX_STEAM_ID}?tab=a%20b`);
    expect(at.route?.path).toBe('players/:steamId');
    expect(at.params).toEqual({ steamId: MAX_STEAM_ID });
    expect(at.query.get('tab')).toBe('a b');
  });

  it.each(['#/players', '#/players/', '#/x/1', '#/players/1/2/3/4', '#/players/%'])(
    '%s names none or nobody',
    (hash) => {
      const { route, params } = locationOf(hash);
      expect(route?.path !== 'players/:steamId' || params['steamId'] === '').toBe(true);
    },
  );
});

describe('player page', () => {
  it('shows the score, every flag, the facts, and a title without surprises', async () => {
    await show(`#/players/${steamId}`);
    await vi.waitFor(() => expect(text()).toContain('Performance spikes'));
    await vi.waitFor(() => expect(document.title).toBe('kaltes klares Wasser – CStatSentry'));
    expect(text()).toContain(`Suspicion score ${assessment.score} of 100`);
    expect(root.querySelector('.facts')?.textContent).toContain('Headshot kills61%');
    expect(root.querySelector('.rubric details')?.hasAttribute('open')).toBe(true);
  });

  it('adds the reasons up from where everybody starts to the score', async () => {
    await show(`#/players/${steamId}`);
    await vi.waitFor(() => expect(root.querySelector('.waterfall')).not.toBeNull());
    const sums = [...root.querySelectorAll('.waterfall td:last-child')].map((each) => Number(each.textContent));
    const prior = assessment.contributions[0]?.nats ?? 0;
    expect(sums[0]).toBe(Math.round(scoreAt(prior)));
    expect(sums.at(-1)).toBe(assessment.score);
    expect(Math.abs((sums.at(-2) ?? 0) - (assessment.score ?? 0))).toBeLessThanOrEqual(1);
  });

  it('says that there is no history, or shows it page by page', async () => {
    await show(`#/players/${steamId}`);
    await vi.waitFor(() => expect(text()).toContain('No earlier assessments'));
    render(null, root);

    background.answer({
      analysis: ({ cursor }) => ({
        state: 'ok',
        items: [{ ...assessment, assessedAt: assessment.assessedAt - (cursor ? 2 : 1) * 86_400_000 }],
        next: cursor ? null : 'page-2',
      }),
    });
    await show(`#/players/${steamId}`);
    await vi.waitFor(() => expect(root.querySelectorAll('.history > table tbody tr')).toHaveLength(1));
    [...root.querySelectorAll('button')].find((each) => each.textContent === 'Older')?.click();
    await vi.waitFor(() => expect(root.querySelectorAll('.history > table tbody tr')).toHaveLength(2));
    expect(background.sent).toContainEqual({ type: 'analysis', steamId, cursor: 'page-2' });
    expect(text()).not.toContain('Older');
  });

  it('goes to another player with the address', async () => {
    await show(`#/players/${steamId}`);
    await vi.waitFor(() => expect(text()).toContain('kaltes klares Wasser'));
    location.hash = `#/players/${MAX_STEAM_ID}`;
    await vi.waitFor(() => expect(text()).toContain('No such player'));
    expect(text()).not.toContain('kaltes klares Wasser');
  });

  it('says when the address names nobody', async () => {
    await show('#/players/12');
    expect(text()).toContain('Nothing here');
  });
});
