import type { IconName } from '#extension/ui/icons.tsx';

/** Something the palette can do. */
export interface Command {
  id: string;
  label: string;
  /** Said beside the label: what kind of thing it is, or an ID. */
  detail?: string;
  icon: IconName;
  /** What went wrong, where the palette should stay open and say so. */
  run(): undefined | Promise<string | undefined>;
}

/** Shown at once. */
export const MAX_SHOWN = 50;

/** As people type: without case, accents and the difference between scripts' forms of one letter. */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** How well `label` fits: 0 begins with it, 1 has a word that does, 2 has it somewhere, undefined not at all. */
function rankOf(label: string, query: string): number | undefined {
  const at = label.indexOf(query);
  if (at === 0) return 0;
  if (at < 0) return undefined;
  return label.split(/[\s·\-_.]+/u).some((word) => word.startsWith(query)) ? 1 : 2;
}

/** Those that fit `query`, best first and otherwise in the order given; everything when nothing is typed. */
export function matching(commands: readonly Command[], query: string): Command[] {
  const wanted = folded(query.trim());
  if (wanted === '') return commands.slice(0, MAX_SHOWN);
  const ranked = commands.flatMap((command) => {
    const rank = rankOf(folded(command.label), wanted);
    return rank === undefined ? [] : [{ command, rank }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MAX_SHOWN)
    .map(({ command }) => command);
}
