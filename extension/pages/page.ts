import type { SteamId } from '#shared/steam/steam-id.ts';

/**
 * Where a badge hangs: `row` at the right end of a list row, `line` right after the end of a line of text, `name` the
 * same beside a large name. A badge takes no room in any of them, so the page keeps its layout.
 */
export type Place = 'row' | 'line' | 'name';

/** One player on the page and the spot for the badge: inside `parent`, before `before` (or last, when null). */
export interface FoundPlayer {
  steamId: SteamId;
  parent: Element;
  before: Node | null;
  place: Place;
}

/** One kind of page: which addresses, where its players are. Reads the page only; never writes to it. */
export interface PageModule {
  readonly id: string;
  /** Whether pages at this address can have such players. */
  matches(url: URL): boolean;
  /** CSS selector of the block of one player. New and changed content is found by it, so it must match the block itself. */
  readonly selector: string;
  /** The player of a block, or `undefined` while the block does not say who it is. */
  read(block: Element): FoundPlayer | undefined;
}
