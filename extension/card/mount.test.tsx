// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCard, GRACE } from '#extension/card/mount.tsx';
import type { CardHandle, PlayerDetails, PlayerView } from '#extension/messages.ts';
import { DEFAULTS } from '#extension/ui/fake-background.ts';
import { galleryPlayers, viewOf } from '#extension/ui/gallery/people.ts';
import { messagesOfSurface } from '#extension/words/merge.ts';

const background = await vi.hoisted(async () => (await import('#extension/ui/fake-background.ts')).fakeBackground());
vi.mock('wxt/browser', () => ({ browser: background.browser }));

const WORDS = { locale: 'en', messages: messagesOfSurface('card', 'en') };
const players = galleryPlayers(Date.now());
function person(name: string) {
  const found = players.get(name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}

let card: CardHandle;
let anchor: HTMLButtonElement;

beforeEach(() => {
  background.reset();
  document.body.replaceChildren();
  anchor = document.createElement('button');
  document.body.append(anchor);
  card = createCard(document, '');
  card.speak(WORDS);
});
afterEach(() => card.close());

const root = () => document.querySelector('cstatsentry-card')?.shadowRoot;
const shown = () => root()?.querySelector('.card')?.textContent ?? '';
const button = (label: string) =>
  [...(root()?.querySelectorAll('button') ?? [])].find(
    (each) => each.getAttribute('aria-label') === label || each.textContent === label,
  );

function open(view: PlayerView, via: 'pointer' | 'keyboard' = 'pointer') {
  card.open({ steamId: view.steamId, anchor, via, view, settings: DEFAULTS });
}
function openAnswered(details: PlayerDetails, via: 'pointer' | 'keyboard' = 'pointer') {
  background.answer({ details: () => details });
  const view =
    details.state === 'ok' ? viewOf(details) : { steamId: details.steamId, state: details.state, stale: false };
  open(view, via);
}
const press = (key: string, options: KeyboardEventInit = {}) =>
  (root()?.activeElement ?? document.activeElement ?? document).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...options }),
  );

