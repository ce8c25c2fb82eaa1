import type { Plugin } from 'vite';

interface Cut {
  /** Which module of which package. */
  module: RegExp;
  from: RegExp;
  to: string;
}

/**
 * Two of our libraries carry code that makes source text or markup into something that runs. The extension's policy forbids
 * it, nothing of ours uses it, and reviewers of stores and their checkers ask about it: it is left out of the build.
 */
const CUTS: readonly Cut[] = [
  // zod compiles schemas where it may; its own probe then says that it may not.
  { module: /\/zod\/v4\/core\/(?:util|doc|compile)\.js$/, from: /const F = Function;/, to: 'const F = undefined;' },
  // preact's dangerouslySetInnerHTML would be text.
  { module: /\/preact\/dist\/preact\.mjs$/, from: /\.innerHTML=(\w+)\.__html/, to: '.textContent=$1.__html' },
];

/** Fails the build when a library has changed so that there is nothing to cut any more where there was. */
export function withoutEval(): Plugin {
  return {
    name: 'without-eval',
    apply: 'build',
    transform(code, id) {
      const path = id.replaceAll('\\', '/').split('?')[0] ?? id;
      const cut = CUTS.find(({ module }) => module.test(path));
      if (!cut) return undefined;
      if (!cut.from.test(code)) this.error(`there is nothing like ${cut.from} in ${path} any more`);
      return { code: code.replace(cut.from, cut.to), map: null };
    },
  };
}
