// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Settings } from '#extension/settings.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { DEFAULTS } from '#extension/ui/fake-background.ts';
import { LeetifySettings } from '#extension/ui/settings/leetify-settings.tsx';
import { translatorOf } from '#extension/words/fixture.ts';

let root: HTMLElement;
const save = vi.fn<(change: Partial<Settings>) => Promise<boolean>>();
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve)));
const show = async (settings: Partial<Settings> = {}) => {
  render(
    <UiProvider value={{ words: translatorOf('popup'), now: Date.now }}>
      <LeetifySettings settings={{ ...DEFAULTS, ...settings }} save={save} />
    </UiProvider>,
    root,
  );
  await settle();
};
const key = () => {
  const input = root.querySelector<HTMLInputElement>('#leetify-key');
  if (!input) throw new Error('no field for the key');
  return input;
};
const type = async (value: string) => {
  key().value = value;
  key().dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
  key().dispatchEvent(new Event('blur'));
  await settle();
};

beforeEach(() => {
  save.mockReset().mockResolvedValue(true);
  root = document.createElement('div');
  document.body.append(root);
});
afterEach(() => {
  render(null, root);
  root.remove();
});

it('asks on request unless told otherwise', async () => {
  await show();
  const chosen = root.querySelector<HTMLInputElement>('input[type=radio]:checked');
  expect(chosen?.closest('label')?.textContent).toBe('On request');
  const always = [...root.querySelectorAll('label')].find((each) => each.textContent === 'Always');
  always?.querySelector('input')?.click();
  expect(save).toHaveBeenCalledWith({ leetify: 'always' });
});

it('stores a key without the spaces of pasting, and does not show it', async () => {
  await show();
  expect(key().type).toBe('password');
  await type('  abc-123 ');
  expect(save).toHaveBeenCalledWith({ leetifyKey: 'abc-123' });
  expect(root.textContent).toContain('Saved');
});

it('keeps a key that cannot be one to itself, and says so', async () => {
  await show();
  await type('two words');
  expect(key().getAttribute('aria-invalid')).toBe('true');
  expect(root.textContent).toContain('no spaces');
  expect(save).not.toHaveBeenCalled();
});

it('takes a key away again, and says when nothing could be stored', async () => {
  save.mockResolvedValue(false);
  await show({ leetifyKey: 'old' });
  await type('');
  expect(save).toHaveBeenCalledWith({ leetifyKey: '' });
  expect(root.querySelector('[role=status]')?.getAttribute('data-tone')).toBe('bad');
});

it('wants no key where Leetify is never asked', async () => {
  await show({ leetify: 'off' });
  expect(key().disabled).toBe(true);
});
