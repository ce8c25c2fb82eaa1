import type { MatchView } from '#extension/app/match/view.ts';
import type { PlayerView } from '#extension/messages.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import { useToast } from '#extension/ui/toast.tsx';
import type { Translator } from '#extension/words/translator.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** The match as text for a chat: result and everybody with their number, and where to look them up. */
function matchAsText(match: MatchView, views: ReadonlyMap<SteamId, PlayerView>, words: Translator): string {
  const rounds = match.teams.map((team) => team.rounds ?? '–').join(':');
  const head = [match.map, match.mode && words.t(`people.mode.${match.mode}`), rounds, words.date(match.playedAt)];
  const lines = match.teams.flatMap(({ players }, index) => [
    ...(index > 0 ? [''] : []),
    ...players.map(({ steamId, name, kills, assists, deaths }) => {
      const score = views.get(steamId)?.entry?.score ?? null;
      const figures = [kills, assists, deaths].map((value) => value ?? '–').join('/');
      const shown = plainName(name) === '' ? steamId : plainName(name);
      return `${score === null ? '–' : score} | ${shown} | ${figures} | https://steamcommunity.com/profiles/${steamId}`;
    }),
  ]);
  return [head.filter(Boolean).join(' · '), ...lines, '', words.t('match.share.note')].join('\n');
}

/** Copies the address of the page, or the match as text. The address opens where the match is known: for those who played in it. */
export function ShareMatch({ match, views }: { match: MatchView; views: ReadonlyMap<SteamId, PlayerView> }) {
  const words = useWords();
  const toast = useToast();
  const copy = (text: string) => {
    // Pages may be kept from the clipboard by policy.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const written = clipboard ? clipboard.writeText(text) : Promise.reject(new Error('no clipboard'));
    written.then(
      () => toast({ text: words.t('card.copied') }),
      (error: unknown) => {
        console.warn('nothing was copied', error);
        toast({ text: words.t('card.copyFailed'), tone: 'warn' });
      },
    );
  };
  return (
    <>
      <button type="button" onClick={() => copy(location.href)}>
        <Icon name="share" />
        {words.t('match.share.link')}
      </button>
      <button type="button" onClick={() => copy(matchAsText(match, views, words))}>
        <Icon name="copy" />
        {words.t('match.share.text')}
      </button>
    </>
  );
}
