/**
 * A small reader of HTML as Steam's pages write it, for places without a DOMParser (a service worker) and for tests on
 * Node. It knows elements, attributes, text and character references, and forgives: what is cut off or closed in the
 * wrong order never throws. Time is linear in the text.
 */
export interface MarkupElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: (MarkupElement | string)[];
  /** Whether its end was there; false where the text was cut off inside it. */
  closed: boolean;
}

const VOID = new Set(['img', 'br', 'hr', 'input', 'meta', 'link', 'source', 'wbr']);
/** Their content is no markup. */
const RAW = new Set(['script', 'style', 'textarea', 'template']);
/** A new one of these ends an open one of the same kind, unless a table lies between. */
const SIBLINGS = new Set(['tr', 'td', 'th', 'li', 'option']);
/** Far above any real page's. */
const MAX_DEPTH = 100;

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', starf: '★' };

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,6}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name)] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?/g;

function attributesOf(source: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of source.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, decode(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

/** Where a tag that begins at `start` ends, or -1: a `>` inside quotes does not end it. */
function endOfTag(html: string, start: number): number {
  let quote = '';
  for (let at = start; at < html.length; at += 1) {
    const character = html[at];
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return -1;
}

/** Reads a page or a piece of one; the result is a root without a name. */
export function readMarkup(html: string): MarkupElement {
  const root: MarkupElement = { name: '', attributes: new Map(), children: [], closed: true };
  const path: MarkupElement[] = [root];
  const top = () => path[path.length - 1] ?? root;

  const close = (name: string) => {
    const index = path.findLastIndex((element) => element.name === name);
    // A cell or row never closes what lies outside its table.
    if (index <= 0 || (name !== 'table' && path.slice(index).some((element) => element.name === 'table'))) return;
    for (const element of path.splice(index)) element.closed = true;
  };
  const open = (name: string, source: string, selfClosing: boolean) => {
    if (SIBLINGS.has(name)) {
      const index = path.findLastIndex((element) => element.name === name || element.name === 'table');
      if (index > 0 && path[index]?.name === name) close(name);
    }
    const empty = VOID.has(name) || selfClosing;
    const element: MarkupElement = { name, attributes: attributesOf(source), children: [], closed: empty };
    top().children.push(element);
    if (!empty && path.length < MAX_DEPTH) path.push(element);
  };

  let at = 0;
  while (at < html.length) {
    const next = html.indexOf('<', at);
    const text = html.slice(at, next < 0 ? html.length : next);
    if (text !== '') top().children.push(decode(text));
    if (next < 0) break;
    if (html.startsWith('<!--', next)) {
      const end = html.indexOf('-->', next + 4);
      if (end < 0) break;
      at = end + 3;
      continue;
    }
    const end = endOfTag(html, next);
    // Cut off within a tag: nothing after it can be trusted.
    if (end < 0) break;
    const tag = html.slice(next + 1, end);
    at = end + 1;
    const closing = /^\/\s*([A-Za-z][\w:-]*)/.exec(tag)?.[1]?.toLowerCase();
    const opening = /^[A-Za-z][\w:-]*/.exec(tag)?.[0].toLowerCase();
    if (closing) close(closing);
    else if (opening) {
      open(opening, tag.slice(opening.length).replace(/\/\s*$/, ''), tag.endsWith('/'));
      if (!RAW.has(opening)) continue;
      const ending = new RegExp(`</${opening}\\b`, 'gi');
      ending.lastIndex = at;
      at = ending.exec(html)?.index ?? html.length;
    } else if (!/^[!?/]/.test(tag)) {
      // A lone "<" in text.
      top().children.push('<');
      at = next + 1;
    }
  }
  return root;
}

/** Every element below that `accept` takes, in order; what lies inside a taken one is not searched. */
export function findAll(element: MarkupElement, accept: (element: MarkupElement) => boolean): MarkupElement[] {
  const found: MarkupElement[] = [];
  const visit = (parent: MarkupElement) => {
    for (const child of parent.children) {
      if (typeof child === 'string') continue;
      if (accept(child)) found.push(child);
      else visit(child);
    }
  };
  visit(element);
  return found;
}

export function hasClass(element: MarkupElement, name: string): boolean {
  return (element.attributes.get('class') ?? '').split(/\s+/).includes(name);
}

/** All text below, white space as a reader sees it. */
export function textOf(element: MarkupElement): string {
  const gather = (node: MarkupElement | string): string =>
    typeof node === 'string' ? node : node.children.map(gather).join('');
  return gather(element).replace(/\s+/g, ' ').trim();
}
