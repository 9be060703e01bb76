import type { DecisionCodeDay, ToDecide } from '../../ipc/client';
import type { DayPart } from '../../state/route.svelte';
import { aed, iso } from '../isolate';
import { counted } from './counted';

/** What needs a person, by its code: one of it, or several. */
const decisions = {
  late_payment: (n: number) =>
    n === 1 ? 'A payment came after its sale was closed' : `${n} payments came after their sales were closed`,
  cancel_unsure: (n: number) =>
    n === 1 ? 'A cancelled payment is not confirmed' : `${n} cancelled payments are not confirmed`,
  needs_review: (n: number) =>
    n === 1 ? 'A payment does not fit its order' : `${n} payments do not fit their orders`,
  overpaid: (n: number) => (n === 1 ? 'A sale holds too much money' : `${n} sales hold too much money`),
  refund_stuck: (n: number) => (n === 1 ? 'A refund is not confirmed' : `${n} refunds are not confirmed`),
  printer: () => 'The printer has a problem',
  print_uncertain: (n: number) =>
    n === 1 ? 'A paper may not have come out' : `${n} papers may not have come out`,
  clock: () => 'This computer’s clock is wrong',
  offline: () => 'PayBy cannot be reached',
  backup: () => 'The backup needs a look',
  disk: () => 'The disk is running full',
  audit: () => 'The journal does not hold together',
  unclosed_day: (n: number) => (n === 1 ? 'A day is not closed' : `${n} days are not closed`),
  difference: (n: number) =>
    n === 1 ? 'PayBy and the books disagree once' : `PayBy and the books disagree ${n} times`,
  orphan: (n: number) =>
    n === 1
      ? 'A payment that was taken over belongs to no sale'
      : `${n} payments that were taken over belong to no sale`,
  open_sale: (n: number) => (n === 1 ? 'A sale is not paid in full' : `${n} sales are not paid in full`),
  open_order: (n: number) => (n === 1 ? 'A payment is still under way' : `${n} payments are still under way`),
  open_shift: (n: number) => (n === 1 ? 'A shift is still open' : `${n} shifts are still open`),
  statement_due: (n: number) =>
    n === 1
      ? 'A day is not compared with PayBy’s statement'
      : `${n} days are not compared with PayBy’s statements`,
} satisfies Record<DecisionCodeDay, (n: number) => string>;

