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
    { what: 'day', keys: ['F9'] },
    { what: 'training', keys: ['Shift F9'] },
    { what: 'lock', keys: ['F10'] },
    { what: 'move', keys: ['Tab', 'Shift Tab'] },
    { what: 'press', keys: ['Enter', 'Space'] },
    { what: 'dismiss', keys: ['Esc'] },
  ],
  till: [
    { what: 'find', keys: ['A – Z', 'Ctrl F'] },
    { what: 'line', keys: ['↓', '↑'] },
    { what: 'step', keys: ['+', '−'] },
    { what: 'changeLine', keys: ['*'] },
    { what: 'removeLine', keys: ['Delete'] },
    { what: 'undo', keys: ['Ctrl Z'] },
    { what: 'discount', keys: ['Ctrl D'] },
    { what: 'park', keys: ['Ctrl P'] },
    { what: 'takeUp', keys: ['Ctrl O'] },
    { what: 'pay', keys: ['F12', 'Enter'] },
  ],
  amount: [
    { what: 'amount', keys: ['Ctrl M'] },
    { what: 'digits', keys: ['0 – 9', '.'] },
    { what: 'erase', keys: ['Backspace'] },
    { what: 'clear', keys: ['Esc'] },
    { what: 'charge', keys: ['Enter'] },
    { what: 'toBasket', keys: ['+'] },
    { what: 'scan', keys: ['F4'] },
  ],
  pay: [
    { what: 'wallet', keys: ['F12'] },
    { what: 'code', keys: ['F4'] },
    { what: 'cash', keys: ['F11'] },
    { what: 'marked', keys: ['Enter'] },
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
