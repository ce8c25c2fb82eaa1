import { AddPlayer } from '#extension/app/compare/add-player.tsx';
import { Comparison } from '#extension/app/compare/comparison.tsx';
import { COMPARED, readIds } from '#extension/app/compare/rows.ts';
import type { PageProps } from '#extension/app/page-props.ts';
import { replaceQuery } from '#extension/app/replace-query.ts';
import { useTitle } from '#extension/app/use-title.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Notice } from '#extension/ui/states.tsx';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';
import './compare.css';

/** `#/compare?ids=…,…`: two to five players side by side. */
export default function ComparePage({ settings, query }: PageProps) {
  const words = useWords();
  const title = words.t('compare.title');
  useTitle(title);
  const ids = readIds(query.get('ids'), isSteamId);
  const show = (next: readonly SteamId[]) => replaceQuery(next.length > 0 ? { ids: next.join(',') } : {});
  return (
    <>
      <h1>{title}</h1>
      <AddPlayer
        disabled={ids.length >= COMPARED.most}
        onAdd={(more) => show([...new Set([...ids, ...more])].slice(0, COMPARED.most))}
      />
      {ids.length < COMPARED.least && (
        <Notice title={words.t(ids.length === 0 ? 'compare.none' : 'compare.one')}>
          <p class="muted">{words.t('compare.how', COMPARED)}</p>
          <a href="#/players">{words.t('players.title')}</a>
        </Notice>
      )}
      {ids.length > 0 && (
        <Comparison ids={ids} kind={settings.headline} onRemove={(gone) => show(ids.filter((each) => each !== gone))} />
      )}
    </>
  );
}
