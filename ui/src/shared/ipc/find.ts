/** Searching for orders, one sale's whole story, and looking numbers up at PayBy. A row is a sale: what a shop calls an order. */
import type { MoneyView, StoryEntry, StoryView } from './bindings';

export type SaleStateCode =
  | 'open'
  | 'complete'
  | 'void'
  | 'unpaid'
  | 'late'
  | 'review'
  | 'part_returned'
  | 'returned';

export type FlagCode = 'attention' | 'discount' | 'refund' | 'tip' | 'cancelled' | 'overpaid' | 'unfinished';

export type TenderFilter = 'cash' | 'wallet';

/** What a search of the orders asks for. Every figure of the day carries one: the orders behind it. */
export interface FindQuery {
  /** A number, its last digits, a product, an amount, a cashier. */
  text: string;
  /** Business days, both inclusive; null is open. */
  from: string | null;
  to: string | null;
  /** Empty is all. */
  states: SaleStateCode[];
  tender: TenderFilter | null;
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

export interface FoundRow {
  sale: string;
  receipt: string | null;
  /** Its payments by wallet, the first one first. */
  orders: string[];
  short: string;
  at_ms: number;
  day: string;
  state: SaleStateCode;
  total: MoneyView;
  returned: MoneyView | null;
  cashier: string;
  tenders: TenderFilter[];
  what: string;
  what_ar: string | null;
  attention: boolean;
}

export interface FoundPage {
  rows: FoundRow[];
  /** Where the next page begins; null when this is the last. */
  next: string | null;
  /** How many sales are not in the search yet, counted up to ten thousand. */
  behind: number;
}

export interface SavedFilter {
  id: string;
  name: string;
  query: FindQuery;
}

export interface FindChoices {
  people: string[];
  categories: string[];
}

export interface SaleStory {
  row: FoundRow;
  orders: StoryView[];
  /** What else happened; with the orders' entries in the order of `seq`. */
  entries: StoryEntry[];
}

export type LookUpCode = 'payment' | 'refund' | 'transfer';

/** Found and refused are PayBy's signed word; of `no_proof` nothing is known. */
export type LookUpEndCode = 'found' | 'refused' | 'no_proof';

export interface LookedUpView {
  kind: LookUpCode;
  end: LookUpEndCode;
  words: string | null;
  number: string | null;
  payby_no: string | null;
  status: string | null;
  amount: MoneyView | null;
  paid_at_ms: number | null;
  subject: string | null;
  detail: { code: string; text: string }[];
  /** PayBy's reply without secrets. */
  raw: string;
  /** The sale of this till that it is about; null when this till did not make it. */
  here: FoundRow | null;
}

export interface FindClient {
  findOrders(query: FindQuery): Promise<FoundPage>;
  findChoices(): Promise<FindChoices>;
  savedFilters(): Promise<SavedFilter[]>;
  saveFilter(name: string, query: FindQuery): Promise<SavedFilter[]>;
  forgetFilter(id: string): Promise<SavedFilter[]>;
  /** A sale, or an order or a receipt of one, names it. */
  saleStory(number: string): Promise<SaleStory>;
  lookUp(kind: LookUpCode, number: string): Promise<LookedUpView>;
}
