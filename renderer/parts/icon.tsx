const PATHS = {
  screen: 'M3.5 5h17v11h-17zM8.5 20h7M12 16v4',
  box: 'M4 8l8-4 8 4v8.5l-8 4-8-4zM4 8l8 4 8-4M12 12v8.5',
  bubble: 'M4 5h16v11H11l-4.5 4v-4H4z',
  person: 'M12 4.2a3.8 3.8 0 1 1 0 7.6a3.8 3.8 0 0 1 0-7.6zM4.5 20c.8-4 3.6-6 7.5-6s6.7 2 7.5 6',
  people:
    'M9 5.5a3 3 0 1 1 0 6a3 3 0 0 1 0-6zM3.5 18.5c.5-3.2 2.6-5 5.5-5s5 1.8 5.5 5M15.5 6a2.7 2.7 0 0 1 0 5.2M17 13.8c2 .6 3.2 2.2 3.5 4.7',
  plug: 'M9 3.5v5M15 3.5v5M6.5 8.5h11v3a5.5 5.5 0 0 1-11 0zM12 17v4',
  brain:
    'M12 5c-1-1.6-4-1.6-4.6.6C5 6 4.2 8.6 5.6 10.2 4 11.6 4.4 14.4 6.4 15c0 2.4 3 3.6 5.6 2M12 5c1-1.6 4-1.6 4.6.6 2.4.4 3.2 3 1.8 4.6 1.6 1.4 1.2 4.2-.8 4.8 0 2.4-3 3.6-5.6 2M12 5v15',
  puzzle: 'M5 8h4.5V6.5a2 2 0 0 1 4 0V8H18v4h1a2 2 0 0 1 0 4h-1v4H5z',
  spark: 'M12 3.5l2 6.5 6.5 2-6.5 2-2 6.5-2-6.5-6.5-2 6.5-2z',
  reply: 'M10 6L4.5 11.5 10 17M4.5 11.5H14c3.5 0 5.5 2 5.5 6',
  globe:
    'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17zM3.5 12h17M12 3.5c-5 5.5-5 11.5 0 17M12 3.5c5 5.5 5 11.5 0 17',
  moon: 'M19.5 14A8 8 0 0 1 10 4.5a8 8 0 1 0 9.5 9.5z',
  sun: 'M12 8a4 4 0 1 1 0 8a4 4 0 0 1 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  mask: 'M4 5.5c5 1.5 11 1.5 16 0v6.5c0 4-4 7.5-8 7.5s-8-3.500-8-7.500zM8 11c.8-.8 2-.8 2.800 0M13.200 11c.8-.8 2-.8 2.800 0M9 14.500c2 1.700 4 1.700 6 0',
  key: 'M8 9.2a3.9 3.9 0 1 1 0 7.8a3.9 3.9 0 0 1 0-7.8zM11 11l8-7M16 6.5l2.5 2.8',
  open: 'M13 4.5h6.5V11M19 5l-8.5 8.5M10 5.5H4.5v14h14V14',
  again: 'M19 12a7 7 0 1 1-2.2-5.1M19.5 3.5v4h-4',
  wifi: 'M3 9.5c5.5-5 12.5-5 18 0M6.5 13.3c3.4-3 7.6-3 11 0M10 17c1.3-1.1 2.7-1.1 4 0',
  copy: 'M8.5 8.5h11v11h-11zM5 15.5H4.5v-11h11V5',
  down: 'M5 9l7 7 7-7',
  up: 'M5 15l7-7 7 7',
  home: 'M4 11l8-7 8 7v9h-5.5v-6h-5v6H4z',
  lines: 'M4 6h16M4 11h16M4 16h10',
  gauge: 'M4 17a8.500 8.500 0 1 1 16 0M12 15l4-5.500M4 17h2.500M17.500 17H20',
  sliders: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4',
  plus: 'M12 5v14M5 12h14',
  stop: 'M6.5 6.5h11v11h-11z',
  play: 'M8 5l11 7-11 7z',
  download: 'M12 4v11M7 10.5L12 15.5l5-5M4.5 19.5h15',
  info: 'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17zM12 11v5.5M12 7.5v.3',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM15.5 15.5L20.5 20.5',
  tick: 'M5 12.5l4.5 4.5L19 7',
  disk: 'M4 15h16v4.5H4zM4 15l3-10h10l3 10M16.5 17.3v.1',
  send: 'M4 12L20.5 4 15 20.5l-3.5-7z',
  cross: 'M6 6l12 12M18 6L6 18',
  swap: 'M4 8.500h15M15.500 5l3.500 3.500-3.500 3.500M20 15.500H5M8.500 12L5 15.500 8.500 19',
  gateway: 'M4 20V10a8 8 0 0 1 16 0v10M9 20v-9a3 3 0 0 1 6 0v9M2.500 20h19',
  safe: 'M4 4.5h16v14H4zM7 18.5v2M17 18.5v2M12 8a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7zM12 8v2M15 13l-1.5-.9M9 13l1.500-.9',
  edit: 'M5 19l.8-3.700L16.500 4.600l2.900 2.900L8.700 18.200zM14.300 6.800l2.900 2.900',
  back: 'M15 5l-7 7 7 7',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon; says nothing to screen readers, so whatever it stands in needs a name. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark: a bollard that is also a robot's head. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M5 1h6a3.5 3.5 0 0 1 0 7v4h1.5a1.5 1.5 0 0 1 1.5 1.5V15H2v-1.5A1.5 1.5 0 0 1 3.5 12H5V8a3.5 3.5 0 0 1 0-7zM5 4v2h2V4zM9 4v2h2V4z"
      />
    </svg>
  );
}