describe('hover card', () => {
  it('leaves nothing in the page until it opens, and nothing after', async () => {
    expect(root()).toBeUndefined();
    openAnswered(person('veteran'));
    await vi.waitFor(() => expect(shown()).toContain('Ferngully'));
    card.close();
    expect(root()).toBeUndefined();
  });

  it('shows the score it was given at once, and the reasons when they come', async () => {
    const answer = person('suspicious');
    openAnswered(answer);
    expect(shown()).toContain(`Suspicion score ${answer.assessment?.score} of 100`);
    await vi.waitFor(() => expect(shown()).toContain('Speaks for suspicion'));
    expect(shown()).toMatch(/61% of 3,400 kills were headshots; typical: 46%/);
    expect(shown()).toContain('Statistical');
    expect(shown()).toContain('unknown');
  });

  it('says what holds a score back apart from what speaks against it', async () => {
    openAnswered(person('high'));
    await vi.waitFor(() => expect(shown()).toContain('Held back'));
    expect(root()?.querySelector('[data-side=limits]')?.textContent).toContain('Held at');
    expect(root()?.querySelector('[data-side=against]')?.textContent ?? '').not.toContain('Held at');
  });

  it('says what is missing for a score', async () => {
    openAnswered(person('private'));
    await vi.waitFor(() => expect(shown()).toContain('What is missing'));
    expect(shown()).toContain('Not enough data');
    expect(shown()).toContain('The profile is private');
    expect(shown()).not.toContain('Unlikely');
  });

  it('shows bans with how long ago, and the exact day in the title', async () => {
    openAnswered(person('banned'));
    await vi.waitFor(() => expect(shown()).toContain('2 VAC bans'));
    expect(shown()).toContain('the last 2 years ago');
    const time = root()?.querySelector('.bans time');
    expect(time?.getAttribute('title')).toMatch(/\d{4}/);
    expect(shown()).toContain('Trade ban');
  });

  it('marks what is stale and what was scored locally', async () => {
    openAnswered(person('stale'));
    await vi.waitFor(() => expect(shown()).toContain('Out of date'));
    expect(shown()).toContain('Steam asked to wait');
    openAnswered(person('endless'));
    await vi.waitFor(() => expect(shown()).toContain('Local'));
  });

  it.each([
    ['not-found', 'No such player'],
    ['unasked', 'Not asked yet'],
    ['limited', 'Too many requests'],
    ['failed', 'Could not be looked up'],
  ] as const)('has a state for %s', async (state, title) => {
    openAnswered({ state, steamId: person('veteran').steamId });
    await vi.waitFor(() => expect(shown()).toContain(title));
  });

  it('says when to try again', async () => {
    openAnswered({ state: 'limited', steamId: person('veteran').steamId, retryAt: Date.now() + 119_000 });
    await vi.waitFor(() => expect(shown()).toContain('Next try in 2 minutes'));
  });

  it('asks about one player against the settings only when told to', async () => {
    const answer = person('veteran');
    openAnswered({ state: 'unasked', steamId: answer.steamId });
    await vi.waitFor(() => expect(button('Ask about this player')).toBeDefined());
    expect(background.sent).not.toContainEqual(expect.objectContaining({ ask: true }));
    background.answer({ details: () => answer });
    button('Ask about this player')?.click();
    await vi.waitFor(() => expect(shown()).toContain('Ferngully'));
    expect(background.sent).toContainEqual({ type: 'details', steamId: answer.steamId, ask: true });
  });

  it('keeps an older score beside a failure', async () => {
    const answer = person('suspicious');
    openAnswered({ state: 'failed', steamId: answer.steamId, view: { ...viewOf(answer), stale: true } });
    await vi.waitFor(() => expect(shown()).toContain('Older score shown'));
    expect(shown()).toContain('Suspicion score 60 of 100: Suspicious');
  });

  it('survives a background that does not answer', async () => {
    background.answer({ details: () => Promise.reject(new Error('gone')) });
    open({ steamId: person('veteran').steamId, state: 'loading', stale: false });
    await vi.waitFor(() => expect(shown()).toContain('does not answer'));
  });

  it('refreshes, and says so when it was too soon, keeping what was known', async () => {
    const answer = person('veteran');
    openAnswered(answer);
    await vi.waitFor(() => expect(shown()).toContain('Ferngully'));
    background.answer({ details: () => ({ ...answer, refused: { state: 'limited', retryAt: Date.now() + 899_000 } }) });
    button('Refresh from Steam')?.click();
    await vi.waitFor(() => expect(shown()).toContain('possible again in 15 minutes'));
    expect(shown()).toContain('Ferngully');
    expect(background.sent).toContainEqual({ type: 'details', steamId: answer.steamId, refresh: true });
  });

  it('says nothing of a refusal whose time has passed', async () => {
    openAnswered({ ...person('veteran'), refused: { state: 'limited', retryAt: Date.now() - 1 } });
    await vi.waitFor(() => expect(shown()).toContain('Ferngully'));
    expect(shown()).not.toContain('Too soon');
  });

  it('shows the answer to the last question when answers overtake each other', async () => {
    const answer = person('veteran');
    const waiting: ((details: PlayerDetails) => void)[] = [];
    background.answer({ details: () => new Promise((resolve) => waiting.push(resolve)) });
    open(viewOf(answer));
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    open(viewOf(person('suspicious')));
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]?.(person('suspicious'));
    await vi.waitFor(() => expect(shown()).toContain('kaltes klares Wasser'));
    waiting[0]?.(answer);
    await Promise.resolve();
    expect(shown()).not.toContain('Ferngully');
  });

  it('asks again when a newer score of the player arrives, once', async () => {
    const answer = person('veteran');
    openAnswered(answer);
    await vi.waitFor(() => expect(shown()).toContain('Ferngully'));
    const view = viewOf(answer);
    const newer = view.entry ? { ...view, entry: { ...view.entry, assessedAt: view.entry.assessedAt + 1 } } : view;
    card.update(newer);
    await vi.waitFor(() => expect(background.sent.filter((each) => each.type === 'details')).toHaveLength(2));
    card.update({ ...newer });
    await vi.waitFor(() => expect(root()?.querySelector('.card')?.getAttribute('aria-busy')).toBe('false'));
    expect(background.sent.filter((each) => each.type === 'details')).toHaveLength(2);
  });

  it('ignores views of others', () => {
    openAnswered(person('veteran'));
    card.update(viewOf(person('suspicious')));
    expect(shown()).toContain('Unlikely');
  });

  it('copies the Steam ID and says so', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    const answer = person('veteran');
    openAnswered(answer);
    button('Copy Steam ID')?.click();
    await vi.waitFor(() => expect(shown()).toContain('Copied'));
    expect(writeText).toHaveBeenCalledWith(answer.steamId);
    writeText.mockRejectedValueOnce(new Error('denied'));
    button('Copy Steam ID')?.click();
    await vi.waitFor(() => expect(shown()).toContain('Copying failed'));
    vi.unstubAllGlobals();
  });
});

describe('hostile names', () => {
  it('are text, short, and isolated', async () => {
    openAnswered(person('endless'));
    await vi.waitFor(() => expect(shown()).toContain('<img src=x'));
    expect(root()?.querySelector('img')).toBeNull();
    const name = root()?.querySelector('bdi.name');
    expect([...(name?.textContent ?? '')].length).toBeLessThanOrEqual(64);
    expect(name?.textContent?.endsWith('…')).toBe(true);
  });

  it('cannot turn the direction of labels around', async () => {
    openAnswered(person('rtl'));
    await vi.waitFor(() => expect(root()?.querySelector('bdi.name')).not.toBeNull());
    expect(root()?.innerHTML).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });
});

