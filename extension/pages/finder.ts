import type { FoundPlayer, PageModule } from '#extension/pages/page.ts';

export type FoundBlock = FoundPlayer & { block: Element };

export interface Finder {
  /** The players in and around `root`: blocks below it, itself, and the block it lies in. */
  scan(root: Element): FoundBlock[];
  /** The player a known block shows now. */
  read(block: Element): FoundBlock | undefined;
}

/**
 * Looks for players with the modules that fit the page's present address (Steam changes it without loading anew). A
 * module that throws is reported once and left out of that look only: the others go on.
 */
export function createFinder(
  modules: readonly PageModule[],
  address: () => string,
  report: (moduleId: string, error: unknown) => void,
): Finder {
  const failed = new Set<string>();
  let href = '';
  let fitting: readonly PageModule[] = [];

  const guarded = <T>(module: PageModule, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!failed.has(module.id)) report(module.id, error);
      failed.add(module.id);
      return undefined;
    }
  };

  const modulesNow = () => {
    const now = address();
    if (now !== href) {
      href = now;
      const url = new URL(now);
      fitting = modules.filter((module) => guarded(module, () => module.matches(url)));
    }
    return fitting;
  };

  const readWith = (module: PageModule, block: Element): FoundBlock | undefined => {
    const found = guarded(module, () => module.read(block));
    return found && { ...found, block };
  };

  return {
    scan(root) {
      const found = new Map<Element, FoundBlock>();
      for (const module of modulesNow()) {
        const blocks = guarded(module, () => {
          const around = root.closest(module.selector);
          const below = root.querySelectorAll(module.selector);
          return around ? [around, ...below] : below;
        });
        for (const block of blocks ?? []) {
          if (found.has(block)) continue;
          const player = readWith(module, block);
          if (player) found.set(block, player);
        }
      }
      return [...found.values()];
    },
    read(block) {
      for (const module of modulesNow()) {
        if (!guarded(module, () => block.matches(module.selector))) continue;
        const player = readWith(module, block);
        if (player) return player;
      }
      return undefined;
    },
  };
}
