import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { wordsOfSurface } from '#extension/words/merge.ts';

const en = wordsOfSurface('app', 'en');

const ROOT = resolve(import.meta.dirname, '..');

const files = globSync('**/*.{ts,tsx}', { cwd: ROOT })
  .filter((file) => !/\.test\.tsx?$|^ui\/(gallery\/|fake-)|\.d\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));

interface Node {
  type: string;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Every node below, with the chain of nodes above it. */
function* walk(node: Node, above: Node[] = []): Generator<{ node: Node; above: Node[] }> {
  yield { node, above };
  for (const child of Object.values(node).flat()) {
    if (isNode(child)) yield* walk(child, [...above, node]);
  }
}
function* nodesOf(file: string, text: string) {
  for (const statement of parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }).body) {
    if (isNode(statement)) yield* walk(statement);
  }
}

const READ_BY_PEOPLE = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'title',
  'placeholder',
  'alt',
  'label',
]);
const SET_BY_SCRIPT = new Set(['textContent', 'innerText', 'title', 'placeholder', 'alt', 'ariaLabel', 'innerHTML']);
const words = (value: unknown): value is string => typeof value === 'string' && /\p{L}/u.test(value);
const named = (node: unknown): unknown => (isNode(node) ? (node['name'] ?? node['value']) : undefined);

/** Text a person would read, written into the source instead of the locale files. */
function literalsOf(file: string, text: string): string[] {
  const found: string[] = [];
  for (const { node, above } of nodesOf(file, text)) {
    if (node.type === 'JSXText' && words(node['value'])) found.push(String(node['value']).trim());
    if (node.type === 'JSXAttribute' && READ_BY_PEOPLE.has(String(named(node['name'])))) {
      const literal = isNode(node['value']) && node['value'].type === 'Literal' ? node['value']['value'] : undefined;
      if (words(literal)) found.push(literal);
    }
    // {'text'}, {cond ? 'text' : …}, {cond && 'text'} as children of an element
    if (node.type === 'Literal' && words(node['value'])) {
      const container = above.findLastIndex((each) => each.type === 'JSXExpressionContainer');
      const between = above.slice(container + 1);
      const plain = between.every((each) => each.type === 'ConditionalExpression' || each.type === 'LogicalExpression');
      const parent = above[container - 1];
      const asChild = parent?.type === 'JSXElement' || parent?.type === 'JSXFragment';
      const last = between.at(-1);
      const isTest = last?.type === 'ConditionalExpression' && last['test'] === node;
      if (container >= 0 && asChild && plain && !isTest) found.push(node['value']);
    }
    if (node.type === 'AssignmentExpression' && isNode(node['left']) && node['left'].type === 'MemberExpression') {
      const value = isNode(node['right']) && node['right'].type === 'Literal' ? node['right']['value'] : undefined;
      if (SET_BY_SCRIPT.has(String(named(node['left']['property']))) && words(value)) found.push(value);
    }
    if (
      node.type === 'CallExpression' &&
      isNode(node['callee']) &&
      named(node['callee']['property']) === 'setAttribute'
    ) {
      const [name, value] = Array.isArray(node['arguments']) ? node['arguments'] : [];
      if (
        READ_BY_PEOPLE.has(String(named(name))) &&
        isNode(value) &&
        value.type === 'Literal' &&
        words(value['value'])
      ) {
        found.push(value['value']);
      }
    }
  }
  return found;
}

describe('words', () => {
  it('are found where they should not be', () => {
    const sample = `
      const a = <p title="one">two {x ? 'three' : t('k')}{y && 'four'}<b class="no">{\`\`}</b></p>;
      b.textContent = 'five';
      b.setAttribute('aria-label', 'six');
      const c = <i class={x === 'no' ? 'no' : ''} aria-label={t('no.key')} />;`;
    expect(literalsOf('sample.tsx', sample).sort()).toEqual(['five', 'four', 'one', 'six', 'three', 'two']);
  });

  it.each(files.map(({ file, text }) => [file, text] as const))('%s holds none of its own', (file, text) => {
    expect(literalsOf(file, text)).toEqual([]);
  });

  it('are all used somewhere', () => {
    const literals = new Set<string>();
    const patterns: RegExp[] = [];
    for (const { file, text } of files) {
      for (const { node } of nodesOf(file, text)) {
        if (node.type === 'Literal' && typeof node['value'] === 'string') literals.add(node['value']);
        if (node.type !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) continue;
        const parts = node['quasis'].map((each: { value: { raw: string } }) => each.value.raw);
        if (!/^[a-z]+\./.test(parts[0] ?? '')) continue;
        const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
        patterns.push(new RegExp(`^${escaped.join('[\\w.-]+')}$`));
      }
    }
    const used = (key: string) => literals.has(key) || patterns.some((pattern) => pattern.test(key));
    expect(Object.keys(en).filter((key) => !used(key))).toEqual([]);
  });
});