describe('keyboard', () => {
  it('takes the focus when opened by keyboard, and gives it back on Escape', async () => {
    anchor.focus();
    openAnswered(person('veteran'), 'keyboard');
    await vi.waitFor(() => expect(root()?.activeElement?.getAttribute('role')).toBe('dialog'));
    press('Escape');
    expect(root()).toBeUndefined();
    expect(document.activeElement).toBe(anchor);
  });

  it('leaves the focus alone when opened by pointer', async () => {
    anchor.focus();
    openAnswered(person('veteran'));
    await vi.waitFor(() => expect(shown()).toContain('Ferngully'));
    expect(document.activeElement).toBe(anchor);
    press('Escape');
    expect(root()).toBeUndefined();
  });

  it('goes round with Tab', async () => {
    openAnswered(person('veteran'), 'keyboard');
    await vi.waitFor(() => expect(shown()).toContain('Ferngully'));
    const stops = [...(root()?.querySelectorAll<HTMLElement>('button, summary, [tabindex="0"]') ?? [])];
    stops.at(-1)?.focus();
    press('Tab');
    expect(root()?.activeElement).toBe(stops[0]);
    press('Tab', { shiftKey: true });
    expect(root()?.activeElement).toBe(stops.at(-1));
  });

  describe('reports', () => {
    const held = (category: 'aim') => ({
      account: 'active' as const,
      matches: [],
      own: {
        steamId: person('veteran').steamId,
        state: 'held' as const,
        withdrawing: false,
        at: Date.now(),
        dueAt: Date.now() + 10_000,
        request: { category, evidence: [], words: '' },
      },
    });
    const openForm = async () => {
      background.answer({ reportView: () => ({ account: 'active', matches: [] }) });
      openAnswered(person('veteran'), 'keyboard');
      await vi.waitFor(() => expect(shown()).toContain('Ferngully'));
      button('Report')?.click();
      await vi.waitFor(() => expect(shown()).toContain('What was it?'));
    };

    it('in two clicks, and shows that it can be undone', async () => {
      await openForm();
      background.answer({ sendReport: () => ({ state: 'held', view: held('aim') }) });
      await vi.waitFor(() => expect(root()?.activeElement?.textContent).toBe('Aim'));
      button('Aim')?.click();
      await vi.waitFor(() => expect(shown()).toContain('You reported: Aim'));
      expect(button('Undo')).toBeDefined();
    });

    it('keeps what is typed from the page, and closes the form before itself', async () => {
      const seen = vi.fn();
      for (const type of ['keydown', 'keyup', 'input']) document.body.parentElement?.addEventListener(type, seen);
      await openForm();
      button('Add evidence or words')?.click();
      await vi.waitFor(() => expect(root()?.activeElement?.localName).toBe('input'));
      const words = root()?.querySelector('textarea');
      words?.focus();
      press('k');
      words?.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      expect(seen).not.toHaveBeenCalled();
      press('Escape');
      await vi.waitFor(() => expect(root()?.querySelector('form')).toBeNull());
      expect(shown()).toContain('Ferngully');
      press('Escape');
      expect(root()).toBeUndefined();
    });

    it('says what those of everybody amount to', async () => {
      const { steamId } = person('veteran');
      background.answer({
        reportSummary: () => ({
          steamId,
          state: 'reported',
          reports: 14,
          independent: 2.3,
          silent: 31,
          nats: 0.4,
          computedAt: 0,
        }),
      });
      openAnswered(person('veteran'));
      await vi.waitFor(() =>
        expect(shown()).toContain(
          '14 reports count as 2.3 independent ones; 31 others played them and did not report.',
        ),
      );
    });
  });

  it('keeps Escape from the page only while it is open', () => {
    const seen = vi.fn();
    document.body.addEventListener('keydown', seen);
    openAnswered(person('veteran'));
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(seen).not.toHaveBeenCalled();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(seen).toHaveBeenCalledOnce();
  });
});

describe('pointer', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());
  const stage = () => root()?.querySelector('.stage');

  it('waits for the pointer to cross from badge to card', () => {
    openAnswered(person('veteran'));
    card.leave();
    vi.advanceTimersByTime(GRACE - 1);
    stage()?.dispatchEvent(new Event('pointerenter'));
    vi.advanceTimersByTime(10 * GRACE);
    expect(root()).toBeDefined();
    stage()?.dispatchEvent(new Event('pointerleave'));
    vi.advanceTimersByTime(GRACE);
    expect(root()).toBeUndefined();
  });

  it('stays for who works in it by keyboard', () => {
    openAnswered(person('veteran'), 'keyboard');
    root()?.querySelector<HTMLElement>('.card')?.focus();
    card.leave();
    vi.advanceTimersByTime(10 * GRACE);
    expect(root()).toBeDefined();
  });

  it('closes on a press elsewhere, not on one inside', () => {
    openAnswered(person('veteran'));
    const down = () => new Event('pointerdown', { bubbles: true, composed: true });
    stage()?.dispatchEvent(down());
    anchor.dispatchEvent(down());
    expect(root()).toBeDefined();
    document.body.dispatchEvent(down());
    expect(root()).toBeUndefined();
  });
});
