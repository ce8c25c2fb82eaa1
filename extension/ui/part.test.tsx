// @vitest-environment jsdom
import { type ComponentType, render } from 'preact';
import { afterEach, expect, it, vi } from 'vitest';
import { UiProvider } from '#extension/ui/context.tsx';
import { createPart } from '#extension/ui/part.tsx';
import { translatorOf } from '#extension/words/fixture.ts';

const Shown = ({ name }: { name: string }) => <p>{name} is here</p>;

let root: HTMLElement;
const draw = (View: ComponentType<{ name: string }>, name = 'it') =>
  render(
    <UiProvider value={{ words: translatorOf('popup'), now: Date.now }}>
      <View name={name} />
    </UiProvider>,
    root,
  );
afterEach(() => {
  render(null, root);
  vi.restoreAllMocks();
});

it('shows that it comes, and then itself', async () => {
  root = document.createElement('div');
  const { View } = createPart('it', async () => Shown);
  draw(View);
  expect(root.querySelector('[role="status"]')?.textContent).toBe('Loading …');
  await vi.waitFor(() => expect(root.textContent).toBe('it is here'));
  draw(View, 'another');
  expect(root.textContent).toBe('another is here');
});

it('is there at once when it was prepared, and is fetched once', async () => {
  root = document.createElement('div');
  const load = vi.fn(async () => Shown);
  const { prepare, View } = createPart('it', load);
  prepare();
  prepare();
  await load.mock.results[0]?.value;
  draw(View);
  expect(root.textContent).toBe('it is here');
  expect(load).toHaveBeenCalledOnce();
});

it('says when it cannot be had, and can be asked for again', async () => {
  root = document.createElement('div');
  const error = vi.spyOn(console, 'error').mockReturnValue();
  const load = vi.fn(async () => Shown).mockRejectedValueOnce(new Error('gone'));
  const { prepare, View } = createPart('it', load);
  prepare();
  await vi.waitFor(() => expect(error).toHaveBeenCalledOnce());
  load.mockRejectedValueOnce(new Error('still gone'));
  draw(View);
  await vi.waitFor(() => expect(root.textContent).toContain('This page could not be loaded'));
  root.querySelector('button')?.click();
  await vi.waitFor(() => expect(root.textContent).toBe('it is here'));
  expect(load).toHaveBeenCalledTimes(3);
});
