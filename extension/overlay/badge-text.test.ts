import { describe, expect, it } from 'vitest';
import type { BadgeLabels, BadgeSettings, PlayerView } from '#extension/messages.ts';
import { faceOf } from '#extension/overlay/badge-text.ts';
import { ANNA } from '#extension/pages/fixtures.ts';

const LABELS: BadgeLabels = {
  scored: '{score} of 100: {band}, {confidence} percent',
  rubric: 'Rubric {score}',
  loading: 'Loading',
  notEnoughData: 'Not enough data',
  notFound: 'No such player',
  unasked: 'Not asked',
  limited: 'Waiting',
  failed: 'Failed',
  stale: 'may be old',
  trusted: 'trusted by you',
  'band.unlikely': 'Unlikely',
  'band.suspicious': 'Suspicious',
  'band.highly-suspicious': 'Highly suspicious',
  'band.near-certain': 'Near certain',
};
const SETTINGS: BadgeSettings = { headline: 'calibrated', quietBelow: 0, theme: 'auto', language: 'en' };
const scored = (entry: Partial<PlayerView['entry']> = {}, view: Partial<PlayerView> = {}): PlayerView => ({
  steamId: ANNA,
  state: 'scored',
  entry: { score: 64, rubric: 25, band: 'highly-suspicious', confidence: 50, assessedAt: 1, ...entry },
  stale: false,
  ...view,
});
const face = (view: PlayerView | undefined, settings: Partial<BadgeSettings> = {}) =>
  faceOf(view, { ...SETTINGS, ...settings }, LABELS);

describe('the face of a badge', () => {
  it('says score, band and confidence', () => {
    expect(face(scored())).toEqual({
      text: '64',
      band: 'highly-suspicious',
      stale: false,
      quiet: false,
      low: false,
      trusted: false,
      label: '64 of 100: Highly suspicious, 50 percent',
    });
  });

  it('of somebody trusted keeps the number, without colour, and says whose word it is', () => {
    expect(faceOf(scored(), SETTINGS, LABELS, true)).toMatchObject({
      text: '64',
      quiet: true,
      trusted: true,
      label: '64 of 100: Highly suspicious, 50 percent, trusted by you',
    });
  });

  it('never shows unknown as clean', () => {
    const unknown = { score: null, rubric: 0, band: 'not-enough-data', confidence: 0 } as const;
    expect(face(scored(unknown))).toMatchObject({ text: '–', band: 'none', label: 'Not enough data' });
    expect(face(scored(unknown), { quietBelow: 50 })).toMatchObject({ quiet: false });
    expect(face(scored(unknown), { headline: 'rubric' })).toMatchObject({
      text: '0',
      band: 'none',
      label: 'Rubric 0, Not enough data',
    });
    expect(face(scored({ confidence: 8 }))).toMatchObject({ low: true });
  });

  it.each([
    [0, 'unlikely'],
    [30, 'unlikely'],
    [31, 'suspicious'],
    [60, 'suspicious'],
    [61, 'highly-suspicious'],
    [80, 'highly-suspicious'],
    [81, 'near-certain'],
    [100, 'near-certain'],
  ])('puts %i rubric points into the band %s', (rubric, band) => {
    expect(face(scored({ rubric }), { headline: 'rubric' })).toMatchObject({ text: String(rubric), band });
  });

  it('mutes what lies below the threshold', () => {
    expect(face(scored({ score: 64 }), { quietBelow: 65 })).toMatchObject({ quiet: true });
    expect(face(scored({ score: 65 }), { quietBelow: 65 })).toMatchObject({ quiet: false });
    expect(face(scored({ score: 64 }), { quietBelow: 30, headline: 'rubric' })).toMatchObject({ quiet: true });
  });

  it('marks what is stale, in the label too', () => {
    expect(face(scored({}, { stale: true }))).toMatchObject({
      stale: true,
      label: '64 of 100: Highly suspicious, 50 percent, may be old',
    });
  });

  it.each([
    [undefined, '··', 'wait', 'Loading'],
    [{ state: 'loading' }, '··', 'wait', 'Loading'],
    [{ state: 'not-found' }, '–', 'none', 'No such player'],
    [{ state: 'unasked' }, '–', 'none', 'Not asked'],
    [{ state: 'limited' }, '!', 'none', 'Waiting'],
    [{ state: 'failed' }, '!', 'none', 'Failed'],
  ] as const)('without a score: %o', (view, text, band, label) => {
    expect(face(view && { steamId: ANNA, stale: false, ...view })).toMatchObject({ text, band, label });
  });

  it('keeps an older score visible beside a failure', () => {
    expect(face(scored({}, { state: 'failed', stale: true }))).toMatchObject({ text: '64', stale: true });
    expect(face(scored({}, { state: 'limited', stale: true }))).toMatchObject({ text: '64', stale: true });
  });
});
