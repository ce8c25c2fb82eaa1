const PATHS = {
  close: 'M3.5 3.5l9 9m0-9l-9 9',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3',
  copy: 'M6 5.5h7.5V14H6zM10 5.5V2H2.5v8.5H6',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  open: 'M9 2.5h4.5V7M13.5 2.5L7.5 8.5M11.5 9.5v4h-9v-9h4',
  cross: 'M4.5 4.5l7 7m0-7l-7 7',
  unknown: 'M5 6a3 3 0 1 1 4.3 2.7c-.9.4-1.3 1-1.3 1.8m0 2.5v.1',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.3a1.7 1.7 0 1 0 0 3.4a1.7 1.7 0 1 0 0-3.4z',
  note: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  minus: 'M4 8h8',
  down: 'M4 6l4 4l4-4',
  bin: 'M3 4.5h10M6.5 4.5v-2h3v2M4.3 4.5l.7 9h6l.7-9M6.8 7v4M9.2 7v4',
  film: 'M2.5 3h11v10h-11zM5 3v10M11 3v10M2.5 6.3H5M2.5 9.7H5M11 6.3h2.5M11 9.7h2.5',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M5 3l8 5l-8 5z',
  filter: 'M2.5 3.5h11L9.5 8.5v4l-3 1.5V8.5z',
  download: 'M8 2.5v7.5M5 7.5l3 3l3-3M3 13.5h10',
  share: 'M8 10V2.5M5.2 5L8 2.2L10.8 5M4.5 8H3v6h10V8h-1.5',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  page: 'M3.5 2.5h6l3 3v8h-9zM9.5 2.5v3h3',
  ban: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11zM4.2 4.2l7.6 7.6',
  unread: 'M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z',
  mark: 'M8 1.5l5.5 2v4c0 3.4-2.3 5.9-5.5 7c-3.2-1.1-5.5-3.6-5.5-7v-4zM8 5.5v3m0 2.4v.1',
  dashboard: 'M2.5 2.5h4.5v6h-4.5zM9 2.5h4.5v3H9zM9 7.5h4.5v6H9zM2.5 10.5h4.5v3h-4.5z',
  people:
    'M6 7.5a2.3 2.3 0 1 0 0-4.6a2.3 2.3 0 1 0 0 4.6zM1.8 13.5c0-2.6 1.8-4 4.2-4s4.2 1.4 4.2 4M11 3.2a2.2 2.2 0 0 1 0 4.1M12 9.8c1.4.5 2.2 1.8 2.2 3.7',
  person: 'M8 7.5a2.6 2.6 0 1 0 0-5.2a2.6 2.6 0 1 0 0 5.2zM3 13.8c0-2.8 2-4.3 5-4.3s5 1.5 5 4.3',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM10.3 10.3l3.2 3.2',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1',
  match: 'M8 3.8a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4zM8 1.5v4M8 10.5v4M1.5 8h4M10.5 8h4',
  compare: 'M5 2.5v11M11 2.5v11M2.5 5L5 2.5L7.5 5M8.5 11L11 13.5L13.5 11',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1.2 1.5H2.8zM6.8 14.3h2.4',
  report: 'M3.5 14V2.5M3.5 3h9l-1.8 2.8L12.5 8.5h-9',
  shield: 'M8 1.5l5.5 2v4c0 3.4-2.3 5.9-5.5 7c-3.2-1.1-5.5-3.6-5.5-7v-4zM5.5 8l1.8 1.8L10.8 6',
  settings:
    'M2.5 5h7m3 0h1M2.5 11h1m3 0h7M11 3.4a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2zM5 9.4a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2z',
  source: 'M13 5a5.5 5.5 0 0 0-10-.5M3 2v2.7h2.7M3 11a5.5 5.5 0 0 0 10 .5M13 14v-2.7h-2.7',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: what it means is said in words beside it or in the label of its button. */
export function Icon({ name, class: className }: { name: IconName; class?: string }) {
  return (
    <svg class={className ? `icon ${className}` : 'icon'} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
    </svg>
  );
}
