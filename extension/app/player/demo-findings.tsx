import { useWords } from '#extension/ui/context.tsx';
import type { DetectorFinding } from '#shared/demo/types.ts';

/** What the detectors say of one player in one demo: what was found first, then what was clear; what could not be told last. */
export function DemoFindings({ detectors }: { detectors: readonly DetectorFinding[] }) {
  const words = useWords();
  const rank = { found: 0, clear: 1, 'not-enough-data': 2, 'no-geometry': 3 } as const;
  const inOrder = [...detectors].sort((a, b) => rank[a.state] - rank[b.state] || b.nats - a.nats);
  const judged = inOrder.filter(({ state }) => state === 'found' || state === 'clear');
  const open = inOrder.filter(({ state }) => state !== 'found' && state !== 'clear');
  const nameOf = (key: string) => words.find(`reason.short.demo.${key}`) ?? key;
  return (
    <div class="demo-findings">
      {judged.length === 0 && <p class="muted">{words.t('findings.nothing')}</p>}
      <ul>
        {judged.map((finding) => (
          <li key={finding.detector} data-state={finding.state}>
            <strong>{nameOf(finding.detector)}</strong>{' '}
            <span class="demo-state small">
              {words.t(finding.state === 'found' ? 'findings.state.found' : 'findings.state.clear')}
            </span>
            <p class="small">{sentence(finding)}</p>
            {finding.state === 'found' && finding.moments.length > 0 && (
              <details>
                <summary>{words.t('findings.moments', { count: finding.moments.length })}</summary>
                <ul class="small">
                  {finding.moments.map(({ round, tick }) => (
                    <li key={tick}>
                      {words.t('findings.moment', { round })} <code class="steam-id">{`demo_gototick ${tick}`}</code>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
      {open.length > 0 && (
        <p class="small muted">
          {words.t('findings.open', { names: open.map(({ detector }) => nameOf(detector)).join(', ') })}
        </p>
      )}
    </div>
  );

  function sentence({ detector, count, opportunities, typical }: DetectorFinding): string {
    const figures = {
      count,
      chances: opportunities,
      percent: opportunities > 0 ? (100 * count) / opportunities : 0,
      typical: 100 * typical,
      demos: 1,
    };
    return words.find(`reason.demo.${detector}`, figures) ?? '';
  }
}
