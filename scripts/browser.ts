import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';

/** The add-on ID in the Firefox manifest; Firefox maps it to the origin of the extension's pages. */
export const GECKO_ID = 'cstatsentry@cstatsentry.example';

export interface InstalledBrowser {
  kind: 'chromium' | 'firefox';
  /** As a person would call it. */
  name: string;
  path: string;
}

const CANDIDATES: readonly { kind: InstalledBrowser['kind']; name: string; commands: string[]; paths: string[] }[] = [
  {
    kind: 'chromium',
    name: 'Chromium',
    commands: ['chromium', 'chromium-browser'],
    paths: ['/Applications/Chromium.app/Contents/MacOS/Chromium'],
  },
  {
    kind: 'chromium',
    name: 'Google Chrome',
    commands: ['google-chrome', 'google-chrome-stable'],
    paths: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
  },
  {
    kind: 'chromium',
    name: 'Microsoft Edge',
    commands: ['microsoft-edge', 'microsoft-edge-stable'],
    paths: [
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
  },
  {
    kind: 'firefox',
    name: 'Firefox',
    commands: ['firefox', 'firefox-esr'],
    paths: ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  },
];

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installed browsers in order of preference, one of each product. */
export function findBrowsers(): InstalledBrowser[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return CANDIDATES.flatMap(({ kind, name, commands, paths }) => {
    const path = [...commands.flatMap((command) => folders.map((folder) => join(folder, command))), ...paths].find(
      executable,
    );
    return path ? [{ kind, name, path }] : [];
  });
}

export interface SessionOptions {
  browser: InstalledBrowser;
  /** Folder of the unpacked extension built for this kind of browser. */
  extensionDir: string;
  headless: boolean;
  /** HTTP proxy all but loopback traffic goes through; the sandbox's, where steamcommunity.com is not Steam's. */
  proxyUrl?: string | undefined;
  /** Width and height of the window in CSS pixels. */
  viewport?: { width: number; height: number } | null;
  /** Kept between runs when given; a temporary one otherwise. */
  profileDir?: string;
  /** More arguments for Chromium. */
  args?: string[];
}

export interface Session {
  browser: Browser;
  kind: InstalledBrowser['kind'];
  /** `chrome-extension://…` or `moz-extension://…`, without a slash at the end. */
  extensionOrigin: string;
  newPage(): Promise<Page>;
  /** Opens a page of the extension in a tab, such as `popup.html`. */
  openExtensionPage(path: string, viewport?: { width: number; height: number }): Promise<Page>;
  close(): Promise<void>;
}

/** Starts a browser with the extension loaded and its background running. Traffic of the browser's own is kept off. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const profileDir = options.profileDir ?? mkdtempSync(join(tmpdir(), 'cstatsentry-browser-'));
  const session =
    options.browser.kind === 'chromium'
      ? await openChromium(options, profileDir)
      : await openFirefox(options, profileDir);
  return {
    ...session,
    kind: options.browser.kind,
    newPage: () => session.browser.newPage(),
    openExtensionPage: async (path, viewport) => {
      const page = await session.browser.newPage();
      if (viewport) await page.setViewport(viewport);
      await navigateToExtension(page, `${session.extensionOrigin}/${path}`);
      return page;
    },
    close: async () => {
      await session.browser.close();
      if (!options.profileDir) rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * Firefox changes the process of a tab that goes to an extension's page, and its automation then never reports the load:
 * so the page itself is asked whether it is there.
 */
async function navigateToExtension(page: Page, url: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  const navigation = page.goto(url, { timeout: 2_000 }).catch((error: unknown) => error);
  for (;;) {
    const there = await page
      .evaluate((wanted) => location.href === wanted && document.readyState === 'complete', url)
      .catch(() => false);
    if (there) return;
    if (Date.now() > deadline) throw new Error(`${url} did not open`, { cause: await navigation });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Opened = Pick<Session, 'browser' | 'extensionOrigin'>;

function common({ browser, headless, viewport, proxyUrl }: SessionOptions, profileDir: string): LaunchOptions {
  return {
    executablePath: browser.path,
    headless,
    userDataDir: profileDir,
    defaultViewport: viewport ?? null,
    // Only the sandbox needs it: its certificate for steamcommunity.com is made at start.
    acceptInsecureCerts: proxyUrl !== undefined,
    handleSIGINT: false,
  };
}

async function openChromium(options: SessionOptions, profileDir: string): Promise<Opened> {
  const { viewport, proxyUrl } = options;
  const browser = await puppeteer.launch({
    ...common(options, profileDir),
    enableExtensions: [options.extensionDir],
    pipe: true,
    args: [
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      // Chromium's sandbox refuses to run as root, as in containers.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(proxyUrl ? [`--proxy-server=${proxyUrl}`, '--ignore-certificate-errors'] : []),
      ...(viewport ? [`--window-size=${viewport.width},${viewport.height}`] : []),
      ...(options.args ?? []),
    ],
  });
  const worker = await browser.waitForTarget(
    (target) => target.type() === 'service_worker' && target.url().startsWith('chrome-extension://'),
  );
  // `URL.origin` is null for schemes of extensions.
  return { browser, extensionOrigin: `chrome-extension://${new URL(worker.url()).host}` };
}

async function openFirefox(options: SessionOptions, profileDir: string): Promise<Opened> {
  const proxy = options.proxyUrl ? new URL(options.proxyUrl) : undefined;
  const uuid = randomUUID();
  const browser = await puppeteer.launch({
    ...common(options, profileDir),
    browser: 'firefox',
    // Without it Firefox does not let automation open the extension's own pages.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      // Firefox gives every installation of an extension an origin of its own; this names it in advance.
      'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: uuid }),
      ...(proxy && {
        'network.proxy.type': 1,
        'network.proxy.ssl': proxy.hostname,
        'network.proxy.ssl_port': Number(proxy.port),
        'network.proxy.http': proxy.hostname,
        'network.proxy.http_port': Number(proxy.port),
      }),
    },
  });
  await browser.installExtension(options.extensionDir);
  return { browser, extensionOrigin: `moz-extension://${uuid}` };
}
