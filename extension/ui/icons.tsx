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
} as const;

/** Decoration only: what it means is said in words beside it or in the label of its button. */
export function Icon({ name, class: className }: { name: keyof typeof PATHS; class?: string }) {
  return (
    <svg class={className ? `icon ${className}` : 'icon'} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
    </svg>
  );
}
