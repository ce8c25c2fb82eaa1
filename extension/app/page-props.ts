import type { Settings } from '#extension/settings.ts';

/** What every page of the app is given. */
export interface PageProps {
  settings: Settings;
  /** The parts of the address that the path of its route names, decoded. */
  params: Readonly<Record<string, string>>;
  /** What follows `?` in the address: filters and the like, so that they can be linked to and come back. */
  query: URLSearchParams;
}
