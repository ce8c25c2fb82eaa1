import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { lastLook, systemLight, themeOf } from '#extension/look.ts';

/**
 * Runs in the head of the extension's own pages, before anything is drawn and before their modules are there: the page
 * begins in the colours it will have, and the words it waits for most are on their way. Classic, since modules wait for
 * the whole document. The script's `data-surface` says whose words.
 */
export default defineUnlistedScript(() => {
  const { theme, words } = lastLook();
  document.documentElement.dataset['theme'] = themeOf(theme, systemLight().matches);
  const surface = document.currentScript?.dataset['surface'];
  if (!surface || !words) return;
  const link = document.createElement('link');
  link.rel = 'preload';
  link.as = 'fetch';
  link.crossOrigin = 'anonymous';
  link.href = `/words/${surface}/${words}.json`;
  document.head.append(link);
});
