// Icons of the page, drawn; no letters of a font are asked for.

const SHAPES = {
  play: "M7 4.5v15l12-7.5z",
  pause: "M7 5h3.6v14H7zM13.4 5H17v14h-3.6z",
  back: "M17 5v14l-9-7zM5.5 5h2v14h-2z",
  forward: "M7 5v14l9-7zM16.5 5h2v14h-2z",
  start: "M19 5v14l-7-7zM12.5 5v14l-7-7z",
  close: "M6.4 5L5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12 19 6.4 17.6 5 12 10.600z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  minus: "M5 11h14v2H5z",
  undo: "M8.5 5L4 9.5 8.5 14v-3.400h5.100a3.2 3.2 0 010 6.400H8v2h5.600a5.2 5.2 0 000-10.400H8.5z",
  share:
    "M17 15.600a2.9 2.9 0 00-2.1.9l-5.1-3a3 3 0 000-1.400l5-2.900a3 3 0 10-.8-1.700l-5.1 3a3 3 0 100 4.600l5.2 3a2.9 2.9 0 102.9-2.5z",
  down: "M11 4h2v9.200l3.3-3.3 1.4 1.400L12 17l-5.7-5.7 1.4-1.4 3.3 3.300zM5 18.5h14v2H5z",
  print: "M7 3.5h10v4H7zM4.5 8.5h15v8H17v-3H7v3H4.5zM8.5 15h7v5.5h-7z",
  branch:
    "M7 3a2.5 2.5 0 00-1 4.800v8.400A2.5 2.5 0 107 21a2.5 2.5 0 001-4.800v-2c0-1.4.6-2 2-2h3c2.6 0 4-1.4 4-4v-.4a2.5 2.5 0 10-2 0v.4c0 1.4-.6 2-2 2h-3c-.8 0-1.4.1-2 .4V7.800A2.5 2.5 0 007 3z",
  info: "M12 3a9 9 0 100 18 9 9 0 000-18zm-1 5.200a1.1 1.1 0 112.2 0 1.1 1.1 0 01-2.2 0zm.1 3h1.900v6h-1.900z",
  arrow: "M13.5 5.5L12.1 6.9 16.2 11H4v2h12.200l-4.1 4.1 1.4 1.400L20 12z",
  up: "M12 6l6.5 6.5-1.4 1.400L13 9.800V19h-2V9.800l-4.1 4.1-1.4-1.400z",
  downwards: "M12 18l-6.5-6.5 1.4-1.400L11 14.200V5h2v9.200l4.1-4.1 1.4 1.400z",
  sliders:
    "M4 6h9v2H4zm12 0h4v2h-4zM13 4.5h2v5h-2zM4 11h3v2H4zm6 0h10v2H10zM7 9.5h2v5H7zM4 16h9v2H4zm12 0h4v2h-4zM13 14.5h2v5h-2z",
  table: "M4 5h16v14H4zm2 2v3h5V7zm7 0v3h5V7zm-7 5v5h5v-5zm7 0v5h5v-5z",
  more: "M5 10.5a1.7 1.7 0 100 3.4 1.7 1.7 0 000-3.400zm7 0a1.7 1.7 0 100 3.4 1.7 1.7 0 000-3.400zm7 0a1.7 1.7 0 100 3.4 1.7 1.7 0 000-3.400z",
  watch:
    "M12 6c-5 0-8.6 4-10 6 1.4 2 5 6 10 6s8.6-4 10-6c-1.4-2-5-6-10-6zm0 9.600a3.6 3.6 0 110-7.2 3.6 3.6 0 010 7.200z",
  compare: "M3 17.5l5-7 4 4 6-9 1.7 1.1-7.4 11.2-4-4L4.6 18.600zM3 20h18v1.5H3z",
  map: "M3 6l6-2.5 6 2.5 6-2.5v14.5L15 20.5 9 18l-6 2.5zm6-.3v10.5l6 2.5V8.200z",
  learn: "M12 4L1.5 9 12 14l8-3.800V16h1.800V9zM5.5 12.800V16c1.6 1.7 4 2.6 6.5 2.600s4.9-.9 6.5-2.600v-3.200L12 16z",
  class:
    "M8 11a3 3 0 100-6 3 3 0 000 6zm8 0a3 3 0 100-6 3 3 0 000 6zM2 18.5c0-3 2.7-5 6-5 1.5 0 2.9.4 4 1.2 1.1-.8 2.5-1.2 4-1.2 3.3 0 6 2 6 5z",
};

/** An icon beside words, or alone inside something that has a name. */
export function Icon({ name, size = 20 }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}

/** The mark of the project: a resident, a worker and a manager. */
export function Mark({ size = 26 }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#0f4c5c" />
      <circle cx="10.5" cy="19.5" r="4.5" fill="#f4e3b2" />
      <rect x="17.2" y="15.2" width="8.4" height="8.4" rx="1" fill="#fff" />
      <path d="M16 5.2l4.6 7.800h-9.200z" fill="#7cc0b4" />
    </svg>
  );
}
