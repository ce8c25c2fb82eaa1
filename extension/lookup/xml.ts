/** An element of a small XML document: text of its own, children in order. */
export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const TOKEN =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<[?!][^>]*>|<\/([\w:.-]+)\s*>|<([\w:.-]+)(?:\s[^<>]*?)?(\/?)>|([^<]+)/g;
/** Far above a profile's; what nests deeper is not one. */
const MAX_DEPTH = 32;

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name)] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/**
 * Reads the small, regular XML of Steam's public profiles, where there is no DOMParser (a service worker). Knows elements,
 * text, CDATA, comments and character references; attributes are skipped. `undefined` for anything that is not one whole
 * element: an HTML page, a body cut short.
 */
export function readXml(source: string): XmlElement | undefined {
  const top: XmlElement = { name: '', text: '', children: [] };
  const path: XmlElement[] = [top];
  let end = 0;
  for (const token of source.matchAll(TOKEN)) {
    // Something between two tokens that is none: not XML.
    if (token.index !== end) return undefined;
    end = token.index + token[0].length;
    const [, cdata, closing, opening, selfClosing, text] = token;
    const parent = path[path.length - 1];
    if (!parent) return undefined;
    if (cdata !== undefined) parent.text += cdata;
    else if (text !== undefined) parent.text += decode(text);
    else if (closing !== undefined) {
      if (path.length < 2 || parent.name !== closing) return undefined;
      path.pop();
    } else if (opening !== undefined) {
      const element: XmlElement = { name: opening, text: '', children: [] };
      parent.children.push(element);
      if (selfClosing) continue;
      if (path.push(element) > MAX_DEPTH) return undefined;
    }
  }
  return end === source.length && path.length === 1 && top.children.length === 1 ? top.children[0] : undefined;
}
