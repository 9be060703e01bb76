/**
 * What the screens ask about PayBy's money against ours. A difference stands in one row however often it is
 * compared, and keeps what a person decided about it.
 */
import type { MoneyView } from './bindings';

export type MatchKind =
  | 'matched'
  | 'ours_only'
  | 'theirs_only'
  | 'amount_differs'
  | 'state_differs'
  | 'fee_unexpected';
export type MatchWhat = 'payment' | 'refund' | 'settlement' | 'fund';
export type MatchAct = 'ask' | 'take_over' | 'explain' | 'open_order' | 'assign';
export type MatchSource = 'list' | 'statement';
export type MatchDecision = 'explained' | 'taken_over';

/** What one side says of a movement of money. */
export interface MatchSide {
  amount: MoneyView | null;
  state: string;
  at_ms: number | null;
  subject: string | null;
}

export interface MatchRow {
  id: number;
  what: MatchWhat;
  kind: MatchKind;
  day: string;
  number: string;
  order: string | null;
  sale: string | null;
  refund: string | null;
  payby_no: string | null;
  ours: MatchSide | null;
  theirs: MatchSide | null;
  fee_expected: MoneyView | null;
  fee: MoneyView | null;
  /** The code of the sentence that says what to do. */
  advice: string;
  /** What can be done, the best first. */
  acts: MatchAct[];
  decision: MatchDecision | null;
  reason: string | null;
  decided_by: string | null;
  decided_ms: number | null;
  /** The payment taken over from it. */
  orphan: number | null;
}

export interface MatchRun {
  id: number;
  source: MatchSource;
  from_ms: number;
  to_ms: number;
  file: string | null;
  at_ms: number;
  by: string;
  counts: Record<MatchKind, number>;
}

/** Something that is to be compared; and why it could not be, where that was tried. */
export interface MatchDue {
  day: string;
  source: MatchSource;
  why: string | null;
}

export interface MatchView {
  day: string;
  /** The latest first. */
  runs: MatchRun[];
  counts: Record<MatchKind, number>;
  open: number;
  /** Differences, the most urgent first; then what matches, when it was asked for. */
  rows: MatchRow[];
  ours_total: MoneyView;
  theirs_total: MoneyView;
  difference: MoneyView;
  fees: MoneyView;
  fee_vat: MoneyView;
  /** Such as `1.50 %`. */
  usual_fee: string | null;
  settled: MoneyView;
  other_days: { day: string; open: number }[];
  due: MatchDue[];
}

export interface MatchProgress {
  day: string | null;
  days_done: number;
  days_total: number;
  done: number;
  total: number | null;
  step: 'fetching' | 'reading' | 'comparing' | 'storing';
}

/** A payment that PayBy has and this till never made, taken over by a person. */
export interface OrphanRow {
  id: number;
  number: string | null;
  payby_no: string;
  amount: MoneyView;
  subject: string | null;
  paid_ms: number;
  taken_by: string;
  reason: string;
  assigned_as: string | null;
  assigned_sale: string | null;
}

export interface MatchingClient {
  /** Null is the business day of now. */
  matching(day: string | null, withMatched: boolean): Promise<MatchView>;
  /** Everything that is due, one day after the other. */
  matchDue(): Promise<MatchView>;
  matchList(day: string): Promise<MatchView>;
  /** Fetches PayBy's statement of that day. */
  matchStatement(day: string): Promise<MatchView>;
  /** Null when the person closed the file dialog. */
  matchFile(): Promise<MatchView | null>;
  matchAsk(id: number): Promise<MatchRow>;
  matchTakeOver(id: number, reason: string): Promise<MatchRow>;
  matchExplain(id: number, reason: string): Promise<MatchRow>;
  matchReopen(id: number): Promise<MatchRow>;
  orphans(): Promise<OrphanRow[]>;
  /** To a sale, or to none: then the words say what it is. */
  assignOrphan(id: number, sale: string | null, words: string): Promise<OrphanRow[]>;
}
