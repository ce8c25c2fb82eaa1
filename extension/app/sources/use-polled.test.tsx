// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Polled, usePolled } from '#extension/app/sources/use-polled.ts';

let answers: { resolve: (value: string) => void; reject: (error: Error) => void }[];
let polled: Polled<string>;
const ask = () => new Promise<string>((resolve, reject) => answers.push({ resolve, reject }));
const isBusy = (value: string) => value.startsWith('busy');

function Probe({ about = ask }: { about?: () => Promise<string> }) {
  polled = usePolled(about, isBusy);
  return null;
}
const tick = (ms: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const answer = (index: number, value: string) =>
  act(async () => {
    answers[index]?.resolve(value);
    await Promise.resolve();
  });

let root: HTMLElement;
beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  root = document.createElement('div');
  act(() => render(<Probe />, root));
});
afterEach(() => {
  render(null, root);
  vi.useRealTimers();
});

it('asks more often while something is under way', async () => {
  await answer(0, 'busy');
  await tick(2_000);
  expect(answers).toHaveLength(2);
  await answer(1, 'done');
  await tick(14_000);
  expect(answers).toHaveLength(2);
  await tick(1_000);
  expect(answers).toHaveLength(3);
});

it('shows a slow answer, and asks nobody who has not answered yet', async () => {
  await answer(0, 'busy');
  await tick(2_000);
  await tick(10_000);
  expect(answers).toHaveLength(2);
  await answer(1, 'busy still');
  expect(polled.value).toBe('busy still');
});

it('never lets an older answer take the place of a newer one', async () => {
  act(() => void polled.take(ask()));
  await answer(1, 'newer');
  await answer(0, 'older');
  expect(polled.value).toBe('newer');
});

it('says when nobody answers, keeps what it has, and comes back', async () => {
  await answer(0, 'busy');
  await tick(2_000);
  await act(async () => {
    answers[1]?.reject(new Error('gone'));
    await Promise.resolve();
  });
  expect(polled).toMatchObject({ value: 'busy', failed: true });
  await tick(2_000);
  await answer(2, 'done');
  expect(polled).toMatchObject({ value: 'done', failed: false });
});

it('leaves a page that nobody looks at alone, and asks at once when somebody does', async () => {
  await answer(0, 'busy');
  const state = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  await tick(10_000);
  expect(answers).toHaveLength(1);
  state.mockReturnValue('visible');
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  expect(answers).toHaveLength(2);
  state.mockRestore();
});

it('asks about something else as soon as that is wanted, and takes no late answer about what was wanted before', async () => {
  await answer(0, 'one');
  act(() => polled.reload());
  const other = () => ask();
  act(() => render(<Probe about={other} />, root));
  expect(answers).toHaveLength(3);
  await answer(1, 'one again');
  expect(polled.value).toBe('one');
  await answer(2, 'another');
  expect(polled.value).toBe('another');
});
