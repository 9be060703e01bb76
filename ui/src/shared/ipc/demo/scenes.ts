/** What the demo shows, by the name of the scene. */
import type { Made } from './orders';

/** A day that has been going on for some hours. */
export const day: readonly Made[] = [
  { fils: 2450, subject: 'Karak and paratha', state: 'paid', headline: 'paid', ago: 19000 },
  { fils: 18900, subject: 'Sale 7K2Q', state: 'paid', headline: 'paid', ago: 16400, refunded: 4500 },
  {
    fils: 6500,
    subject: 'Dates, 1 kg',
    state: 'closed',
    headline: 'closed_expired',
    ago: 13800,
    reason: 'expired',
  },
  { fils: 6500, subject: 'Dates, 1 kg', state: 'paid', headline: 'paid', ago: 13650 },
  {
    fils: 123450,
    subject: 'Oud gift box, wrapped, with a card for Mr. Al Mansoori',
    state: 'paid',
    headline: 'paid',
    ago: 9800,
  },
  {
    fils: 1200,
    subject: 'Water, 12',
    state: 'closed',
    headline: 'closed_cancelled',
    ago: 7200,
    reason: 'cancelled_by_cashier',
  },
  { fils: 4775, subject: 'قهوة عربية', state: 'paid', headline: 'paid', ago: 3100 },
  {
    fils: 9900,
    subject: 'Sale 0M4T',
    state: 'closed',
    headline: 'closed_refused',
    ago: 1500,
    reason: 'refused',
    detail: 'Insufficient balance',
  },
  { fils: 3325, subject: 'Lunch, table 4', state: 'paid', headline: 'paid', ago: 640 },
];

const wait: Made = {
  fils: 12550,
  subject: 'Lunch, table 7',
  state: 'awaiting_payment',
  headline: 'waiting_for_customer',
  ago: 22,
};
const also: Made = {
  fils: 3600,
  subject: 'Karak, 6',
  state: 'awaiting_payment',
  headline: 'scanned',
  scannedBy: '+971-58*92',
  ago: 51,
};

/** What happens on top of the day, oldest first. */
export const scenes: { readonly [name in string]?: readonly Made[] } = {
  waiting: [wait],
  live: [also, wait],
  busy: [
    { ...wait, ago: 80 },
    also,
    { fils: 9900, subject: 'Perfume', state: 'closing', headline: 'cancelling_by_cashier', ago: 40 },
    { fils: 4200, subject: 'Sweets', state: 'paid', headline: 'paid', ago: 60 },
  ],
  scanned: [also],
  code: [{ ...wait, scene: 'code', headline: 'confirming' }],
  sending: [{ ...wait, state: 'submitting', headline: 'sending', ago: 1 }],
  closing: [{ ...wait, state: 'closing', headline: 'cancelling_by_cashier', ago: 40 }],
  paid: [{ fils: 12550, subject: 'Lunch, table 7', state: 'paid', headline: 'paid', ago: 40 }],
  closed: [
    {
      fils: 12550,
      subject: 'Lunch, table 7',
      state: 'closed',
      headline: 'closed_cancelled',
      reason: 'cancelled_by_cashier',
      ago: 50,
    },
  ],
  refused: [
    {
      fils: 12550,
      subject: 'Lunch, table 7',
      state: 'closed',
      headline: 'closed_refused',
      reason: 'refused',
      detail: 'Insufficient balance',
      ago: 50,
    },
  ],
  silent: [{ ...wait, headline: 'checking', alert: 'payby_not_answering', ago: 35 }],
  stuck: [
    {
      ...wait,
      state: 'closing',
      headline: 'cancelling_by_cashier',
      alert: 'cancel_not_confirmed',
      ago: 70,
    },
  ],
  late: [
    {
      fils: 12550,
      subject: 'Lunch, table 7',
      state: 'paid_late',
      headline: 'paid_late',
      alert: 'paid_late',
      ago: 300,
    },
  ],
  review: [
    {
      fils: 10000,
      subject: 'Gift card',
      state: 'needs_review',
      headline: 'needs_review',
      alert: 'needs_review',
      alertDetail: 'PayBy names AED 1.00, this sale is AED 100.00',
      reason: 'amount_differs',
      ago: 300,
    },
  ],
  alerts: [
    {
      fils: 12550,
      subject: 'Lunch, table 7',
      state: 'paid_late',
      headline: 'paid_late',
      alert: 'paid_late',
      ago: 300,
    },
    {
      fils: 10000,
      subject: 'Gift card',
      state: 'needs_review',
      headline: 'needs_review',
      alert: 'needs_review',
      alertDetail: 'PayBy names AED 1.00, this sale is AED 100.00',
      reason: 'amount_differs',
      ago: 900,
    },
    {
      ...wait,
      state: 'closing',
      headline: 'cancelling_by_cashier',
      alert: 'cancel_not_confirmed',
      ago: 70,
    },
  ],
  offline: [{ ...wait, headline: 'checking', ago: 30 }],
};
