import { BADGE_STYLE } from '#extension/overlay/badge-style.ts';
import type { BadgeFace } from '#extension/overlay/badge-text.ts';
import { ensureStyle } from '#extension/overlay/root-style.ts';
import type { Spot } from '#extension/pages/page.ts';

/** Tag of every badge's host: how our own nodes are told from the page's. */
export const BADGE_TAG = 'cstatsentry-badge';

/** `float`: beside a link the pointer is on, out of the flow. */
export type BadgePlace = Spot['place'] | 'float';

export interface Badge {
  readonly host: HTMLElement;
  readonly button: HTMLButtonElement;
  /** To be said once the host stands in the page. */
  inserted(): void;
  /** Writes only, never reads layout. */
  draw(face: BadgeFace, theme: 'dark' | 'light'): void;
}

/** Makes badges by cloning one template; a page may have thousands. */
export function createBadgeFactory(document: Document): (place: BadgePlace) => Badge {
  const template = document.createElement('template');
  const style = document.createElement('style');
  style.textContent = BADGE_STYLE;
  const model = document.createElement('button');
  model.type = 'button';
  model.dataset['band'] = 'wait';
  model.append(document.createElement('i'), document.createElement('b'));
  template.content.append(style, model);

  /** Whether badges of this page need more than their style element; what holds for one holds for all. */
  let restyled: boolean | undefined;

  return (place) => {
    const host = document.createElement(BADGE_TAG);
    host.dataset['place'] = place;
    const root = host.attachShadow({ mode: 'open' });
    const content = document.importNode(template.content, true);
    const button = content.querySelector('button');
    const number = content.querySelector('b');
    if (!button || !number) throw new Error('the badge template is broken');
    root.append(content);
    return {
      host,
      button,
      inserted() {
        if (restyled !== false) restyled = ensureStyle(root);
      },
      draw(face, theme) {
        number.textContent = face.text;
        button.dataset['band'] = face.band;
        button.dataset['theme'] = theme;
        button.toggleAttribute('data-stale', face.stale);
        button.toggleAttribute('data-quiet', face.quiet);
        button.toggleAttribute('data-low', face.low && !face.trusted);
        button.toggleAttribute('data-trusted', face.trusted);
        button.setAttribute('aria-label', face.label);
      },
    };
  };
}
