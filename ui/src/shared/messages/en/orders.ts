import type { DecisionCode, FilterCode } from '../../ipc/client';
import { aed, iso } from '../isolate';
import { known } from '../known';
import { storySentences } from '../story';
import { alertAdvice } from './alerts';
import { storyWords } from './story';

/** Why an order ended, or does not fit. Codes may come that are not here: then the core's own words are shown. */
export const reasons = {
  cancelled_by_cashier: 'Cancelled at the till',
  expired: 'The customer did not pay in time',
  refused: 'PayBy refused the payment',
  failed_at_payby: 'The payment failed at PayBy',
  revoked: 'The payment was reversed',
  refunded: 'The payment was refunded',
  closed_by_person: 'A person ended it',
  never_reached_payby: 'PayBy never received it',
  amount_differs: 'PayBy names another amount',
  currency_differs: 'PayBy names another currency',
  payee_differs: 'PayBy names another shop as the receiver',
  number_differs: 'PayBy names another order number',
  revoked_after_paid: 'The payment was reversed after it had been made',
  failed_after_paid: 'PayBy calls it failed after it had been paid',
} as const;

function alertTitle(code: string): string {
  return known(alertAdvice, code)?.title ?? iso(code);
}

function reasonText(code: string): string {
  return known(reasons, code) ?? iso(code);
}

export const orders = {
  title: 'Orders',
  day: 'Day',
  today: 'Today',
  previousDay: 'Previous day',
  nextDay: 'Next day',
  search: 'Search number, amount, description',
  filter: 'Show',
  filters: {
    all: 'All',
    open: 'Open',
    paid: 'Paid',
    closed: 'Closed',
    attention: 'Alerts',
  } satisfies Record<FilterCode, string>,
  taken: 'Taken by wallet',
  list: 'Orders of the day',
  emptyDay: 'No orders on this day',
  emptyDayLine: 'Payments you take appear here by themselves.',
  emptySearch: 'Nothing matches',
  emptySearchLine: 'Try a part of the number, the amount or the description.',
  clearSearch: 'Show all',
  chooseOne: 'Choose an order',
  chooseOneLine: 'You will see its whole story: every step, every answer of PayBy, every decision.',
  number: 'Order number',
  paybyNumber: 'PayBy’s number',
  payer: 'Customer',
  started: 'Started',
  paidAt: 'Paid',
  refunded: 'Refunded',
  refundable: 'Can still be refunded',
  why: 'Why',
  story: 'What happened',
  refunds: 'Refunds',
  raw: 'What was sent and received',
  times: (n: number) => `${n} times`,
  cashier: 'the cashier',
  by: (who: string) => `by ${iso(who)}`,
  /** What each kind of journal entry says, with what it is about in named texts. */
  storyKinds: storySentences(storyWords, alertTitle, reasonText),
  storyUnknown: (kind: string) => `Recorded: ${iso(kind)}`,
  reasons,
  actions: {
    cancel: 'Cancel payment',
    ask: 'Ask PayBy',
    keep: 'Keep the sale',
    revoke: 'Give the money back',
    close: 'End it',
    refund: 'Refund',
    open: 'Open payment',
    replace: 'Try again',
    receipt: 'Receipt',
    giveBack: 'Give back by line',
  },
  asked: 'Asking PayBy. The answer appears here.',
  refundState: {
    submitting: 'Sending',
    requested: 'PayBy is working on it',
    refunded: 'Refunded',
    failed: 'Not refunded',
    needs_review: 'Needs review',
  },
} as const;

export const decide = {
  titles: {
    keep: 'Keep this sale?',
    revoke: 'Give the money back?',
    close: 'End this order?',
  } satisfies Record<DecisionCode, string>,
  lines: {
    keep: 'The order counts as paid. Choose this if the customer has the goods.',
    revoke: 'PayBy reverses the payment and the customer gets it back. This cannot be undone.',
    close: 'The order ends without proof from PayBy. Fils keeps watching it, and tells you if money arrives.',
  } satisfies Record<DecisionCode, string>,
  reason: 'Reason',
  reasonHint: 'One sentence. It is kept in the order’s story.',
  reasonMissing: 'Please say why',
  confirm: {
    keep: 'Keep the sale',
    revoke: 'Give the money back',
    close: 'End it',
  } satisfies Record<DecisionCode, string>,
} as const;

export const refund = {
  title: 'Refund',
  line: (amount: string) => `Up to ${aed(amount)} can be refunded.`,
  amount: 'Amount to refund',
  reason: 'Reason',
  reasonHint: 'The customer may ask. It is kept in the order’s story.',
  reasonMissing: 'Please say why',
  confirm: (amount: string) => `Refund ${aed(amount)}`,
  confirmEmpty: 'Refund',
  sent: 'The refund is saved and on its way to PayBy.',
} as const;
