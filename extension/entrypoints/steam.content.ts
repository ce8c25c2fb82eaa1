import { defineContentScript } from 'wxt/utils/define-content-script';
export default defineContentScript({
  matches: ['https://steamcommunity.com/*'],
  main() {
    document.title = 'x';
  },
});