export const day = {
  title: 'Day',
  parts: {
    figures: 'Day',
    match: 'Match with PayBy',
    reports: 'Reports',
    cancellations: 'Cancellations',
    papers: 'Papers',
    health: 'Health',
  } satisfies Record<DayPart, string>,
  partsLabel: 'What to look at',
  chooser: 'Which day',
  previousDay: 'The day before',
  nextDay: 'The day after',
  today: 'Today',

  adding: 'Adding up the day…',
  asOf: (time: string) => `As of ${iso(time)}`,
  refresh: 'Refresh',
  locked: {
    title: 'The day is for managers',
    line: 'Ask a manager to type a PIN here. It opens this page once.',
    ask: 'Ask a manager',
  },
  failed: { title: 'The day could not be added up', again: 'Try again' },
  future: {
    title: 'This day is yet to come',
    line: 'There is nothing to see before it starts.',
    go: 'Go to today',
  },
  quiet: {
    title: 'Nothing was sold on this day',
    line: 'No receipt and no credit note has this date.',
    todayTitle: 'Nothing is sold yet today',
    todayLine: 'With the first receipt, the figures of the day appear here.',
  },
  closedBy: (number: string) => `Closed: ${iso(number)}`,
  closedLine: (who: string, when: string) => `by ${iso(who)}, ${iso(when)}`,
  running: 'Not closed yet',
  x: 'X report',
  z: 'Z report',
  close: 'Close the day',
  print: 'Print',
  printed: 'The report is on its way to the printer.',

  decide: {
    title: 'Needs a decision',
    clear: 'Nothing is waiting for you',
    clearLine: 'Every payment is settled, and every fils is where it belongs.',
    codes: decisions,
    go: {
      alerts: 'Decide',
      orders: 'See the orders',
      match: 'Match',
      reports: 'Close it',
      shift: 'See the shift',
      settings_printer: 'See the printer',
      health: 'See what to do',
    } satisfies Record<ToDecide['go'], string>,
    since: (time: string) => `since ${iso(time)}`,
  },

  takings: {
    title: 'Takings',
    soFar: 'Takings so far',
    sold: 'Sold',
    givenBack: 'Given back',
    vat: 'VAT inside',
    receipts: (n: number) => counted(n, 'receipt', 'receipts'),
    notes: (n: number) => counted(n, 'credit note', 'credit notes'),
    average: 'Average receipt',
    beside: 'Beside other days',
    yesterday: 'The day before',
    lastWeek: 'The same day last week',
    more: (amount: string) => `${aed(amount)} more`,
    less: (amount: string) => `${aed(amount)} less`,
    same: 'Exactly the same',
    nothing: 'Nothing to compare with',
    see: (when: string) => `${iso(when)}: go to this day`,
  },

  groups: {
    tender: 'Cash or wallet',
    vat: 'VAT class',
    cashier: 'Cashier',
    category: 'Category',
  },
  keys: {
    cash: 'Cash',
    wallet: 'Wallet',
    '5': 'VAT 5 %',
    '0': 'VAT 0 %',
    exempt: 'Exempt',
    none: 'No category',
  },
  receipts: 'Receipts',
  amount: 'Amount',
  total: 'Together',
  groupEmpty: 'Nothing to split',
  seeOrders: (what: string, amount: string) => `${iso(what)}, ${aed(amount)}: see the orders`,

  hours: {
    title: 'By hour',
    thisDay: 'This day',
    lastWeek: 'The same day last week',
    hint: 'Choose a bar to see the orders of its hour',
    chart: 'Takings by hour',
    hour: 'Hour',
    span: (from: string, to: string) => `${iso(`${from}–${to}`)}`,
    said: (from: string, to: string, amount: string, n: number) =>
      `${iso(`${from}–${to}`)}: ${aed(amount)}, ${counted(n, 'receipt', 'receipts')}`,
    before: (amount: string) => `last week ${aed(amount)}`,
    table: 'As a table',
    picture: 'As a chart',
  },

  also: {
    title: 'What else happened',
    refunds: 'Given back',
    cancellations: 'Payments cancelled',
    voids: 'Sales undone',
    discounts: 'Discounts',
    tips: 'Tips',
    rounding: 'Cash rounding',
    none: 'none',
    times: (n: number) => (n === 1 ? 'once' : `${n} times`),
    see: (what: string) => `${iso(what)}: see the orders`,
    seeLog: (what: string) => `${iso(what)}: see the log`,
  },

  cash: {
    title: 'Cash',
    opened_with: 'In the drawer at the start',
    sales: 'Cash sales',
    refunds: 'Given back in cash',
    paid_in: 'Paid in',
    paid_out: 'Paid out',
    drops: 'Brought to the safe',
    expected: 'Should be there',
    counted: 'Was counted',
    notCounted: 'Not counted yet',
    balanced: 'It fits to the fils',
    over: (amount: string) => `${aed(amount)} too much`,
    short: (amount: string) => `${aed(amount)} too little`,
    shifts: 'Shifts',
    shift: (n: number, who: string) => `Shift ${iso(n)}, ${iso(who)}`,
    shiftOpen: 'still open',
    empty: 'No cash moved on this day',
    see: 'See the shifts',
  },

  wallet: {
    title: 'Wallet money',
    received: 'Received from wallets',
    refunded: 'Given back to wallets',
    of_receipts: 'On receipts, less credit notes',
    tips: 'of it tips',
    held: 'On no receipt yet',
    heldLine: 'Paid, but its sale is open, was closed before, or holds too much.',
    heldBelow: 'Money of an earlier day has found its receipt, or went back.',
    taken_over: 'Taken over from PayBy',
    fees: 'PayBy’s fees, by its statement',
    feesLater: 'known with the statement',
    matched: 'Compared with PayBy',
    notMatched: 'Not compared with PayBy yet',
    list: (when: string) => `PayBy’s list, ${iso(when)}`,
    statement: (when: string) => `PayBy’s statement, ${iso(when)}`,
    agrees: 'Everything agrees',
    differences: (n: number) => (n === 1 ? 'One difference is open' : `${n} differences are open`),
    see: 'Match with PayBy',
  },
} as const;
