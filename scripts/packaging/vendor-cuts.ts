import type { Plugin } from 'vite';

interface Cut {
  /** Which module of which package. */
  module: RegExp;
  from: RegExp;
  to: string;
}

/**
 * What is left out of libraries in the build. Some of them carry code that makes source text or markup into something that
 * runs: the extension's policy forbids it, nothing of ours uses it, and reviewers of stores and their checkers ask about it.
 * And some brings methods that nothing here asks for, which only size comes of.
 */
const CUTS: readonly Cut[] = [
  // zod compiles schemas where it may; its own probe then says that it may not.
  { module: /\/zod\/v4\/core\/(?:util|doc|compile)\.js$/, from: /const F = Function;/g, to: 'const F = undefined;' },
  // preact's dangerouslySetInnerHTML would be text.
  { module: /\/preact\/dist\/preact\.mjs$/, from: /\.innerHTML=(\w+)\.__html/g, to: '.textContent=$1.__html' },
  {
    module: /\/zod\/v4\/classic\/schemas\.js$/,
    from: /^\s*inst\._zod\.processJSONSchema = \(ctx, json, params\) => processors\.\w+\(inst, ctx, json, params\);$/gm,
    to: '',
  },
  {
    module: /\/zod\/v4\/classic\/schemas\.js$/,
    from: /create(?:StandardJSONSchema|ToJSONSchema)Method\(this, (?:"input"|"output"|\{\})\)(?:\(params\))?/g,
    to: 'undefined',
  },
];

/** Fails the build when a library has changed so that there is nothing to cut any more where there was. */
export function vendorCuts(): Plugin {
  return {
    name: 'vendor-cuts',
    apply: 'build',
    transform(code, id) {
      const path = id.replaceAll('\\', '/').split('?')[0] ?? id;
      const cuts = CUTS.filter(({ module }) => module.test(path));
      if (cuts.length === 0) return undefined;
      let left = code;
      for (const { from, to } of cuts) {
        const next = left.replace(from, to);
        if (next === left) this.error(`there is nothing like ${from} in ${path} any more`);
        left = next;
      }
      return { code: left, map: null };
    },
  };
}
