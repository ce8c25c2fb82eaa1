/** For tests: jsdom knows `<dialog>` and not what opens it. Without it nothing keeps the focus in, which is the browser's to do. */
export function fakeDialogs(): void {
  const before = new WeakMap<HTMLDialogElement, Element | null>();
  HTMLDialogElement.prototype.showModal = function showModal() {
    before.set(this, document.activeElement);
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
    const last = before.get(this);
    if (last instanceof HTMLElement) last.focus();
    this.dispatchEvent(new Event('close'));
  };
}
