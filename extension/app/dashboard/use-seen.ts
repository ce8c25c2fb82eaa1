import { useState } from 'preact/hooks';

const KEY = 'dashboard-seen';
const WEEK = 7 * 86_400_000;

/** When the changes were last marked as looked at in this browser, ms; a week ago at the first time. */
export function useSeen(): [since: number, mark: () => void] {
  const [since, setSince] = useState(() => {
    const now = Date.now();
    try {
      const kept = Number(localStorage.getItem(KEY) ?? Number.NaN);
      // A clock that was wrong then must not hide what is new now.
      return Number.isFinite(kept) && kept > 0 && kept <= now ? kept : now - WEEK;
    } catch {
      return now - WEEK; // Storage may be blocked: then every time is the first.
    }
  });
  const mark = () => {
    const now = Date.now();
    setSince(now);
    try {
      localStorage.setItem(KEY, String(now));
    } catch (error) {
      console.warn('that it was looked at will not be remembered', error);
    }
  };
  return [since, mark];
}
