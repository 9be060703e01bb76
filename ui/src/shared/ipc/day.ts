/**
 * What the screens ask about a business day: its figures, its reports, what was cancelled. Every figure comes from
 * the core, the differences too; every day is a business day, `YYYY-MM-DD`.
 */
import type { MoneyView } from './bindings';
import type { FindQuery } from './find';

/** A number on the page, and the orders behind it. */
export interface Figure {
  /** A code, or a number: an hour, a person. */
  key: string;
  /** Null: the screen names the key. */
  label: string | null;
  count: number;
  amount: MoneyView;
  query: FindQuery | null;
}

/** A figure of the day beside the day before and the same day of the week before. */
export interface Compared {
  today: MoneyView;
  yesterday: MoneyView;
  last_week: MoneyView;
  count: number;
  count_yesterday: number;
  count_last_week: number;
  /** Today's less the other's. */
  than_yesterday: MoneyView;
  than_last_week: MoneyView;
  /** `+12.4 %`; null where there is nothing to compare with. */
  change_yesterday: string | null;
  change_last_week: string | null;
}

export type DecisionCodeDay =
  | 'late_payment'
  | 'cancel_unsure'
  | 'needs_review'
  | 'overpaid'
  | 'refund_stuck'
  | 'printer'
  | 'print_uncertain'
  | 'clock'
  | 'offline'
  | 'backup'
  | 'disk'
  | 'audit'
  | 'unclosed_day'
  | 'difference'
  | 'orphan'
  | 'open_sale'
  | 'open_order'
  | 'open_shift'
  | 'statement_due';

/** Something a person has to decide about, and where. */
export interface ToDecide {
  code: DecisionCodeDay;
  count: number;
  amount: MoneyView | null;
  /** A number, a day, a sentence. */
  about: string | null;
  at_ms: number | null;
  go: 'alerts' | 'orders' | 'match' | 'reports' | 'shift' | 'settings_printer' | 'health';
  query: FindQuery | null;
  order: string | null;
  sale: string | null;
  day: string | null;
}

export interface DayCash {
  opened_with: MoneyView;
  sales: MoneyView;
  refunds: MoneyView;
  paid_in: MoneyView;
  paid_out: MoneyView;
  drops: MoneyView;
  expected: MoneyView;
  counted: MoneyView | null;
  /** Counted less expected. */
  difference: MoneyView | null;
  shifts: DayShift[];
}

export interface DayShift {
  id: number;
  by: string;
  opened_ms: number;
  closed_ms: number | null;
  difference: MoneyView | null;
}

/** The wallets' money of a day, from what PayBy took to what stands on receipts. */
export interface DayWallet {
  /** Every order proved paid that day. */
  received: MoneyView;
  refunded: MoneyView;
  tips: MoneyView;
  of_receipts: MoneyView;
  /** Paid, and on no receipt: open, late, too much. */
  held: MoneyView;
  /** Payments of PayBy's that no order of this till stood for. */
  taken_over: MoneyView;
  /** From the statement; null until there is one. */
  fees: MoneyView | null;
}

export interface DayView {
  day: string;
  today: string;
  closed_by: ZRow | null;
  /** Earlier business days that have records and no Z. */
  unclosed: string[];
  to_decide: ToDecide[];
  /** Receipts of the day, VAT inside. */
  sold: Compared;
  /** Credit notes of the day. */
  given_back: Compared;
  /** Sold less given back. */
  net: Compared;
  vat: MoneyView;
  vat_registered: boolean;
  average: MoneyView | null;
  by_tender: Figure[];
  by_vat: Figure[];
  by_cashier: Figure[];
  by_category: Figure[];
  /** 24, from the hour the business day starts; the key is the hour. */
  by_hour: Figure[];
  by_hour_last_week: MoneyView[];
  refunds: Figure;
  cancellations: { count: number; query: FindQuery };
  voids: Figure;
  discounts: Figure;
  tips: Figure;
  rounding: Figure;
  cash: DayCash;
  wallet: DayWallet;
  matched: { list_at_ms: number | null; statement_at_ms: number | null; open_differences: number };
}

/** A Z report in the list of them. */
export interface ZRow {
  n: number;
  number: string;
  day: string;
  at_ms: number;
  by: string;
  signed_off_by: string | null;
  net: MoneyView;
  grand_total: MoneyView;
  receipts: number;
}

/** What was not settled when a day was closed. */
export interface OpenItem {
  /** A code of what a day needs a decision about. */
  code: string;
  number: string | null;
  amount: MoneyView | null;
  /** As the papers say it, in English. */
  words: string;
}

/** What closing would make, before anything is closed. */
export interface ZPreview {
  /** Which business days can be closed, the oldest first; they are closed one after the other. */
  days: string[];
  /** The one that is next. */
  day: string;
  open: OpenItem[];
  report: ReportView;
}

export interface ReportLine {
  section: string;
  code: string;
  label: string | null;
  count: number | null;
  amount: MoneyView | null;
}

export interface ReportView {
  kind: 'x' | 'z';
  n: number | null;
  number: string | null;
  day: string;
  from_ms: number | null;
  to_ms: number;
  by: string;
  signed_off_by: string | null;
  reason: string | null;
  lines: ReportLine[];
  open: OpenItem[];
  /** The end of the journal, in hexadecimal digits. */
  head: string;
  copy: boolean;
  training: boolean;
}

export interface CancellationRow {
  order: string;
  sale: string;
  /** When it was asked for. */
  at_ms: number;
  /** A person, or `till`. */
  by: string;
  why: string;
  reason: string | null;
  tries: number;
  proved_ms: number | null;
  outcome: 'proved' | 'open' | 'paid_instead' | 'refused' | 'without_proof';
  amount: MoneyView;
}

export interface CancellationsQuery {
  from: string | null;
  to: string | null;
  text: string;
}

export interface DayClient {
  /** Null is the business day of now. */
  day(day: string | null): Promise<DayView>;
  cancellations(query: CancellationsQuery): Promise<CancellationRow[]>;
  xReport(): Promise<ReportView>;
  /** What closing the next day would make. Changes nothing. */
  zPreview(): Promise<ZPreview>;
  /** The sign-off is the reason why open items may stay; null where there are none. */
  closeDay(day: string, signOff: string | null): Promise<ReportView>;
  /** The latest; those before this one. */
  zReports(before: number | null): Promise<ZRow[]>;
  report(n: number): Promise<ReportView>;
  /** Null is the X report of now. A Z that was printed before is marked as a copy. */
  printReport(n: number | null): Promise<void>;
  /** Where the file is; null when the person closed the dialog. */
  saveReport(n: number | null): Promise<string | null>;
}
