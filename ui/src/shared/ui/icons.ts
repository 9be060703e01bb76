/** Outlines on a 24 by 24 grid, drawn for Fils. */
export const icons = {
  till: 'M4 4h16v5H4zM5.5 9v11h13V9M9 13h.01M12 13h.01M15 13h.01M9 16.5h.01M12 16.5h.01M15 16.5h.01',
  orders: 'M6 3h12v18l-2.4-1.6L13.2 21 12 20l-1.2 1-2.4-1.6L6 21zM9.5 8h5M9.5 12h5',
  alert: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.3v.01',
  check: 'M5 12.5 10 17.5 19.5 7',
  minus: 'M6 12h12',
  cross: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  hourglass: 'M7 3h10M7 21h10M8 3c0 5 8 4.6 8 9s-8 4-8 9M16 3c0 5-8 4.6-8 9s8 4 8 9',
  sync: 'M20 11a8 8 0 0 0-14-4.3L4 9M4 4.5V9h4.5M4 13a8 8 0 0 0 14 4.3l2-2.3M20 19.5V15h-4.5',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7.5 8.5v7M11 8.5v7M14 8.5v7M16.8 8.5v7',
  back: 'M9 5H21v14H9l-6-7zM12.5 9.5l5 5M17.5 9.5l-5 5',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14M16.2 16.2 21 21',
  previous: 'M14.5 6 8.5 12l6 6',
  next: 'M9.5 6l6 6-6 6',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  key: 'M8 11.5a4 4 0 1 1 0 8 4 4 0 0 1 0-8M11 12.5 20 3.5M16.5 7l2.8 2.8M13.8 9.7l1.7 1.7',
  shield: 'M12 3l7.5 3v5.5c0 4.6-3.2 7.8-7.5 9.5-4.3-1.7-7.5-4.9-7.5-9.5V6zM8.8 12l2.3 2.3 4.2-4.3',
  lock: 'M6 11h12v9.5H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.8v2',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17',
  play: 'M8 5.5v13l10.5-6.5z',
  phone: 'M7.5 2.5h9v19h-9zM11 18.5h2',
  offline:
    'M3 3l18 18M8.2 12.6a6 6 0 0 1 3-1.5M5 9.4a11 11 0 0 1 3.3-2M19 9.4a11 11 0 0 0-7.6-3M15.9 12.7l-1.6-1M12 17.2v.01',
  online: 'M8.2 12.8a5.5 5.5 0 0 1 7.6 0M5 9.4a10.4 10.4 0 0 1 14 0M12 17v.01',
  clock: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M12 7.5V12l3 2',
  undo: 'M8.5 5 4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11H9',
  note: 'M4 20h16M6 16l-.5 1.5L7 17l9.5-9.5-1.2-1.2-.8-.8z M14 6.5l2 2',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6',
  plug: 'M9 3v5M15 3v5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v4',
  chevron: 'M6 9.5l6 6 6-6',
  globe:
    'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M3.5 12h17M12 3.5c4 4.2 4 12.8 0 17M12 3.5c-4 4.2-4 12.8 0 17',
  sliders: 'M4 7.5h7M15 7.5h5M11 5.3h4v4.4h-4zM4 16.5h3M11 16.5h9M7 14.3h4v4.4H7z',
  keyboard: 'M2.5 6h19v12h-19zM6 9.8h.01M9 9.8h.01M12 9.8h.01M15 9.8h.01M18 9.8h.01M7.5 14.2h9',
  sound: 'M4 9.5v5h3.5l5 4v-13l-5 4zM16 9a4.2 4.2 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11',
  drawer: 'M4 4.5h16l1 8H3zM3 12.5h18v7H3zM9.5 16h5',
  receipt:
    'M5 3l2 1.4L9 3l2 1.4L13 3l2 1.4L17 3l2 1.4V21l-2-1.4L15 21l-2-1.4L11 21l-2-1.4L7 21l-2-1.4zM9 9h6M9 13h6',
  printer: 'M7 8.5V3h10v5.5M7 16.5H3.5v-8h17v8H17M7 13.5h10V21H7zM17 11.2v.01',
  gear: 'M12 8.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4M10.4 3h3.2l.5 2.6 2 1.1 2.5-.9 1.6 2.8-2 1.7v2.3l2 1.7-1.6 2.8-2.5-.9-2 1.1-.5 2.7h-3.2l-.5-2.7-2-1.1-2.5.9-1.6-2.8 2-1.7v-2.3l-2-1.7 1.6-2.8 2.5.9 2-1.1z',
  inward: 'M12 3.5v10M8 10l4 4 4-4M4 15v5h16v-5',
  outward: 'M12 14V4M8 7.5l4-4 4 4M4 15v5h16v-5',
  safe: 'M4 4h16v14H4zM7 18v2.5M17 18v2.5M12 8a3 3 0 1 1 0 6 3 3 0 0 1 0-6M12 8v1.5M12 12.5V14M16.8 9v4',
  screen: 'M3 4.5h18v12H3zM12 16.5v4M8 20.5h8',
  save: 'M12 3.5v11M8 11l4 4 4-4M5 16.5V20h14v-3.5M5 20h14',
  money: 'M2.5 6h19v12h-19zM12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M6 9.5v5M18 9.5v5',
} as const;

/** Those that point along the text, and turn round where it runs from right to left. */
export const directed: ReadonlySet<IconName> = new Set<IconName>(['previous', 'next', 'undo', 'sound']);

export type IconName = keyof typeof icons;
