import { useId, useState } from 'preact/hooks';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { parsePlayerReference } from '#shared/steam/references.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';
import '../../ui/filters.css';

type Refusal = 'nobody' | 'unreachable' | 'already';

/** Puts somebody on the list who is named by an ID in any form, or by a profile link. */
export function AddPlayer({
  watched,
  onAdd,
}: {
  watched: (steamId: SteamId) => boolean;
  /** Resolves with whether they were added. */
  onAdd: (steamId: SteamId) => Promise<boolean>;
}) {
  const words = useWords();
  const id = useId();
  const [text, setText] = useState('');
  const [said, setSaid] = useState<Refusal>();
  const [busy, setBusy] = useState(false);

  const find = async (): Promise<{ steamId: SteamId } | { refusal: Refusal }> => {
    const reference = parsePlayerReference(text);
    if (!reference) return { refusal: 'nobody' };
    if (reference.kind === 'id') return { steamId: reference.steamId };
    const { steamId, failed } = await send('resolve', { vanity: reference.name.toLowerCase() });
    return steamId === null ? { refusal: failed ? 'unreachable' : 'nobody' } : { steamId };
  };
  const add = async () => {
    setBusy(true);
    try {
      const found = await find();
      if ('refusal' in found) setSaid(found.refusal);
      else if (watched(found.steamId)) setSaid('already');
      else {
        setSaid(undefined);
        if (await onAdd(found.steamId)) setText((now) => (now === text ? '' : now));
      }
    } catch (error) {
      console.warn('nobody could be added', error);
      setSaid('unreachable');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="list-controls"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && text.trim() !== '') void add();
      }}
    >
      <label class="sr" for={id}>
        {words.t('watchlist.add.label')}
      </label>
      <input
        id={id}
        class="search-field"
        type="text"
        maxLength={200}
        spellcheck={false}
        autocomplete="off"
        placeholder={words.t('watchlist.add.placeholder')}
        aria-invalid={said === 'nobody'}
        aria-describedby={`${id}-said`}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setSaid(undefined);
        }}
      />
      <button type="submit" class="primary" aria-disabled={busy || text.trim() === ''}>
        {words.t('watchlist.add')}
      </button>
      <p id={`${id}-said`} role="status" class="small said add-said" data-tone="bad">
        {said && words.t(`watchlist.add.${said}`)}
      </p>
    </form>
  );
}
