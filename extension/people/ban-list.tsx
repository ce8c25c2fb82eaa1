import { useEffect, useState } from 'preact/hooks';
import { BanText } from '#extension/people/ban-text.tsx';
import type { BansMet } from '#extension/people/use-bans.ts';
import { useNow, useWords } from '#extension/ui/context.tsx';
import { PlayerName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import { Loading, Notice, Silent } from '#extension/ui/states.tsx';

/** Everybody who was banned since one met them, newest first. */
export function BanList({ bansMet }: { bansMet: BansMet }) {
  const words = useWords();
  const now = useNow();
  const { bans, check, reload, look, seen, failed } = bansMet;
  const [looking, setLooking] = useState(false);
  const unseen = bans.some((ban) => !ban.seen);
  useEffect(() => {
    if (unseen) seen();
  }, [unseen, seen]);
  // Nobody can say yet, which is not the same as nobody.
  if (!check) return failed ? <Silent onRetry={reload} /> : <Loading lines={3} />;
  return (
    <>
      <div class="reading">
        <p class="small muted" role="status">
          {check.lastAt === undefined
            ? words.t('bansMet.neverLooked')
            : words.t('bansMet.looked', { when: words.ago(Math.min(check.lastAt, now), now) })}
        </p>
        <button
          type="button"
          class="link-button small"
          aria-disabled={looking}
          onClick={() => {
            if (looking) return;
            setLooking(true);
            void look().finally(() => setLooking(false));
          }}
        >
          {words.t(looking ? 'bansMet.looking' : 'bansMet.look')}
        </button>
      </div>
      {failed && <Silent onRetry={reload} />}
      {bans.length === 0 ? (
        <Notice title={words.t('bansMet.none')}>
          <p class="muted">{words.t('bansMet.noneText')}</p>
        </Notice>
      ) : (
        <ol class="people">
          {bans.map((ban) => (
            <li key={ban.id} class="person">
              <button
                type="button"
                class="person-main ban-row"
                onClick={() => void send('openDetails', { steamId: ban.steamId }).catch(console.error)}
              >
                <span class="person-words">
                  <PlayerName name={ban.name} steamId={ban.steamId} />
                  <BanText ban={ban} />
                  <span class="muted small">
                    {ban.match
                      ? words.t('met.metIn', { day: words.day(ban.metAt), map: ban.match.map })
                      : words.t('met.watched', { day: words.day(ban.metAt) })}
                  </span>
                  {ban.reportedAt !== undefined && (
                    <span class="small">
                      <span class="tag">{words.t('met.reported', { day: words.day(ban.reportedAt) })}</span>
                    </span>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
