import { defineConfig } from 'wxt';
import { wordFiles } from './extension/words/merge.ts';
import { vendorCuts } from './scripts/packaging/vendor-cuts.ts';

/**
 * Pages of the extension load nothing from elsewhere; they and the background may talk to Steam and to the backend, whose
 * address the person sets. Styles are inline in shadow roots.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self' http: https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: '.output',
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({
    plugins: [vendorCuts()],
    resolve: {
      alias: {
        // The package's own entry is its CommonJS build for old browsers.
        dexie: 'dexie/dist/modern/dexie.mjs',
        // Messages come parsed (extension/words/merge.ts); the library has this entry for that.
        '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js',
      },
    },
  }),
  hooks: {
    // Words are read by surface and language when they are needed; see extension/words/areas.ts.
    'build:publicAssets': (_, assets) => void assets.push(...wordFiles()),
  },
  manifest: ({ browser, manifestVersion, mode }) => ({
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    icons: Object.fromEntries([16, 24, 32, 48, 64, 96, 128].map((size) => [size, `icon/${size}.png`])),
    // `identity` shows Steam's sign-in, when somebody asks for it.
    // `scripting` brings in the hover card on first use, without a resource that pages could probe for.
    // `notifications` says who was banned since they were met.
    permissions: ['storage', 'alarms', 'scripting', 'identity', 'notifications'],
    // Exactly the two sites whose pages get badges; putting the hover card there takes this, not the content script alone.
    // And Leetify's public API, which answers no web page (no CORS): only the background asks it, when the person wants that.
    host_permissions: [
      'https://steamcommunity.com/*',
      // Renews the session with which the user's own match history is read.
      'https://login.steampowered.com/jwt/refresh*',
      'https://leetify.com/*',
      'https://api-public.cs-prod.leetify.com/*',
    ],
    // In development WXT's own policy lets its reloader in.
    ...(mode !== 'development' && {
      content_security_policy: manifestVersion === 3 ? { extension_pages: PAGE_POLICY } : PAGE_POLICY,
    }),
    ...(browser === 'firefox' && {
      browser_specific_settings: {
        gecko: {
          id: 'cstatsentry@cstatsentry.example',
          // The first that knows what data an extension declares to collect.
          strict_min_version: '140.0',
          data_collection_permissions: { required: ['none'] },
        },
        gecko_android: { strict_min_version: '142.0' },
      },
    }),
  }),
});
