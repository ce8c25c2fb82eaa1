import { buildExtension } from '#scripts/stage.ts';
import { KINDS } from './scene.ts';

/** Vitest global set-up: the extension under test is the one of these sources. */
export default function setup(): void {
  for (const kind of KINDS) buildExtension(kind);
}
