/** Where a card goes. All figures in CSS px of the viewport. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
export interface Placement {
  left: number;
  top: number;
  maxHeight: number;
}

/** Kept free between anchor and card, and between card and the edge of the window. */
const GAP = 8;
const EDGE = 8;

/**
 * Right of the anchor, else left of it, where the whole height of the window is usable; in a window too narrow for
 * either, below or above, whichever has the room. Never over the anchor, never beyond the window.
 */
export function place(
  anchor: Box,
  card: { width: number; height: number },
  view: { width: number; height: number },
): Placement {
  const full = Math.max(0, view.height - 2 * EDGE);
  const right = anchor.right + GAP;
  const left = anchor.left - GAP - card.width;
  const beside = right + card.width + EDGE <= view.width ? right : left >= EDGE ? left : undefined;
  if (beside !== undefined) {
    const height = Math.min(card.height, full);
    return { left: beside, top: clamp(anchor.top - 2 * GAP, EDGE, view.height - EDGE - height), maxHeight: full };
  }
  const below = view.height - EDGE - (anchor.bottom + GAP);
  const above = anchor.top - GAP - EDGE;
  const underneath = below >= card.height || below >= above;
  const maxHeight = clamp(underneath ? below : above, Math.min(120, full), full);
  const height = Math.min(card.height, maxHeight);
  return {
    left: clamp(anchor.left, EDGE, view.width - EDGE - card.width),
    top: clamp(underneath ? anchor.bottom + GAP : anchor.top - GAP - height, EDGE, view.height - EDGE - height),
    maxHeight,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
