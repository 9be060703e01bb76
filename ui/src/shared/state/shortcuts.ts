/** Every key that does something, for the sheet that shows them. The names are printed on the keys, in any language. */
export const shortcutGroups = {
  everywhere: [
    { what: 'help', keys: ['F1', '?'] },
    { what: 'till', keys: ['F2'] },
    { what: 'orders', keys: ['F3'] },
    { what: 'products', keys: ['F5'] },
    { what: 'receipts', keys: ['F6'] },
    { what: 'shift', keys: ['F7'] },
    { what: 'alerts', keys: ['F8'] },
    { what: 'training', keys: ['F9'] },
    { what: 'lock', keys: ['F10'] },
    { what: 'move', keys: ['Tab', 'Shift Tab'] },
    { what: 'press', keys: ['Enter', 'Space'] },
    { what: 'dismiss', keys: ['Esc'] },
  ],
  till: [
    { what: 'digits', keys: ['0 – 9', '.'] },
    { what: 'erase', keys: ['Backspace'] },
    { what: 'clear', keys: ['Esc'] },
    { what: 'charge', keys: ['Enter'] },
    { what: 'scan', keys: ['F4'] },
  ],
  payment: [{ what: 'next', keys: ['Enter'] }],
  orders: [
    { what: 'list', keys: ['↓', '↑'] },
    { what: 'search', keys: ['Ctrl F'] },
  ],
} as const;

export type ShortcutGroup = keyof typeof shortcutGroups;
export type ShortcutCode = (typeof shortcutGroups)[ShortcutGroup][number]['what'];

/** Typed by a person, these ask for the sheet; the second is the question mark of an Arabic keyboard. */
export const helpKeys: ReadonlySet<string> = new Set(['?', '؟']);
