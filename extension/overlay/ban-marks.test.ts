import { JSDOM } from 'jsdom';
import { describe, expect, it, vi } from 'vitest';
import type { Requests } from '#extension/messages.ts';
import { startBanMarks } from '#extension/overlay/ban-marks.ts';
import { ANNA, BORIS, PAGE_FIXTURES } from '#extension/pages/fixtures.ts';

const AT = Date.UTC(2026, 2, 1, 20, 15);
type Out = Requests['bansSince']['out'];

function open(
  answer: (met: Requests['bansSince']['in']['met']) => Promise<Out>,
  url = PAGE_FIXTURES['gcpd']?.[0]?.url ?? '',
) {
  const { window } = new JSDOM(PAGE_FIXTURES['gcpd']?.[0]?.html ?? '', { url });
  vi.stubGlobal('MutationObserver', window.MutationObserver);
  const end = new AbortController();
  const bansSince = vi.fn(answer);
  const report = vi.fn();
  startBanMarks({
    document: window.document,
    bansSince,
    nextFrame: (work) => void queueMicrotask(work),
    report,
    signal: end.signal,
  });
  const marks = () =>
    [...window.document.querySelectorAll('cstatsentry-mark')].map((host) => [
      host.parentElement?.querySelector('.linkTitle')?.getAttribute('href'),
      host.shadowRoot?.querySelector('span')?.textContent,
      host.shadowRoot?.querySelector('span')?.title,
    ]);
  return { document: window.document, bansSince, report, marks, end };
}
const boris: Out[number] = {
  steamId: BORIS,
  at: AT,
  kinds: ['vac'],
  certain: true,
  text: 'VAC ban <b>2</b> days later',
  short: '<i>VAC</i> +2 d',
};

describe('marks on the match history', () => {
  it('say who was banned since the match, as text, at that player’s row', async () => {
    const { marks, bansSince } = open(async () => [boris]);
    await vi.waitFor(() => expect(marks()).toHaveLength(1));
    expect(marks()).toEqual([
      [`https://steamcommunity.com/profiles/${BORIS}`, '<i>VAC</i> +2 d', 'VAC ban <b>2</b> days later'],
    ]);
    expect(bansSince).toHaveBeenCalledExactlyOnceWith([
      { steamId: ANNA, at: AT },
      { steamId: BORIS, at: AT },
    ]);
  });

  it('come for matches that are loaded later, each asked for once', async () => {
    const { document, bansSince, marks } = open(async () => [boris]);
    const match = document.querySelectorAll('.csgo_scoreboard_root > tbody > tr')[1];
    const later = match?.cloneNode(true) as Element;
    for (const cell of later.querySelectorAll('.csgo_scoreboard_inner_left td')) {
      if (cell.textContent?.includes('GMT')) cell.textContent = '2026-02-27 20:15:00 GMT';
    }
    match?.after(later);
    await vi.waitFor(() => expect(bansSince).toHaveBeenCalledTimes(2));
    expect(bansSince.mock.calls[1]?.[0][0]?.at).toBe(Date.UTC(2026, 1, 27, 20, 15));
    await vi.waitFor(() => expect(marks()).toHaveLength(1));
  });

  it('are none elsewhere, and none when nobody answers', async () => {
    const elsewhere = open(async () => [boris], 'https://steamcommunity.com/id/viewer/');
    expect(elsewhere.bansSince).not.toHaveBeenCalled();
    const silent = open(async () => Promise.reject(new Error('gone')));
    await vi.waitFor(() => expect(silent.report).toHaveBeenCalledOnce());
    expect(silent.marks()).toEqual([]);
  });

  it('leave the page as it was when they end', async () => {
    const { marks, end } = open(async () => [boris]);
    await vi.waitFor(() => expect(marks()).toHaveLength(1));
    end.abort();
    expect(marks()).toEqual([]);
  });
});
