/**
 * Runs in every page. Parts are the elements with `data-sandbox-part`. What can happen to them, as on the real site:
 *
 * - they arrive later than the page: `?late=<ms>`, 0 included;
 * - all their nodes are replaced by new ones with the same content, as React does when a key changes:
 *   `?rerender=<ms>`, the button in the notice, or dispatching `sandbox:rerender` on the document;
 * - their rows stay and each comes to stand for the next person, attributes and text changed in place, as React does
 *   when it reuses rows: dispatching `sandbox:reuse`. What others put into a row stays, as React does not know it.
 *
 * After the first two `sandbox:rendered` is dispatched on the document, after the third `sandbox:reused`.
 */
export const PAGE_SCRIPT = `'use strict';
(() => {
  const ROWS = '.friend_block_v2, .member_block';
  const say = (name) => document.dispatchEvent(new Event(name));
  const contents = new Map();
  const owned = new Map();
  const nodesOf = (row) => {
    const nodes = [row];
    const walker = document.createTreeWalker(row);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };
  const show = (element, html) => {
    contents.set(element, html);
    element.innerHTML = html;
    for (const row of element.querySelectorAll(ROWS)) owned.set(row, nodesOf(row));
  };
  const render = () => {
    owned.clear();
    for (const [element, html] of contents) show(element, html);
    say('sandbox:rendered');
  };
  const reuse = () => {
    const byShape = new Map();
    for (const [row, nodes] of owned) {
      if (!row.isConnected) continue;
      const shape = nodes.map((node) => node.nodeName).join();
      const values = nodes.map((node) => (node.attributes ? [...node.attributes].map(({ name, value }) => [name, value]) : node.data));
      byShape.set(shape, [...(byShape.get(shape) || []), { nodes, values }]);
    }
    for (const rows of byShape.values()) {
      rows.forEach(({ nodes }, i) => {
        const next = rows[(i + 1) % rows.length].values;
        nodes.forEach((node, at) => {
          if (!node.attributes) node.data = next[at];
          else for (const [name, value] of next[at]) node.setAttribute(name, value);
        });
      });
    }
    say('sandbox:reused');
  };

  for (const element of document.querySelectorAll('[data-sandbox-part]')) {
    contents.set(element, element.innerHTML);
    for (const row of element.querySelectorAll(ROWS)) owned.set(row, nodesOf(row));
  }
  const staging = window.g_staging || {};
  if (staging.late !== undefined) {
    for (const element of contents.keys()) element.innerHTML = '<div class="sandbox_throbber">Loading…</div>';
    setTimeout(render, staging.late);
  }
  if (staging.rerender !== undefined) setTimeout(render, staging.rerender);
  document.addEventListener('sandbox:rerender', render);
  document.addEventListener('sandbox:reuse', reuse);
  document.getElementById('sandbox_rerender').addEventListener('click', render);
  document.getElementById('sandbox_reuse').addEventListener('click', reuse);

  const filter = document.getElementById('search_text_box');
  filter?.addEventListener('input', () => {
    const needle = filter.value.toLowerCase();
    for (const row of document.querySelectorAll('.friend_block_v2')) {
      row.style.display = row.dataset.search.toLowerCase().includes(needle) ? '' : 'none';
    }
  });

  for (const area of document.querySelectorAll('.commentthread_area')) {
    const posts = area.querySelector('.commentthread_comments');
    const size = Number(area.dataset.pagesize);
    const total = Number(area.dataset.total);
    let start = 0;
    const go = async (to) => {
      if (to < 0 || to >= total) return;
      const body = new URLSearchParams({ start: String(to), count: String(size), sessionid: window.g_sessionID });
      const answer = await fetch('/comment/Profile/render/' + area.dataset.owner + '/-1/', { method: 'POST', body });
      if (!answer.ok) return;
      const page = await answer.json();
      start = page.start;
      show(posts, page.comments_html);
    };
    const turn = (selector, by) => area.querySelector(selector)?.addEventListener('click', (event) => {
      event.preventDefault();
      go(start + by * size);
    });
    turn('.pagebtn_prev', -1);
    turn('.pagebtn_next', 1);
  }

  const more = document.getElementById('load_more_button');
  more?.addEventListener('click', async (event) => {
    event.preventDefault();
    const container = document.getElementById('personaldata_elements_container');
    const query = new URLSearchParams({ ajax: '1', tab: container.dataset.tab, continue_token: window.g_sGcContinueToken, sessionid: window.g_sessionID });
    const answer = await fetch(location.pathname + '?' + query);
    if (!answer.ok) return;
    const { html, continue_token, continue_text } = await answer.json();
    const piece = document.createElement('div');
    piece.innerHTML = html;
    const rows = [...piece.querySelector('.csgo_scoreboard_root > tbody').children].slice(1);
    container.querySelector('.csgo_scoreboard_root > tbody').append(...rows);
    window.g_sGcContinueToken = continue_token || '';
    if (continue_token) document.getElementById('load_more_button_continue_text').textContent = continue_text;
    else document.querySelector('.load_more_history_area').remove();
  });

  const results = document.getElementById('search_results');
  if (results) {
    const asked = () => new URLSearchParams(location.hash.slice(1));
    const box = document.getElementById('search_text');
    const load = async () => {
      const text = asked().get('text') || '';
      box.value = text;
      const query = new URLSearchParams({ text, filter: 'users', sessionid: window.g_sessionID, steamid_user: 'false', page: asked().get('page') || '1' });
      results.style.opacity = '0.5';
      const answer = await fetch('/search/SearchCommunityAjax?' + query);
      if (answer.ok) show(results, (await answer.json()).html);
      results.style.opacity = '1';
    };
    document.getElementById('search_form').addEventListener('submit', (event) => {
      event.preventDefault();
      location.hash = new URLSearchParams({ text: box.value }).toString();
    });
    results.addEventListener('click', (event) => {
      const link = event.target.closest('a[data-page]');
      if (!link) return;
      event.preventDefault();
      const next = asked();
      next.set('page', link.dataset.page);
      location.hash = next.toString();
    });
    addEventListener('hashchange', load);
    load();
  }
})();
`;
