import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldsOf } from '#scripts/evaluation/cross-validate.ts';
import { figuresOf } from '#scripts/evaluation/judge.ts';
import { evaluateFolder, scoreMatch } from '#scripts/evaluation/shipped.ts';
import { evaluateSynthetic } from '#scripts/evaluation/synthetic.ts';
import { MATCH_PARAMETERS } from '#shared/score/models/parameters.ts';

/** Labelled real matches, where they are; they are not part of the project. */
const DATA = '../shared/data/cs2cd';
const present = existsSync(DATA);
if (!present) console.warn(`skipped: no labelled matches at ${DATA}`);

describe.skipIf(!present)('the shipped parameters on the matches they were fitted to', () => {
  const run = present ? evaluateFolder(DATA, MATCH_PARAMETERS) : undefined;

  it.each(['events', 'scoreboard'] as const)('give the figures that stand in their file: %s', (kind) => {
    const figures = figuresOf((kind === 'events' ? run?.players : run?.boards) ?? []);
    const { auc, tprAtFpr5, ece, withinMatchAuc } = MATCH_PARAMETERS.fitted[kind] ?? {};
    expect(figures.auc).toBeCloseTo(auc ?? 0, 3);
    expect(figures.tprAtFpr5).toBeCloseTo(tprAtFpr5 ?? 0, 2);
    expect(figures.ece).toBeCloseTo(ece ?? 0, 2);
    expect(figures.withinMatchAuc).toBeCloseTo(withinMatchAuc ?? 0, 3);
  });

  it('put nobody above 60 by one match', () => {
    expect(Math.max(...(run?.players ?? []).map(({ score }) => score))).toBeLessThanOrEqual(60);
  });

  it('beat every single metric, and a scoreboard, by far', () => {
    expect(figuresOf(run?.players ?? []).auc).toBeGreaterThan(0.95);
    const folds = foldsOf(run?.matches ?? [], 5, 7);
    const fifth = (run?.matches ?? []).filter((_, i) => folds[i] === 0);
    const of = (kind: 'events' | 'scoreboard'): number =>
      figuresOf(fifth.flatMap((m) => scoreMatch(m, kind, MATCH_PARAMETERS))).auc;
    expect(of('events')).toBeGreaterThan(of('scoreboard'));
  });
});

describe('the made-up population', () => {
  const { json } = evaluateSynthetic(1);
  it('has at most 0.2 % of every legitimate kind at 61 or more', () => {
    expect(json.legitAtLeast61).toBeLessThanOrEqual(0.002);
  });
  it('never passes 30 without gameplay and without a ban', () => {
    expect(json.cases['profile and history only']?.highest).toBeLessThanOrEqual(30);
  });
  it('shows more after five matches than after one', () => {
    const [one, five] = [json.cases['one match alone'], json.cases['five matches alone']];
    expect(five?.auc).toBeGreaterThan((one?.auc ?? 1) + 0.02);
    expect(five?.tprAtFpr1).toBeGreaterThan((one?.tprAtFpr1 ?? 1) + 0.1);
  });
});
