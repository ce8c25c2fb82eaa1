/** Where there is no Navigation API (Firefox before 147), a move is noticed within this long. */
const POLL_MS = 500;

/** Says when the page's address changes without loading anew. The page's own history calls are not seen from here. */
export function watchAddress(window: Window, moved: () => void, signal: AbortSignal): void {
  let href = window.location.href;
  const look = () => {
    if (window.location.href === href) return;
    href = window.location.href;
    moved();
  };
  if ('navigation' in window && window.navigation instanceof EventTarget) {
    window.navigation.addEventListener('currententrychange', look, { signal });
    return;
  }
  const timer = setInterval(look, POLL_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
