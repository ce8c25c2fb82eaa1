/**
 * The single-page app. It draws into `#root` by patching: nodes of the same kind in the same place are kept and get other
 * text and attributes, as React does without keys, and what others put between them stays. Links move by the history API.
 *
 * - `sandbox:rerender`, dispatched on the document, throws every node away and draws anew with the same content.
 * - `sandbox:rendered` is dispatched on the document after each drawing.
 * - `?after=1` changes the address only after the content is there, as some routers do; else before it is asked for.
 */
export const SITE_SCRIPT = `'use strict';
(() => {
  const root = document.getElementById('root');
  const { viewer } = JSON.parse(document.getElementById('start').textContent);
  let drawn = [];
  let content = [];

  const h = (tag, attributes, ...children) => ({ tag, attributes: attributes || {}, children: children.flat() });
  const create = (node) => {
    if (typeof node === 'string') return { node, dom: document.createTextNode(node), below: [] };
    const dom = document.createElement(node.tag);
    for (const [name, value] of Object.entries(node.attributes)) dom.setAttribute(name, value);
    return { node, dom, below: patch(dom, [], node.children) };
  };
  const patch = (parent, old, wanted) => {
    const now = wanted.map((node, at) => {
      const kept = old[at];
      if (!kept) {
        const made = create(node);
        parent.append(made.dom);
        return made;
      }
      if (typeof node === 'string' && typeof kept.node === 'string') {
        if (kept.node !== node) kept.dom.data = node;
        return { node, dom: kept.dom, below: [] };
      }
      if (typeof node !== 'string' && node.tag === kept.node.tag) {
        for (const [name, value] of Object.entries(node.attributes)) {
          if (kept.node.attributes[name] !== value) kept.dom.setAttribute(name, value);
        }
        for (const name of Object.keys(kept.node.attributes)) {
          if (!(name in node.attributes)) kept.dom.removeAttribute(name);
        }
        return { node, dom: kept.dom, below: patch(kept.dom, kept.below, node.children) };
      }
      const made = create(node);
      kept.dom.replaceWith(made.dom);
      return made;
    });
    for (const gone of old.slice(wanted.length)) gone.dom.remove();
    return now;
  };
  const draw = (next) => {
    content = next;
    drawn = patch(root, drawn, next);
    document.dispatchEvent(new Event('sandbox:rendered'));
  };

  const link = (href, ...children) => h('a', { href }, children);
  const avatar = ({ avatar }) => h('img', { src: avatar, width: '28', height: '28', alt: '' });
  const base = () => (location.pathname.startsWith('/public/') ? '/public' : '/app');
  const profileOf = ({ steamId }) => base() + '/profile/' + steamId;
  const header = () =>
    h('header', { class: 'x1' },
      h('span', { class: 'x2' }, 'not-leetify'),
      h('nav', {}, link('/app/profile/' + viewer, 'My profile'), link('/app/matches', 'Matches')));

  const profile = (data) => [
    header(),
    h('main', {},
      h('section', { class: 'x3' },
        avatar(data),
        h('h1', {}, data.name),
        h('a', { href: 'https://steamcommunity.com/profiles/' + data.steamId, class: 'x4' }, 'Steam')),
      h('div', { class: 'x5' }, link(profileOf(data) + '/clips', 'Clips'), link(profileOf(data) + '/trends', 'Trends')),
      data.hidden
        ? h('p', {}, 'This profile is not public.')
        : h('div', { class: 'x6' }, data.ratings.map(([name, value]) =>
            h('div', { class: 'x7' }, h('b', {}, String(Math.round(value))), h('span', {}, name)))),
      h('h2', {}, 'Recent matches'),
      h('ul', { class: 'x8' }, data.matches.map((match) =>
        h('li', {}, link(base() + '/match-details/' + match.id + '/overview', match.map + '  ' + match.score.join(' : ')),
          h('span', {}, match.day)))),
      h('h2', {}, 'Recent teammates'),
      h('ul', { class: 'x9' }, data.teammates.map((mate) =>
        h('li', {}, link(profileOf(mate), avatar(mate)), link(profileOf(mate), mate.name))))),
  ];
  const match = (data) => [
    header(),
    h('main', {},
      h('h1', {}, data.map + '  ' + data.score.join(' : ')),
      h('p', {}, data.day),
      data.teams.map((team, at) =>
        h('table', { class: 'x10' },
          h('caption', {}, at === 0 ? 'Terrorists' : 'Counter-Terrorists'),
          h('thead', {}, h('tr', {}, ['Player', 'K', 'D', 'Head accuracy', 'Rating'].map((name) => h('th', { scope: 'col' }, name)))),
          h('tbody', {}, team.map((one) =>
            h('tr', {},
              h('td', {}, h('div', { class: 'x11' },
                link(profileOf(one), avatar(one)), link(profileOf(one), one.name))),
              [one.kills, one.deaths, one.head + ' %', one.rating].map((value) => h('td', {}, String(value)))))))))
  ];
  const nothing = (text) => [header(), h('main', {}, h('h1', {}, 'Nothing here'), h('p', {}, text))];

  let asked = 0;
  const fetched = async (path) => {
    const parts = /^\\/(?:app|public)\\/(profile|match-details)\\/([\\w-]+)/.exec(path);
    if (!parts) return nothing('The page you asked for is not part of the sandbox.');
    const kind = parts[1] === 'profile' ? 'profile' : 'match';
    const data = await (await fetch('/__data/' + kind + '/' + parts[2])).json();
    if (data.kind === 'nobody') return nothing('Nobody by that ID.');
    return data.kind === 'profile' ? profile(data) : match(data);
  };
  const show = async (path) => {
    const mine = ++asked;
    const next = await fetched(path);
    if (mine === asked) draw(next);
  };
  const go = async (path) => {
    if (new URLSearchParams(location.search).get('after') === '1') {
      await show(path);
      history.pushState(null, '', path);
    } else {
      history.pushState(null, '', path);
      await show(path);
    }
  };

  addEventListener('click', (event) => {
    const to = event.target instanceof Element ? event.target.closest('a[href^="/"]') : null;
    if (!to || event.defaultPrevented) return;
    event.preventDefault();
    go(to.getAttribute('href'));
  });
  addEventListener('popstate', () => show(location.pathname));
  document.addEventListener('sandbox:rerender', () => {
    const same = content;
    root.replaceChildren();
    drawn = [];
    draw(same);
  });
  draw([header(), h('main', {}, h('p', {}, 'Loading…'))]);
  show(location.pathname);
})();
`;
