/** Own mark of the sandbox: a sandbox seen from above with a spade. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="2" y="8" width="28" height="20" rx="3" fill="#c9973f"/><rect x="5" y="11" width="22" height="14" rx="1.5" fill="#f0d9a0"/><path d="M19 3l3 2-6 11-3-2z" fill="#8a5a2b"/><path d="M12 14l5 3-1 5c-1 2-5 1-6-1s0-5 2-7z" fill="#7d8b99"/></svg>`;

/** A picture for one avatar hash: two shapes on a ground, colours and places from the hash. */
export function avatarSvg(hash: string): string {
  const n = Number.parseInt(hash.slice(0, 2), 16);
  const hue = (n * 47) % 360;
  const other = (hue + 90 + ((n * 13) % 120)) % 360;
  const x = 20 + ((n * 29) % 60);
  const y = 25 + ((n * 17) % 50);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="184" height="184"><rect width="100" height="100" fill="hsl(${hue} 30% 26%)"/><circle cx="${x}" cy="${y}" r="${24 + (n % 14)}" fill="hsl(${other} 45% 52%)"/><path d="M0 100L${100 - x} ${45 + (n % 20)}L100 100z" fill="hsl(${hue} 40% 40%)"/></svg>`;
}

/**
 * Runs in every page. Parts are the elements with `data-sandbox-part`: with `?late=<ms>` they arrive later than the
 * page, with `?rerender=<ms>`, by the button in the notice, or by dispatching `sandbox:rerender` on the document, all
 * their nodes are replaced by new ones with the same content, as React does when a key changes. `?late` and `?rerender`
 * may be 0. After each, `sandbox:rendered` is dispatched on the document.
 */
export const PAGE_SCRIPT = `'use strict';
(() => {
  const parts = [...document.querySelectorAll('[data-sandbox-part]')].map((element) => ({ element, content: element.innerHTML }));
  const render = () => {
    for (const part of parts) part.element.innerHTML = part.content;
    document.dispatchEvent(new Event('sandbox:rendered'));
  };
  const staging = window.g_staging || {};
  if (staging.late !== undefined) {
    for (const part of parts) part.element.innerHTML = '<div class="sandbox_throbber">Loading…</div>';
    setTimeout(render, staging.late);
  }
  if (staging.rerender !== undefined) setTimeout(render, staging.rerender);
  document.addEventListener('sandbox:rerender', render);
  document.getElementById('sandbox_rerender').addEventListener('click', render);

  const filter = document.getElementById('search_text_box');
  if (filter) {
    filter.addEventListener('input', () => {
      const needle = filter.value.toLowerCase();
      for (const row of document.querySelectorAll('.friend_block_v2')) {
        row.style.display = row.dataset.search.toLowerCase().includes(needle) ? '' : 'none';
      }
    });
  }

  for (const area of document.querySelectorAll('.commentthread_area')) {
    const posts = area.querySelector('.commentthread_comments');
    const size = Number(area.dataset.pagesize);
    const total = Number(area.dataset.total);
    let start = 0;
    const go = async (to) => {
      const body = new URLSearchParams({ start: String(to), count: String(size), sessionid: window.g_sessionID });
      const answer = await fetch('/comment/Profile/render/' + area.dataset.owner + '/-1/', { method: 'POST', body });
      if (!answer.ok) return;
      const page = await answer.json();
      start = page.start;
      posts.innerHTML = page.comments_html;
    };
    area.querySelector('.pagebtn_prev')?.addEventListener('click', (event) => { event.preventDefault(); if (start > 0) go(Math.max(0, start - size)); });
    area.querySelector('.pagebtn_next')?.addEventListener('click', (event) => { event.preventDefault(); if (start + size < total) go(start + size); });
  }

  const results = document.getElementById('search_results');
  if (results) {
    const read = () => new URLSearchParams(location.hash.slice(1));
    const load = async () => {
      const asked = read();
      const query = new URLSearchParams({ text: asked.get('text') || '', filter: 'users', sessionid: window.g_sessionID, steamid_user: 'false', page: asked.get('page') || '1' });
      results.style.opacity = '0.5';
      const answer = await fetch('/search/SearchCommunityAjax?' + query);
      const found = await answer.json();
      results.innerHTML = found.html;
      results.style.opacity = '1';
    };
    document.getElementById('search_form').addEventListener('submit', (event) => {
      event.preventDefault();
      location.hash = new URLSearchParams({ text: document.getElementById('search_text').value }).toString();
    });
    results.addEventListener('click', (event) => {
      const link = event.target.closest('a[data-page]');
      if (!link) return;
      event.preventDefault();
      const asked = read();
      asked.set('page', link.dataset.page);
      location.hash = asked.toString();
    });
    addEventListener('hashchange', load);
    document.getElementById('search_text').value = read().get('text') || '';
    load();
  }
})();
`;
