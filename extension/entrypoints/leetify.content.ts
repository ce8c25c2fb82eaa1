import browser from 'webextension-polyfill';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { startOnPage } from '#extension/overlay/start.ts';
import { LEETIFY_PAGES } from '#extension/pages/registry.ts';

export default defineContentScript({
  matches: ['https://leetify.com/*'],
  runAt: 'document_end',
  noScriptStartedPostMessage: true,
  main(ctx) {
    startOnPage({ document, modules: LEETIFY_PAGES, browser, signal: ctx.signal, abort: () => ctx.abort() });
  },
});
