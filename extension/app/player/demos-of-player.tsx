import { useEffect, useState } from 'preact/hooks';
import type { Together } from '#extension/app/player/together.tsx';
import { DemoFindings } from '#extension/demos/findings.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import type { DemoAnswer } from '#shared/api/demos.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Demos looked through at most: each is a request of its own. */
const MAX_DEMOS = 10;

/** What the person's own demos of matches with a player say of the player, newest first; none where nobody is signed in. */
async function findingsOf(steamId: SteamId, gone: () => boolean): Promise<DemoAnswer[]> {
  const demos = await send('listDemos', { query: { state: 'done', limit: String(MAX_DEMOS) } });
  if (demos.state !== 'ok') return [];
  const found: DemoAnswer[] = [];
  for (const { id } of demos.value.items) {
    if (gone()) break;
    const answer = await send('demoFindings', { id });
    if (answer.state !== 'ok') continue;
    if (answer.value.report.findings?.players.some((player) => player.id === steamId)) found.push(answer.value);
  }
  return found;
}

/** What demos say of a player, demo by demo. Nothing is shown where there is none. */
export function DemosOfPlayer({ steamId, together }: { steamId: SteamId; together: Together }) {
  const words = useWords();
  const [answers, setAnswers] = useState<readonly DemoAnswer[]>([]);
  const met = together.state === 'ok' && together.matches.length > 0;
  useEffect(() => {
    // Only matches of one's own have demos one asked for: nobody else's are looked through.
    if (!met) return;
    let gone = false;
    findingsOf(steamId, () => gone).then(
      (found) => !gone && setAnswers(found),
      (error: unknown) => console.warn('no demos could be had', error),
    );
    return () => {
      gone = true;
    };
  }, [steamId, met]);
  if (answers.length === 0) return null;
  return (
    <section class="panel">
      <h2>{words.t('findings.title')}</h2>
      {answers.map(({ demo, report }) => {
        const player = report.findings?.players.find(({ id }) => id === steamId);
        const count = player?.detectors.filter(({ state }) => state === 'found').length ?? 0;
        return (
          player && (
            <details key={demo.id} open={count > 0}>
              <summary>
                {report.map ?? demo.id} {words.day(demo.requestedAt)} · {words.t('findings.count', { count })}
              </summary>
              <DemoFindings
                detectors={player.detectors}
                nameOf={(id) => report.players.find((each) => each.id === id)?.name}
              />
              <p class="small">
                <a href={`#/demos/${demo.id}`}>{words.t('demos.whole')}</a>
              </p>
            </details>
          )
        );
      })}
    </section>
  );
}
