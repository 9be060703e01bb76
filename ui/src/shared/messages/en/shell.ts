import { aed, iso } from '../isolate';
import { counted } from './counted';

export const common = {
  amount: (text: string) => aed(text),
  currency: 'AED',
  back: 'Back',
  next: 'Continue',
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  reload: 'Reload',
  dismiss: 'Dismiss',
  working: 'Working…',
  optional: 'optional',
  orderEnding: (short: string) => `ending ${iso(short)}`,
  secondsLeft: (s: number) => counted(s, 'second left', 'seconds left'),
  unexpected: 'That did not work. Nothing about your payments has changed.',
} as const;

export const shell = {
  navigation: 'Main',
  till: 'Till',
  orders: 'Orders',
  products: 'Products',
  shift: 'Shift',
  day: 'Day',
  receipts: 'Receipts',
  settings: 'Settings',
  alerts: 'Alerts',
  alertsCount: (n: number) => counted(n, 'alert', 'alerts'),
  online: 'PayBy connected',
  offline: 'Offline',
  openPayments: 'Payments under way',
  newSale: 'New sale',
  storageTitle: 'Fils can’t write its books',
  /** The core's sentence about the disk says it all in English. */
  storageBody: (said: string) => said,
  offlineTitle: 'No connection to PayBy',
  offlineBody: 'Fils keeps trying. Payments under way settle by themselves when the internet is back.',
  clockTitle: 'This computer’s clock is wrong',
  clockBody: (seconds: number) =>
    `It is ${counted(Math.abs(seconds), 'second', 'seconds')} ${seconds > 0 ? 'behind' : 'ahead of'} PayBy’s. Payments still work. Set the date and time to automatic.`,
  alertBar: (n: number) => (n === 1 ? 'Needs you now' : `${n} things need you`),
  alertBarLine: (title: string, amount: string, short: string) =>
    `${title}: ${aed(amount)}, order ending ${iso(short)}`,
  alertBarOpen: 'See what to do',
  paidToast: (amount: string, short: string) => `Paid: ${aed(amount)}, order ending ${iso(short)}`,
  alertToast: (title: string, short: string) => `${title}, order ending ${iso(short)}`,
  starting: 'Opening the till…',
} as const;

export const closing = {
  title: (n: number) => (n === 1 ? 'A payment is still under way' : `${n} payments are still under way`),
  line: 'Nothing is lost whatever you choose. Fils takes up every payment when it starts again.',
  stay: 'Stay',
  stayLine: 'Keep the window open',
  background: 'Close the window, finish in the background',
  backgroundLine: 'Fils ends by itself when every payment is settled',
  quit: 'Quit now',
  quitLine: 'Payments stay unsettled until Fils starts again. Customers could still pay.',
} as const;

export const safe = {
  title: 'This screen had a problem',
  line: 'Your payments are safe: Fils keeps them outside this window, and goes on with them right now.',
  reload: 'Reload the screen',
} as const;
