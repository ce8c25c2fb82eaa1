import type { SteamId } from '#shared/steam/steam-id.ts';

/** One player on the page, and where the badge hangs. It takes no room there, so the page keeps its layout. */
export type FoundPlayer = { steamId: SteamId } & Spot;

/**
 * `row`: at the right end of `parent`, the text block of a list row; made for thousands, nothing is measured · `line`: right
 * after `beside`, the text of a line · `name`: the same, larger, after a large name.
 */
export type Spot = { place: 'row'; parent: Element } | ({ place: 'line' | 'name' } & Beside);

interface Beside {
  beside: Element;
  /**
   * What the badge must not leave, where that is not the block: for pages whose layout is not known. Then the text is
   * measured itself, not the box around it, and the badge keeps off whatever follows it in there.
   */
  within?: Element;
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
