/** Sheets made for a document, by their text; only documents whose policy needs them have any. */
const made = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/**
 * Makes sure that a shadow root is styled by the style element in it, once it stands in the page. Firefox applies the
 * page's content security policy to elements of extensions too, and a strict one leaves the element without its sheet: then
 * a constructed sheet does it, which no policy forbids but not every Firefox takes from a content script.
 */
export function ensureStyle(root: ShadowRoot): void {
  const style = root.querySelector('style');
  const { ownerDocument: document } = root;
  const window = document.defaultView;
  if (!style?.isConnected || style.sheet || !window || !('adoptedStyleSheets' in root)) return;
  const css = style.textContent ?? '';
  const sheets = made.get(document) ?? new Map<string, CSSStyleSheet>();
  made.set(document, sheets);
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new window.CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  root.adoptedStyleSheets = [sheet];
}
