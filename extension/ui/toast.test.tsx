// @vitest-environment jsdom

import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UiProvider } from '#extension/ui/context.tsx';
import { type Toast, Toasts, useToast } from '#extension/ui/toast.tsx';
import { translatorOf } from '#extension/words/fixture.ts';

describe('toasts', () => {
  let root: HTMLElement;
  let show: (toast: Toast) => void;
  function Catch() {
    show = useToast();
    return <input id="field" />;
  }
  const say = (toast: Toast) => act(() => show(toast));
  const texts = () => [...root.querySelectorAll('.toast-text')].map((each) => each.textContent);
  const button = (label: string) =>
    [...root.querySelectorAll('button')].find(
      (each) => each.textContent === label || each.getAttribute('aria-label') === label,
    );
  const press = (target: EventTarget, init: KeyboardEventInit) =>
    act(() => void target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, ...init })));

  beforeEach(() => {
    vi.useFakeTimers();
    root = document.createElement('div');
    document.body.append(root);
    const value = { words: translatorOf('app', 'en'), now: Date.now };
    act(() =>
      render(
        <UiProvider value={value}>
          <Toasts>
            <Catch />
          </Toasts>
        </UiProvider>,
        root,
      ),
    );
  });
  afterEach(() => {
    render(null, root);
    root.remove();
    vi.useRealTimers();
  });

  it('are said in a live region that was there before', () => {
    expect(root.querySelector('[aria-live="polite"]')).not.toBeNull();
    say({ text: 'Saved' });
    expect(root.querySelector('[aria-live="polite"]')?.textContent).toContain('Saved');
  });

  it('go away by themselves, not while the pointer or the focus is on them', () => {
    say({ text: 'short', ms: 1_000 });
    act(() => void vi.advanceTimersByTime(1_000));
    expect(texts()).toEqual([]);
    const run = vi.fn();
    say({ text: 'held', ms: 1_000, action: { run } });
    act(() => button('Undo')?.focus());
    act(() => void vi.advanceTimersByTime(10_000));
    expect(texts()).toEqual(['held']);
    act(() => root.querySelector<HTMLElement>('#field')?.focus());
    act(() => void vi.advanceTimersByTime(1_000));
    expect(texts()).toEqual([]);
    expect(run).not.toHaveBeenCalled();
  });

  it('undo by button, and the focus goes back', () => {
    const run = vi.fn();
    act(() => root.querySelector<HTMLElement>('#field')?.focus());
    say({ text: 'gone', action: { run } });
    act(() => button('Undo')?.focus());
    act(() => button('Undo')?.click());
    expect(run).toHaveBeenCalledOnce();
    expect(texts()).toEqual([]);
    expect(document.activeElement?.id).toBe('field');
  });

  it('undo the last by Ctrl+Z, except where text is typed', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    say({ text: 'one', action: { run: first } });
    say({ text: 'two', action: { label: 'Bring back', run: second } });
    const field = root.querySelector('#field');
    if (field) press(field, { key: 'z', ctrlKey: true });
    press(document.body, { key: 'z' });
    expect(second).not.toHaveBeenCalled();
    press(document.body, { key: 'z', ctrlKey: true });
    expect(second).toHaveBeenCalledOnce();
    expect(first).not.toHaveBeenCalled();
    expect(texts()).toEqual(['one']);
    act(() => button('Dismiss')?.click());
    expect(texts()).toEqual([]);
    expect(first).not.toHaveBeenCalled();
  });

  it('are three at most', () => {
    for (const text of ['1', '2', '3', '4']) say({ text });
    expect(texts()).toEqual(['2', '3', '4']);
  });
});
