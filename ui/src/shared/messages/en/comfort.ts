import type { TextSize, ThemeChoice } from '../../state/preferences.svelte';
import type { ShortcutCode } from '../../state/shortcuts';

export const preferences = {
  title: 'Preferences',
  open: 'Preferences',
  line: 'For this computer. They take effect at once.',
  language: 'Language',
  theme: 'Appearance',
  themes: {
    system: 'As the computer',
    light: 'Light',
    dark: 'Dark',
  } satisfies Record<ThemeChoice, string>,
  textSize: 'Text size',
  textSizes: { normal: 'Normal', large: 'Large', largest: 'Largest' } satisfies Record<TextSize, string>,
  sounds: 'Sounds',
  soundsOn: 'On',
  soundsOff: 'Off',
  soundsLine: 'For a payment, a refusal, a scan and an alert.',
} as const;

export const shortcuts = {
  title: 'Keyboard shortcuts',
  open: 'Keyboard shortcuts',
  groups: { everywhere: 'Everywhere', till: 'At the till', payment: 'A payment', orders: 'Orders' },
  what: {
    help: 'Show these shortcuts',
    till: 'New sale',
    orders: 'Orders',
    products: 'Products',
    receipts: 'Receipts',
    shift: 'Shift & drawer',
    alerts: 'Alerts',
    training: 'Play the customer, in training',
    lock: 'Lock the till, or hand it over',
    move: 'Go to the next or the previous button',
    press: 'Press the button',
    dismiss: 'Close a dialog',
    digits: 'Enter the amount',
    erase: 'Delete the last digit',
    clear: 'Clear the amount',
    charge: 'Charge: show the QR',
    scan: 'Scan the customer’s code',
    next: 'After the end: new sale',
    list: 'The next or the previous order',
    search: 'Search the orders',
  } satisfies Record<ShortcutCode, string>,
  scanner: 'A scanner works on every screen. Its keys never land in an amount.',
} as const;
