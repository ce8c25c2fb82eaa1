import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import '#extension/app/palette/palette.css';
import { type Command, matching } from '#extension/app/palette/commands.ts';
import { knownNames } from '#extension/app/palette/known-names.ts';
import { RANK, useRole } from '#extension/app/role.ts';
import { ROUTES } from '#extension/app/routes.ts';
import { readInput } from '#extension/popup/read-input.ts';
import { useWords } from '#extension/ui/context.tsx';
import { Icon } from '#extension/ui/icons.tsx';
import { plainName } from '#extension/ui/player-name.tsx';
import { send } from '#extension/ui/send.ts';
import { isSteamId, type SteamId } from '#shared/steam/steam-id.ts';

const go = (path: string): undefined => {
  location.hash = `#/${path}`;
};

/** One field for everything: a player by name or ID, any page, any action. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const role = useRole();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const [names, setNames] = useState<ReadonlyMap<SteamId, string>>(new Map());
  const [said, setSaid] = useState('');
  const [unread, setUnread] = useState(false);

  // Before anything else: what is typed right after the keys is meant for it.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let open = true;
    knownNames().then(
      (known) => open && setNames(known),
      (error: unknown) => {
        console.warn('names could not be read', error);
        if (open) setUnread(true);
      },
    );
    return () => {
      open = false;
    };
  }, []);

  const fixed = useMemo((): Command[] => {
    const pages = ROUTES.flatMap(({ path, nav }): Command[] => {
      if (!nav || RANK[role] < RANK[nav.role ?? 'user']) return [];
      const label = words.t(nav.label);
      const detail = words.t('palette.page');
      return [{ id: `page ${path}`, label, detail, icon: nav.icon ?? 'page', run: () => go(path) }];
    });
    const act = (name: 'readHistory' | 'checkBans', icon: Command['icon']): Command => ({
      id: name,
      label: words.t(`palette.${name}`),
      detail: words.t('palette.action'),
      icon,
      run: () => {
        // How far it is, and what fails, shows there.
        send(name, {}).catch((error: unknown) => console.error(`${name} could not be begun`, error));
        return go('people');
      },
    });
    const theme = (to: 'dark' | 'light', icon: Command['icon']): Command => ({
      id: `theme ${to}`,
      label: words.t(`palette.${to}`),
      detail: words.t('palette.action'),
      icon,
      run: () =>
        send('setSettings', { settings: { theme: to } }).then(
          () => void location.reload(),
          () => words.t('settings.failed'),
        ),
    });
    return [
      ...pages,
      act('readHistory', 'source'),
      act('checkBans', 'refresh'),
      theme('dark', 'eye'),
      theme('light', 'eye'),
    ];
  }, [words, role]);

  const people = useMemo(
    () =>
      [...names].map(
        ([steamId, name]): Command => ({
          id: steamId,
          label: plainName(name) || steamId,
          detail: steamId,
          icon: 'person',
          run: () => go(`players/${steamId}`),
        }),
      ),
    [names],
  );

  const named = useMemo((): Command[] => {
    const [reference] = readInput(query).references;
    if (!reference) return [];
    if (reference.kind === 'id') {
      const { steamId } = reference;
      return [
        {
          id: 'named',
          label: words.t('palette.open', { player: steamId }),
          icon: 'open',
          run: () => go(`players/${steamId}`),
        },
      ];
    }
    // A single word could be any name: only an address or a pasted path means a custom URL for sure.
    const { name } = reference;
    return [
      {
        id: 'named',
        label: words.t('palette.open', { player: `/id/${name}` }),
        icon: 'open',
        run: () =>
          send('resolve', { vanity: name }).then(
            ({ steamId, failed }) =>
              isSteamId(steamId)
                ? go(`players/${steamId}`)
                : words.t(failed ? 'palette.unresolved' : 'palette.nobody', { name }),
            () => words.t('palette.unresolved', { name }),
          ),
      },
    ];
  }, [query, words]);

  const shown = useMemo(() => {
    const found = query.trim() === '' ? matching(fixed, '') : matching([...fixed, ...people], query);
    return [...found, ...named];
  }, [fixed, people, named, query]);
  const at = Math.min(chosen, shown.length - 1);

  const take = (command: Command | undefined) => {
    const outcome = command?.run();
    if (!(outcome instanceof Promise)) return dialog.current?.close();
    setSaid('');
    void outcome.then((problem) => (problem ? setSaid(problem) : dialog.current?.close()));
  };
  const move = (to: number) => {
    const next = (to + shown.length) % Math.max(1, shown.length);
    setChosen(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={words.t('palette.title')}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        const step = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
        if (step !== undefined) move(step);
        else if (event.key === 'Enter') take(shown[at]);
        else return;
        event.preventDefault();
      }}
    >
      <input
        class="palette-input"
        type="text"
        role="combobox"
        aria-label={words.t('palette.title')}
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown.length > 0 ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        placeholder={words.t('palette.hint')}
        spellcheck={false}
        autocomplete="off"
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(0);
          setSaid('');
        }}
      />
      <div id={`${id}-list`} class="palette-list" role="listbox" aria-label={words.t('palette.title')}>
        {shown.map((command, i) => (
          // Keys are the input's, as in every combobox.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the dialog handles Enter for the option chosen
          <div
            key={command.id}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onClick={() => take(command)}
            onPointerMove={() => i !== at && setChosen(i)}
          >
            <Icon name={command.icon} />
            <bdi class="palette-label">{command.label}</bdi>
            {command.detail && <span class="muted small">{command.detail}</span>}
          </div>
        ))}
      </div>
      <p class="palette-said muted small" role="status">
        {said || (unread ? words.t('palette.noNames') : shown.length === 0 ? words.t('palette.nothing') : '')}
      </p>
    </dialog>
  );
}
