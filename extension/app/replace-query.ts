/** Another way to look at the same page: its address changes, and the way back does not get longer. */
export function replaceQuery(query: Readonly<Record<string, string>>): void {
  const [place = ''] = location.hash.split('?', 1);
  const text = new URLSearchParams(query).toString();
  history.replaceState(history.state, '', `${place || '#/'}${text === '' ? '' : `?${text}`}`);
  // Browsers tell of changes by links alone.
  dispatchEvent(new HashChangeEvent('hashchange'));
}
