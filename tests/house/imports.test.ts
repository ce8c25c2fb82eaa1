import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The import rules of the house (CONTRIBUTING.md). Read off the text of the sources: cheap, and there is no way around it.
 */
const HOUSES = ['shared', 'backend', 'extension', 'sandbox', 'scripts', 'tests'] as const;
type House = (typeof HOUSES)[number];

/** Which houses' code each house may import. Tests beside the code may import what tests may. */
const MAY_IMPORT: Record<House, readonly House[]> = {
  shared: ['shared'],
  backend: ['shared', 'backend'],
  extension: ['shared', 'extension'],
  sandbox: ['shared', 'sandbox'],
  scripts: HOUSES,
  tests: HOUSES,
};

/** Packages `shared` may use; everything else there is our own pure code. */
const SHARED_PACKAGES = ['zod', 'csgo-sharecode'];

interface Import {
  file: string;
  specifier: string;
  /** Path from the project's root when the import is ours. */
  target?: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const specifiers = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"]([^'"\n]+)['"]/g);
  return [...specifiers].map((match) => {
    const specifier = match[1] ?? '';
    if (specifier.startsWith('#')) return { file, specifier, target: specifier.slice(1) };
    if (specifier.startsWith('.')) return { file, specifier, target: normalize(join(dirname(file), specifier)) };
    return { file, specifier };
  });
}

const isTest = (file: string) => /\.test\.tsx?$/.test(file);
const files = globSync(`{${HOUSES.join(',')}}/**/*.{ts,tsx,mts,mjs}`).sort();
const imports = files.flatMap(importsOf);
const house = (path: string) => path.split('/')[0];
const isHouse = (name: string | undefined): name is House => HOUSES.some((each) => each === name);

describe('the import rules of the house', () => {
  it('finds the sources and their imports', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(imports.some((each) => each.target?.startsWith('shared/'))).toBe(true);
  });

  it('lets a house import only what it may', () => {
    const broken = imports.filter(({ file, target }) => {
      const from = house(file);
      if (target === undefined || isTest(file) || !isHouse(from)) return false;
      const to = house(target);
      return !(isHouse(to) && MAY_IMPORT[from].includes(to)) && !target.endsWith('package.json');
    });
    expect(broken).toEqual([]);
  });

  it('keeps shared free of packages, Node and the browser', () => {
    const broken = imports.filter(
      ({ file, specifier, target }) =>
        file.startsWith('shared/') && !isTest(file) && target === undefined && !SHARED_PACKAGES.includes(specifier),
    );
    expect(broken).toEqual([]);
    const impure = files.filter(
      (file) =>
        file.startsWith('shared/') &&
        !isTest(file) &&
        /\b(Date\.now|new Date\(\)|Math\.random|process\.|fetch\(|document\.|localStorage|console\.)/.test(
          readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
        ),
    );
    expect(impure).toEqual([]);
  });

  it("lets a backend feature reach another only through the functions of its '<feature>.ts'", () => {
    const feature = (path: string) => /^backend\/([^/]+)\//.exec(path)?.[1];
    const shared = new Set(['platform', 'database', 'steam', 'leetify']);
    const broken = imports.filter(({ file, target }) => {
      const from = feature(file);
      const to = target === undefined ? undefined : feature(target);
      if (to === undefined || from === to || shared.has(to) || isTest(file)) return false;
      // Composition (app.ts, node.ts, worker.ts) is the one place that knows routes and stores.
      if (from === undefined) return false;
      return target !== `backend/${to}/${to}.ts`;
    });
    expect(broken).toEqual([]);
  });

  it('names every import of ours by alias and with its extension, so that Node runs the sources as they are', () => {
    const broken = imports.filter(
      ({ file, specifier, target }) =>
        target !== undefined && !file.startsWith('extension/') && !/\.(ts|tsx|mjs|json)$/.test(specifier),
    );
    expect(broken).toEqual([]);
  });
});
