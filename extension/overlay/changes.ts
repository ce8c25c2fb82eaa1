import { BADGE_TAG } from '#extension/overlay/badge.ts';
import { IDENTITY_ATTRIBUTES } from '#extension/pages/ids.ts';

/** What happened to the page since the last frame. */
export interface Changes {
  /** Roots of new content. */
  added: Set<Element>;
  /** Elements that now say another identity. */
  changed: Set<Element>;
  /** Whether anything, perhaps a badge, was taken away. */
  removed: boolean;
}

const isElement = (node: Node): node is Element => node.nodeType === 1;

/**
 * Watches the whole page with one observer and reports once per frame, before it is painted. Our own badges coming are no
 * news; a badge that the page takes away is.
 */
export function watchChanges(
  root: Node,
  nextFrame: (work: () => void) => void,
  onChanges: (changes: Changes) => void,
  signal: AbortSignal,
): void {
  let pending: Changes | undefined;

  const flush = () => {
    const changes = pending;
    pending = undefined;
    if (!changes || signal.aborted) return;
    // New content inside new content is found with it.
    for (const element of changes.added) {
      for (let up = element.parentElement; up; up = up.parentElement) {
        if (!changes.added.has(up)) continue;
        changes.added.delete(element);
        break;
      }
    }
    onChanges(changes);
  };

  const observer = new MutationObserver((records) => {
    const first = !pending;
    const changes: Changes = pending ?? { added: new Set(), changed: new Set(), removed: false };
    for (const record of records) {
      if (record.type === 'attributes') {
        if (isElement(record.target)) changes.changed.add(record.target);
        continue;
      }
      for (const node of record.addedNodes) {
        if (isElement(node) && node.localName !== BADGE_TAG) changes.added.add(node);
      }
      for (const node of record.removedNodes) changes.removed ||= isElement(node);
    }
    if (!changes.added.size && !changes.changed.size && !changes.removed) return;
    pending = changes;
    if (first) nextFrame(flush);
  });
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: IDENTITY_ATTRIBUTES });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
