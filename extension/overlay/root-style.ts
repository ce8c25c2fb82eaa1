/** Sheets made, by their text; only in pages whose policy needs them. A script has one page. */
const made = new Map<string, CSSStyleSheet>();

/**
 * Makes sure that a shadow root is styled by the style element in it, once it stands in the page. Firefox applies the
 * page's content security policy to elements of extensions too, and a strict one leaves the element without its sheet: then
 * a constructed sheet does it, which no policy forbids. Not every Firefox takes one from a content script; there the host is
 * hidden, since without style it would stand in the page's own flow. Answers whether anything was needed; `undefined` while
 * that cannot be told.
 */
export function ensureStyle(root: ShadowRoot): boolean | undefined {
  const style = root.querySelector('style');
  const window = root.ownerDocument.defaultView;
  if (!style?.isConnected || !window) return undefined;
  if (style.sheet || !('adoptedStyleSheets' in root)) return false;
  const css = style.textContent ?? '';
  try {
    let sheet = made.get(css);
    if (!sheet) {
      sheet = new window.CSSStyleSheet();
      sheet.replaceSync(css);
      made.set(css, sheet);
    }
    root.adoptedStyleSheets = [sheet];
  } catch (error) {
    console.warn('CStatSentry: no way to style this', error);
    if (root.host instanceof window.HTMLElement) root.host.style.setProperty('display', 'none', 'important');
  }
  return true;
}
