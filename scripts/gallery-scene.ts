import type { Page } from 'puppeteer-core';

/** One state of the product to look at: what the gallery is asked for, how large, and what is done there first. */
export interface Scene {
  name: string;
  query: string;
  hash?: string;
  width: number;
  height?: number;
  act?: (page: Page) => Promise<unknown>;
  /** What the page writes to the console as an error, as it should in this state. */
  complains?: RegExp;
}
