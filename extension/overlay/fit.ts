import { BADGE_TAG } from '#extension/overlay/badge.ts';

/** Room a badge takes behind a text, gaps included, px. */
const ROOM = { line: 50, name: 70 } as const;

export interface Beside {
  host: HTMLElement;
  /** The text it stands behind. */
  beside: Element;
  /** The player's block, which the badge does not leave. */
  block: Element;
  /** See `Spot`. */
  within?: Element;
  place: 'line' | 'name';
}

/** The right edge up to which `element` is seen, and up to which something out of the flow beside it may reach. */
function edges(element: Element, block: Element): { seen: number; reach: number } {
  const own = block.getBoundingClientRect().right;
  let seen = own;
  let reach = own;
  for (let up = element.parentElement; up && up !== block.parentElement; up = up.parentElement) {
    const { overflowX, position } = getComputedStyle(up);
    if (overflowX === 'visible') continue;
    const { right } = up.getBoundingClientRect();
    seen = Math.min(seen, right);
    // Only a positioned ancestor cuts off what is out of the flow.
    if (position !== 'static') reach = Math.min(reach, right);
  }
  return { seen, reach };
}

/** The left edge of what follows `element` on this line within `within`; our own badges do not count. */
function nextEdge(element: Element, within: Element, line: DOMRect): number {
  const range = element.ownerDocument.createRange();
  let edge = Infinity;
  for (let up = element; up !== within && up.parentElement; up = up.parentElement) {
    for (let next = up.nextSibling; next; next = next.nextSibling) {
      if (next.nodeName.toLowerCase() === BADGE_TAG) continue;
      range.selectNode(next);
      const { top, bottom, left, width } = range.getBoundingClientRect();
      if (width > 0 && top < line.bottom && bottom > line.top && left >= line.right - 1) edge = Math.min(edge, left);
    }
  }
  return edge;
}

/** The last line of the text inside an element, whose own box may be as wide as the page. */
function lastLineOf(element: Element): DOMRect | undefined {
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()].at(-1);
}

/** Of a text in a place too narrow for it and the badge, this much stays free. */
const KEPT_FREE = 0.6;

/**
 * Moves badges to the end of their texts, whatever the page's layout made of their place. Behind a text that fills its
 * block the badge moves back over the text's end. All reads come before all writes, so a batch costs one layout.
 */
export function placeBeside(badges: readonly Beside[]): void {
  for (const { host } of badges) {
    host.style.removeProperty('--x');
    host.style.removeProperty('--y');
  }
  const offsets = badges.map(({ host, beside, block, within, place }) => {
    const lines = beside.getClientRects();
    const line = (within && lastLineOf(beside)) ?? lines[lines.length - 1] ?? beside.getBoundingClientRect();
    const at = host.getBoundingClientRect();
    const { seen, reach } = edges(beside, within ?? block);
    const room = within ? Math.min(reach, nextEdge(beside, within, line)) : reach;
    const fitting = Math.min(line.right, seen, room - ROOM[place]);
    const left = within ? Math.max(fitting, Math.min(seen, line.left + line.width * KEPT_FREE)) : fitting;
    return [Math.round(left - at.left), Math.round(line.top + line.height / 2 - at.top)];
  });
  badges.forEach(({ host }, index) => {
    const [x = 0, y = 0] = offsets[index] ?? [];
    // Read by the badge's own style, which no rule of the page can override.
    host.style.setProperty('--x', `${x}px`);
    host.style.setProperty('--y', `${y}px`);
  });
}
