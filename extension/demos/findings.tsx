import { useWords } from '#extension/ui/context.tsx';
import { CopyText } from '#extension/ui/copy-text.tsx';
import type { Translator } from '#extension/words/translator.ts';
import type { DemoMoment, DetectorFinding } from '#shared/demo/types.ts';
import './findings.css';

const RANK = { found: 0, clear: 1, 'not-enough-data': 2, 'no-geometry': 3 } as const;
const FIGURES = ['degrees', 'ticks', 'milliseconds', 'distance'] as const;

/**
 * What the detectors say of one player in one demo: what was found first, with its moments, then what was clear; what could not
 * be told last, and why. `nameOf` gives enemies their names, where they are known.
 */
export function DemoFindings({
  detectors,
  nameOf = () => undefined,
}: {
  detectors: readonly DetectorFinding[];
  nameOf?: (id: string) => string | undefined;
}) {
  const words = useWords();
  const inOrder = [...detectors].sort((a, b) => RANK[a.state] - RANK[b.state] || b.nats - a.nats);
  const judged = inOrder.filter(({ state }) => state === 'found' || state === 'clear');
  const namesOf = (state: DetectorFinding['state']) =>
    words.list(
      inOrder.filter((finding) => finding.state === state).map(({ detector }) => detectorName(words, detector)),
    );
  const tooLittle = namesOf('not-enough-data');
  const noWalls = namesOf('no-geometry');
  return (
    <div class="demo-findings">
      {judged.length === 0 && <p class="muted">{words.t('findings.nothing')}</p>}
      {judged.length > 0 && (
        <ul>
          {judged.map((finding) => (
            <li key={finding.detector} data-state={finding.state}>
              <strong>{detectorName(words, finding.detector)}</strong>{' '}
              <span class="demo-state small">
                {words.t(finding.state === 'found' ? 'findings.state.found' : 'findings.state.clear')}
              </span>
              <p class="small">{sentenceOf(words, finding)}</p>
              {finding.moments.length > 0 && (
                <details open={finding.state === 'found'}>
                  <summary>{words.t('findings.moments', { count: finding.moments.length })}</summary>
                  <ul class="demo-moments small">
                    {finding.moments.map((moment) => (
                      <Moment key={moment.tick} moment={moment} nameOf={nameOf} />
                    ))}
                  </ul>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
      {tooLittle && <p class="small muted">{words.t('findings.open', { names: tooLittle })}</p>}
      {noWalls && <p class="small muted">{words.t('demos.noWalls', { names: noWalls })}</p>}
    </div>
  );
}

const detectorName = (words: Translator, key: string) => words.find(`reason.short.demo.${key}`) ?? key;

function sentenceOf(words: Translator, { detector, count, opportunities, typical }: DetectorFinding): string {
  const figures = {
    count,
    chances: opportunities,
    percent: opportunities > 0 ? (100 * count) / opportunities : 0,
    typical: 100 * typical,
    demos: 1,
  };
  return words.find(`reason.demo.${detector}`, figures) ?? '';
}

function Moment({ moment, nameOf }: { moment: DemoMoment; nameOf: (id: string) => string | undefined }) {
  const words = useWords();
  const { round, tick, enemy, figures } = moment;
  const told = FIGURES.flatMap((name) => {
    const value = figures[name];
    return value === undefined ? [] : [words.t(`demos.figure.${name}`, { value })];
  });
  return (
    <li>
      <span class="demo-moment-round">
        {words.t(round > 0 ? 'demos.moment' : 'demos.moment.before', { round, tick })}
      </span>
      {enemy !== undefined && (
        <span>
          {words.t('demos.moment.enemy')} <bdi>{nameOf(enemy) ?? enemy}</bdi>
        </span>
      )}
      {told.length > 0 && <span class="muted">{told.join(' · ')}</span>}
      <CopyTick tick={tick} />
    </li>
  );
}

/** What the game's console takes to jump there. */
function CopyTick({ tick }: { tick: number }) {
  const words = useWords();
  const command = `demo_gototick ${tick}`;
  return <CopyText text={command} label={words.t('demos.copyTick', { command })} />;
}
