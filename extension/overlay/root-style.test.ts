// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { ensureStyle } from '#extension/overlay/root-style.ts';

function hostOf(sheet: object | null, adopted?: (sheets: unknown[]) => void) {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = 'b{}';
  // jsdom makes no sheets in shadow roots, and knows no adopted ones.
  Object.defineProperty(style, 'sheet', { value: sheet });
  if (adopted) Object.defineProperty(root, 'adoptedStyleSheets', { set: adopted, get: () => [] });
  root.append(style);
  return { host, root };
}

class Sheet {
  replaceSync = vi.fn();
}

afterEach(() => {
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('leaves alone what its element styles, and cannot tell before it stands in the page', () => {
  const adopted = vi.fn();
  const { host, root } = hostOf({}, adopted);
  expect(ensureStyle(root)).toBeUndefined();
  document.body.append(host);
  expect(ensureStyle(root)).toBe(false);
  expect(adopted).not.toHaveBeenCalled();
});

it('styles by one constructed sheet where the page forbids style elements', () => {
  vi.stubGlobal('CSSStyleSheet', Sheet);
  const adopted = vi.fn<(sheets: unknown[]) => void>();
  for (const { host, root } of [hostOf(null, adopted), hostOf(null, adopted)]) {
    document.body.append(host);
    expect(ensureStyle(root)).toBe(true);
  }
  const [first, second] = adopted.mock.calls.map(([[sheet]]) => sheet);
  expect(first).toBeInstanceOf(Sheet);
  expect(second).toBe(first);
});

it('hides what cannot be styled at all, rather than leave it in the flow of the page', () => {
  vi.stubGlobal('CSSStyleSheet', Sheet);
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const { host, root } = hostOf(null, () => {
    throw new Error('not from a content script');
  });
  document.body.append(host);
  expect(ensureStyle(root)).toBe(true);
  expect(host.style.display).toBe('none');
  expect(warn).toHaveBeenCalled();
});
