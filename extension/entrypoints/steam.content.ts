import browser from 'webextension-polyfill';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { startOnPage } from '#extension/overlay/start.ts';
import { STEAM_PAGES } from '#extension/pages/registry.ts';

export default defineContentScript({
  matches: ['https://steamcommunity.com/*'],
  runAt: 'document_end',
  // The message would tell every page the extension's ID; the event that ends an older script is enough.
  noScriptStartedPostMessage: true,
  main(ctx) {
    startOnPage({ document, modules: STEAM_PAGES, browser, signal: ctx.signal, abort: () => ctx.abort() });
  },
});
