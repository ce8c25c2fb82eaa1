// @vitest-environment jsdom
import { createRef, render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UiProvider } from '#extension/ui/context.tsx';
import { Dialog } from '#extension/ui/dialog.tsx';
import { fakeDialogs } from '#extension/ui/fake-dialog.ts';
import { translatorOf } from '#extension/words/fixture.ts';

const words = translatorOf('app');
let root: HTMLElement;

beforeEach(() => {
  fakeDialogs();
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => render(null, root));

async function show(open: boolean, onClose = vi.fn()) {
  const first = createRef<HTMLButtonElement>();
  await act(() =>
    render(
      <UiProvider value={{ words, now: Date.now }}>
        <button type="button" id="opener">
          {'…'}
        </button>
        {open && (
          <Dialog
            title="Really?"
            onClose={onClose}
            first={first}
            buttons={<button type="button" id="yes" ref={first} />}
          >
            <p id="inside" />
          </Dialog>
        )}
      </UiProvider>,
      root,
    ),
  );
  return onClose;
}
const find = (selector: string): HTMLElement => {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`no ${selector}`);
  return found;
};

describe('a dialog', () => {
  it('has a name, takes the focus and gives it back', async () => {
    await show(false);
    find('#opener').focus();
    await show(true);
    const dialog = find('dialog');
    expect(dialog.hasAttribute('open')).toBe(true);
    expect(document.getElementById(dialog.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Really?');
    expect(document.activeElement?.id).toBe('yes');
    await show(false);
    expect(document.activeElement?.id).toBe('opener');
  });

  it('asks to be closed by its button, by Escape and by a click beside it, and by nothing else', async () => {
    const onClose = await show(true);
    find('#inside').click();
    expect(onClose).toHaveBeenCalledTimes(0);
    find('.dialog-head button').click();
    const cancel = new Event('cancel', { cancelable: true });
    find('dialog').dispatchEvent(cancel);
    expect(cancel.defaultPrevented).toBe(true);
    find('dialog').click();
    expect(onClose).toHaveBeenCalledTimes(3);
  });
});
