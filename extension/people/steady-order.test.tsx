// @vitest-environment jsdom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, it } from 'vitest';
import { inOrderOf, useSteadyOrder } from '#extension/people/steady-order.ts';

function List({ items, asked = 'all' }: { items: readonly string[]; asked?: string }) {
  const { items: rows, handlers } = useSteadyOrder(items, (item) => item, asked);
  return (
    <ol {...handlers}>
      {rows.map((item) => (
        <li key={item}>
          <button type="button">{item}</button>
        </li>
      ))}
    </ol>
  );
}

let root: HTMLElement;
const shown = () => [...root.querySelectorAll('li')].map((row) => row.textContent).join('');
const show = (items: string, asked?: string) =>
  act(() => render(<List items={[...items]} {...(asked && { asked })} />, root));
const fire = (type: string) => act(() => void root.querySelector('ol')?.dispatchEvent(new Event(type)));

beforeEach(() => {
  root = document.createElement('div');
  document.body.replaceChildren(root);
});

it('keeps known ones in their places and puts new ones after them', () => {
  expect(inOrderOf([...'abc'], [...'dcba'], (each) => each)).toEqual([...'abcd']);
  expect(inOrderOf([...'abc'], [...'ca'], (each) => each)).toEqual([...'ac']);
});

it.each([
  ['pointerenter', 'pointerleave'],
  ['focusin', 'focusout'],
])('holds still between %s and %s', async (enter, leave) => {
  await show('abc');
  await fire(enter);
  await show('cbad');
  expect(shown()).toBe('abcd');
  await fire(leave);
  expect(shown()).toBe('cbad');
});

it('follows at once when another list is asked for', async () => {
  await show('abc');
  await fire('pointerenter');
  await show('cba', 'other');
  expect(shown()).toBe('cba');
});
