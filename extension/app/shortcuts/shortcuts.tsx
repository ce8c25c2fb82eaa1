import '#extension/app/shortcuts/shortcuts.css';
import { useTitle } from '#extension/app/use-title.ts';
import { useWords } from '#extension/ui/context.tsx';
import type { MessageKey } from '#extension/words/areas.ts';

/** Every key of the app, by where it works. Keys are named as they are on keyboards, in every language. */
const KEYS: readonly { where: MessageKey; keys: readonly { keys: readonly string[]; does: MessageKey }[] }[] = [
  {
    where: 'shortcuts.everywhere',
    keys: [
      { keys: ['Ctrl K', '⌘ K', '/'], does: 'shortcuts.palette' },
      { keys: ['?'], does: 'shortcuts.this' },
      { keys: ['Esc'], does: 'shortcuts.close' },
    ],
  },
  {
    where: 'shortcuts.lists',
    keys: [
      { keys: ['J', '↓'], does: 'shortcuts.next' },
      { keys: ['K', '↑'], does: 'shortcuts.previous' },
      { keys: ['Home', 'End'], does: 'shortcuts.ends' },
      { keys: ['Enter'], does: 'shortcuts.open' },
      { keys: ['Space'], does: 'shortcuts.select' },
    ],
  },
  {
    where: 'shortcuts.steam',
    keys: [
      { keys: ['Tab'], does: 'shortcuts.badge' },
      { keys: ['Enter', 'Space'], does: 'shortcuts.card' },
      { keys: ['Esc'], does: 'shortcuts.close' },
    ],
  },
];

/** `#/shortcuts`. */
export default function ShortcutsPage() {
  const words = useWords();
  useTitle(words.t('shortcuts.title'));
  return (
    <>
      <h1>{words.t('shortcuts.title')}</h1>
      {KEYS.map(({ where, keys }) => (
        <section key={where} class="shortcuts">
          <h2>{words.t(where)}</h2>
          <dl>
            {keys.map(({ keys: names, does }) => (
              <div key={does}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{words.t(does)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
