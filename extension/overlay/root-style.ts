/** Sheets made for a document, by their text; only documents whose policy needs them have any. */
const made = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/**
 * Makes sure that a shadow root is styled by the style element in it, once it stands in the page. Firefox applies the
 * page's content security policy to elements of extensions too, and a strict one leaves the element without its sheet: then
 * a constructed sheet does it, which no policy forbids. Not every Firefox takes one from a content script; there the host is
 * hidden, since without style it would stand in the page's own flow. Answers whether anything was needed; `undefined` while
 * that cannot be told.
 */
export function ensureStyle(root: ShadowRoot): boolean | undefined {
  const style = root.querySelector('style');
  const { ownerDocument: document } = root;
  const window = document.defaultView;
  if (!style?.isConnected || !window) return undefined;
  if (style.sheet || !('adoptedStyleSheets' in root)) return false;
  const css = style.textContent ?? '';
  const sheets = made.get(document) ?? new Map<string, CSSStyleSheet>();
  made.set(document, sheets);
  try {
    let sheet = sheets.get(css);
    if (!sheet) {
      sheet = new window.CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.set(css, sheet);
    }
    root.adoptedStyleSheets = [sheet];
  } catch (error) {
    if (sheets.size <= 1) console.warn('CStatSentry: this page and browser leave no way to style badges', error);
    if (root.host instanceof window.HTMLElement) root.host.style.setProperty('display', 'none', 'important');
  }
  return true;
}
