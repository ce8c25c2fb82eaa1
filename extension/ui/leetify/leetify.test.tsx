// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LeetifyLive } from '#extension/messages.ts';
import { ANNA } from '#extension/pages/fixtures.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { fakeBackground } from '#extension/ui/fake-background.ts';
import { Leetify } from '#extension/ui/leetify/leetify.tsx';
import type { PlayerState } from '#extension/ui/use-player.ts';
import { translatorOf } from '#extension/words/fixture.ts';
import type { LeetifyProfile } from '#shared/leetify/profile.ts';

const background = vi.hoisted(() => ({ current: undefined as unknown }));
vi.mock('wxt/browser', () => ({
  get browser() {
    return (background.current as ReturnType<typeof fakeBackground>).browser;
  },
}));

const NOW = Date.UTC(2026, 0, 1);
const PROFILE: LeetifyProfile = {
  steam64_id: ANNA,
  privacy_mode: 'public',
  winrate: 0.6429,
  total_matches: 2361,
  ranks: { leetify: 0, premier: 0, faceit: null },
  rating: { aim: 60.2568, opening: 0 },
  stats: { accuracy_head: 18.0232, preaim: 12.0408, reaction_time_ms: 0 },
};
const PLAYER: PlayerState = {
  details: { state: 'failed', steamId: ANNA },
  busy: 'no',
  error: 'no',
  refreshed: false,
};

let fake: ReturnType<typeof fakeBackground>;
let root: HTMLElement;
beforeEach(() => {
  fake = fakeBackground();
  background.current = fake;
  root = document.createElement('div');
  document.body.append(root);
});
afterEach(() => {
  render(null, root);
  root.remove();
});

/** Lets answers arrive, and draws what they set off. */
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve)));

async function show(live: LeetifyLive, { player = PLAYER, roomy = false } = {}): Promise<string> {
  fake.answer({ leetify: () => live });
  await act(async () => {
    render(
      <UiProvider value={{ words: translatorOf('card'), now: () => NOW }}>
        <Leetify steamId={ANNA} player={player} roomy={roomy} />
      </UiProvider>,
      root,
    );
  });
  await settle();
  return root.textContent ?? '';
}
const figures = () =>
  Object.fromEntries(
    [...root.querySelectorAll('dl > div')].map((row) => [
      row.querySelector('dt')?.textContent,
      row.querySelector('dd')?.textContent,
    ]),
  );

describe('live Leetify data', () => {
  it('shows figures with all their digits and their units, and no number for what is missing', async () => {
    const text = await show({ state: 'ok', fetchedAt: NOW, profile: PROFILE }, { roomy: true });
    expect(figures()).toMatchObject({
      Preaim: '12.0408°',
      'Accuracy (head)': '18.0232%',
      Aim: '60.2568',
      Winrate: '0.6429',
      'Total matches': '2,361',
      // On a public profile these may well be zero.
      'Leetify rating': '0',
      Opening: '0',
      'Reaction time': '–unknown',
      Premier: '–unknown',
    });
    expect(figures()).not.toHaveProperty('FACEIT');
    expect(text).toContain('0 for unknown');
    expect(text).toContain('Data Provided by Leetify');
    expect(root.querySelector('a')?.href).toBe(`https://leetify.com/app/profile/${ANNA}`);
  });

  it('takes every zero for missing where the profile is not public', async () => {
    await show({ state: 'ok', fetchedAt: NOW, profile: { ...PROFILE, privacy_mode: 'friends' } }, { roomy: true });
    expect(figures()).toMatchObject({ Opening: '–unknown', 'Leetify rating': '–unknown', Aim: '60.2568' });
    expect(root.textContent).toContain('privacy mode: friends');
  });

  it.each([
    [{ state: 'hidden', fetchedAt: NOW, privacyMode: 'private' }, 'privacy mode: private', true],
    [{ state: 'not-found' }, 'only players who registered there', false],
    [{ state: 'limited', retryAt: NOW + 120_000 }, 'in 2 minutes', false],
    [{ state: 'failed', retryAt: NOW }, 'did not answer', false],
    [{ state: 'key-refused' }, 'refuses your key', false],
    [{ state: 'no-access' }, 'keeps CStatSentry from leetify.com', false],
  ] as const)('says what it is: %j', async (live, words, linked) => {
    expect(await show(live)).toContain(words);
    expect(figures()).toEqual({});
    expect(root.querySelector('a') !== null).toBe(linked);
  });

  it('is asked for by a button where the settings wait for that', async () => {
    await show({ state: 'unasked' });
    const button = [...root.querySelectorAll('button')].find((each) => each.textContent === 'Show Leetify data');
    fake.answer({ leetify: () => ({ state: 'ok', fetchedAt: NOW, profile: PROFILE }) });
    await act(async () => button?.click());
    await settle();
    expect(root.textContent).toContain('Data Provided by Leetify');
    expect(fake.sent.filter(({ type }) => type === 'leetify')).toEqual([
      { type: 'leetify', steamId: ANNA },
      { type: 'leetify', steamId: ANNA, ask: true },
    ]);
  });

  it('is nothing at all when switched off, and waits for the details of the player', async () => {
    expect(await show({ state: 'off' })).toBe('');
    expect(fake.sent).toHaveLength(1);
    render(null, root);
    fake.reset();
    await show({ state: 'unasked' }, { player: { ...PLAYER, details: undefined, busy: 'loading' } });
    expect(fake.sent).toEqual([]);
  });
});
