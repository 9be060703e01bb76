/** What a search of the orders asks for. Every figure of the day carries one: the orders behind it. */

export type SaleStateCode =
  | 'open'
  | 'complete'
  | 'void'
  | 'unpaid'
  | 'late'
  | 'review'
  | 'part_returned'
  | 'returned';

export type FlagCode = 'attention' | 'discount' | 'refund' | 'tip' | 'cancelled' | 'overpaid';

export interface FindQuery {
  /** A number, its last digits, a product, an amount, a cashier. */
  text: string;
  /** Business days, both inclusive; null is open. */
  from: string | null;
  to: string | null;
  /** Empty is all. */
  states: SaleStateCode[];
  tender: 'cash' | 'wallet' | null;
  cashier: string | null;
  /** An empty one is what has none. */
  category: string | null;
  vat: string | null;
  /** Of the day in Dubai, 0 to 23. */
  hour: number | null;
  flags: FlagCode[];
  /** A credit note was issued on this business day. */
  refunded_on: string | null;
  /** Where the page before ended. */
  after: string | null;
}
