/**
 * What the screens ask of the counter: selling, products, people, shifts, paper. Amounts and quantities go to the core
 * as a person typed them, in Latin or Arabic digits; the core reads them, and refuses with a code what it cannot read.
 * Every figure shown comes from the core. A command refused with `needs_manager` says in `action` what has to be
 * approved; one refused with `signed_out` was asked for while nobody was signed in.
 */
import type { MoneyView, OrderView } from './bindings';

// People

export type RoleCode = 'cashier' | 'manager' | 'owner';

/** Somebody who works at the till. */
export type PersonView = {
  /** For commands. */
  person: string;
  name: string;
  role: RoleCode;
  active: boolean;
  /** Until when too many wrong PINs keep them out, UTC ms. */
  locked_until_ms: number | null;
};

/** A person as somebody enters or changes them. */
export type PersonForm = {
  /** Null for somebody new. */
  person: string | null;
  name: string;
  role: RoleCode;
  active: boolean;
  /** Null leaves the PIN as it is. */
  pin: string | null;
};

/** What the shop has chosen about selling. */
export type SellSettings = {
  /** Whether customers are asked for a tip. */
  tips: boolean;
  /** To how many fils a cash total is rounded, in the customer's favour; 0 is not at all. */
  cash_rounding_fils: number;
  /** Whether the shop is registered for VAT. */
  registered: boolean;
  /** Whether there is a screen for the customer. */
  display: boolean;
};

// Products

export type UnitCode = 'piece' | 'kg';
export type VatCode = '5' | '0' | 'exempt';

export type ProductView = {
  code: string;
  name: string;
  name_ar: string | null;
  barcodes: string[];
  /** Per piece or kg; null when the cashier enters it. */
  price: MoneyView | null;
  vat: VatCode;
  category: string | null;
  /** For its tile, `#rrggbb`. */
  colour: string | null;
  unit: UnitCode;
  active: boolean;
};

export type ProductsQuery = {
  /** A part of the name in either language, a code or a barcode; empty is every one. */
  text: string;
  category: string | null;
  /** Lists what is not sold any more, instead of what is. */
  inactive: boolean;
  /** In whose order; English when it is left out. */
  language?: 'en' | 'ar';
  offset: number;
  limit: number;
};

export type ProductsView = {
  products: ProductView[];
  /** How many fit. */
  count: number;
  /** More fit than were counted: more letters are needed. */
  more: boolean;
};

/** A product as a person enters it. */
export type ProductForm = {
  /** Its code so far, when it is changed. */
  before: string | null;
  code: string;
  name: string;
  name_ar: string;
  barcodes: string[];
  /** Empty when the cashier enters the price. */
  price_text: string;
  vat: VatCode;
  category: string;
  colour: string | null;
  unit: UnitCode;
  active: boolean;
};

/** A row of a file that adds a product or changes one. */
export type ImportRow = {
  /** As a spreadsheet counts: the first row is 1. */
  row: number;
  /** As it will be. */
  product: ProductView;
  /** As it is; null when it is new. */
  before: ProductView | null;
};

/** A row of a file that cannot be taken. */
export type RefusedRow = {
  row: number;
  /** The code of the product it names. */
  product: string | null;
  /** The first problem's. */
  code: string;
  /** Every problem, one sentence after another. */
  message: string;
  problems: { code: string; message: string }[];
};

/** What a file of products would change, or has changed. */
export type ImportPreview = {
  file: string;
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
  /** The first of each, in the order of the file. */
  first_added: ImportRow[];
  first_changed: ImportRow[];
  first_refused: RefusedRow[];
  /** What the file has and products have not. */
  ignored_columns: string[];
  /** Sheets of a workbook beside the first. */
  ignored_sheets: string[];
};

export type ImportProgress = { done: number; all: number };

// The basket and the sale

export type LineView = {
  line: number;
  /** Null for an amount that somebody typed. */
  code: string | null;
  name: string;
  name_ar: string | null;
  note: string | null;
  /** `2`, `0.350`. */
  quantity: string;
  unit: UnitCode;
  /** Per piece or kg. */
  price: MoneyView;
  gross: MoneyView;
  /** The line's own. */
  discount: MoneyView;
  /** As it was given: `10 %`, `5.00`. */
  discount_text: string | null;
  /** After its own discount, before the sale's. */
  total: MoneyView;
  vat: VatCode;
};

export type BasketView = {
  /** Null while it is empty and was never begun. */
  sale: string | null;
  lines: LineView[];
  /** Pieces; a weighed line counts as one. */
  count: number;
  subtotal: MoneyView;
  /** On the whole sale. */
  discount: MoneyView;
  discount_text: string | null;
  /** What is inside the total. */
  vat: MoneyView;
  total: MoneyView;
  note: string | null;
  can_undo: boolean;
  /** The line that the last edit touched. */
  changed_line: number | null;
};

export type ParkedView = {
  sale: string;
  name: string | null;
  total: MoneyView;
  lines: number;
  /** What its first line is called. */
  first: string;
  /** The same in Arabic, where it has a name in it. */
  first_ar: string | null;
  parked_at_ms: number;
  by: string;
};

/** What a scanned or typed code meant. */
export type ScanView =
  | { kind: 'added'; basket: BasketView }
  /** Its price is open: ask for it. */
  | { kind: 'wants_price'; product: ProductView }
  /** Sold by weight, and the code has none: ask for it. */
  | { kind: 'wants_weight'; product: ProductView }
  /** A product, while a sale is being paid: nothing was added. */
  | { kind: 'product'; product: ProductView }
  | { kind: 'unknown'; code: string }
  /** Its check digit does not fit. */
  | { kind: 'bad_code'; code: string; message: string }
  /** A receipt of this till. */
  | { kind: 'receipt'; number: string; sale: string }
  /** A code from a customer's wallet, which only a payment can use. */
  | { kind: 'customer_code' };

export type SaleStatus = 'open' | 'partly_paid' | 'paid' | 'overpaid';
export type TenderCode = 'cash' | 'wallet';
export type ProofCode = 'proved' | 'under_way' | 'not_paid' | 'returned';

/** One payment of a sale. */
export type PaymentView = {
  tender: TenderCode;
  /** The wallet's order. */
  order: string | null;
  amount: MoneyView;
  tip: MoneyView;
  /** Cash as it was handed over. */
  given: MoneyView | null;
  change: MoneyView | null;
  /** What rounding took off, fils. */
  rounding_fils: number;
  proof: ProofCode;
};

export type SaleView = {
  sale: string;
  /** Its last characters, for people. */
  short: string;
  subject: string;
  /** The same in Arabic, where it has a name in it. */
  subject_ar: string | null;
  at_ms: number;
  by: string;
  lines: LineView[];
  discount: MoneyView;
  vat: MoneyView;
  total: MoneyView;
  status: SaleStatus;
  /** Every fils is proved. */
  complete: boolean;
  void: boolean;
  paid: MoneyView;
  under_way: MoneyView;
  due: MoneyView;
  over: MoneyView;
  change: MoneyView;
  /** What is due when all of it is paid in cash. */
  cash_due: MoneyView;
  /** What customers hand over for it. */
  quick_amounts: MoneyView[];
  payments: PaymentView[];
  receipt: string | null;
  returned: MoneyView;
  /** Whether to ask for a tip. */
  tips: boolean;
  /** A wallet payment of it waits for a person. */
  has_odd: boolean;
};

/** What taking some cash would do. */
export type CashPreview = {
  /** Null while the text is no amount. */
  given: MoneyView | null;
  change: MoneyView | null;
  /** What would still be due. */
  left: MoneyView | null;
  /** Why the text is no amount. */
  error: string | null;
};

// Receipts and returns

export type ReceiptKind = 'sale' | 'refund';
/** In millimetres; `80-narrow` is for printers that print 42 columns on it. */
export type PaperWidth = '58' | '80' | '80-narrow';

export type ReceiptRowView = {
  number: string;
  kind: ReceiptKind;
  sale: string;
  total: MoneyView;
  at_ms: number;
  by: string;
  lines: number;
  first: string;
  /** The same in Arabic, where it has a name in it. */
  first_ar: string | null;
};

export type ReceiptsQuery = {
  search: string | null;
  /** Null is today. */
  day: string | null;
  all_days: boolean;
};

export type ReceiptPicture = {
  number: string;
  /** A `data:` address. */
  png: string;
  width: number;
  height: number;
};

export type ReturnableLine = {
  line: number;
  name: string;
  name_ar: string | null;
  unit: UnitCode;
  sold: string;
  /** How much of it can still come back; null when it was returned by amount. */
  left: string | null;
  left_total: MoneyView;
};

export type ReturnWay = { tender: TenderCode; order: string | null; left: MoneyView };

export type ReturnView = {
  total: MoneyView;
  vat: MoneyView;
  tender: TenderCode;
  refund: string | null;
  receipt: string | null;
  at_ms: number;
  by: string;
  approved_by: string | null;
  reason: string;
  state: 'done' | 'under_way' | 'failed';
};

export type ReturnableView = {
  sale: SaleView;
  lines: ReturnableLine[];
  left: MoneyView;
  ways: ReturnWay[];
  returns: ReturnView[];
  papers: ReceiptRowView[];
};

export type ReturnWhat =
  | { kind: 'all' }
  | { kind: 'lines'; lines: { line: number; quantity: string }[] }
  | { kind: 'amount'; amount: string };

// The shift

export type CashMoveCode = 'float' | 'paid_in' | 'paid_out' | 'drop' | 'sale' | 'returned' | 'refund';

export type CashRowView = {
  kind: CashMoveCode;
  amount: MoneyView;
  at_ms: number;
  by: string;
  approved_by: string | null;
  reason: string | null;
  sale: string | null;
};

export type DenominationView = { fils: number; text: string; note: boolean };

export type ShiftView = {
  shift: number;
  opened_at_ms: number;
  opened_by: string;
  closed_at_ms: number | null;
  closed_by: string | null;
  rows: CashRowView[];
  float: MoneyView;
  sales: MoneyView;
  paid_in: MoneyView;
  paid_out: MoneyView;
  drops: MoneyView;
  refunds: MoneyView;
  /** What should be in the drawer; may be less than nothing. */
  expected_fils: number;
  expected_text: string;
  counted: MoneyView | null;
  /** Counted less expected. */
  difference_fils: number | null;
  /** Its size, without a sign. */
  difference_text: string | null;
  note: string | null;
};

/** What is still open when a shift is to be closed. */
export type OpenThingsView = {
  orders: OrderView[];
  sales: SaleView[];
  /** They hold more money than they should. */
  overpaid: SaleView[];
  parked: ParkedView[];
  prints: PrintView[];
  alerts: number;
};

export type CountForm = { pieces: { fils: number; pieces: number }[]; loose: string };

/** What a count comes to, against what should be in the drawer. */
export type CountView = {
  counted: MoneyView;
  /** Counted less expected. */
  difference_fils: number;
  /** Its size, without a sign. */
  difference_text: string;
};

// Printing

export type PrintStateCode = 'waiting' | 'printing' | 'uncertain';
export type Fault = { code: string; message: string };

export type PrintView = {
  id: number;
  what: 'receipt' | 'drawer';
  receipt: string | null;
  copy: boolean;
  state: PrintStateCode;
  fault: Fault | null;
  tries: number;
  at_ms: number;
  by: string;
};

export type PrinterView = {
  /** Whether the shop has one. */
  set: boolean;
  connection: string | null;
  fault: Fault | null;
  /** What will keep it from printing soon. */
  warning?: Fault | null;
  queue: PrintView[];
};

export type PrinterDevice = { connection: string; name: string };

// Settings

export type SettingView = { name: string; value: string | null; takes: string };
/** A setting's new value; null is the shipped one. */
export type SettingChange = { name: string; value: string | null };
/** A value that would not be taken, and what would. */
export type SettingRefusal = { name: string; takes: string };

// Commands

export interface PeopleClient {
  /** The first person of a till that has none. */
  makeOwner(name: string, pin: string): Promise<void>;
  /** Who may sign in. */
  people(): Promise<PersonView[]>;
  /** Everybody, also who does not work here any more. */
  peopleAll(): Promise<PersonView[]>;
  signIn(person: string, pin: string): Promise<void>;
  lock(): Promise<void>;
  /** Somebody with the right to it lets the person at the till do one thing, once, soon. */
  approve(action: string, person: string, pin: string): Promise<void>;
  changePin(oldPin: string, newPin: string): Promise<void>;
  putPerson(form: PersonForm): Promise<PersonView[]>;
}

export interface ProductsClient {
  products(query: ProductsQuery): Promise<ProductsView>;
  categories(): Promise<string[]>;
  putProduct(form: ProductForm): Promise<ProductView>;
  /** Null when the person closed the file dialog. Nothing is changed yet. */
  pickImport(): Promise<ImportPreview | null>;
  applyImport(leaveOutRefused: boolean): Promise<ImportPreview>;
  /** Forgets the file that was chosen. */
  dropImport(): Promise<void>;
  /** Writes a short list that shows what can be imported. Where it is; null when the person closed the dialog. */
  exportSample(): Promise<string | null>;
  /** Where the file is; null when the person closed the dialog. */
  exportProducts(): Promise<string | null>;
}

export interface SellClient {
  basket(): Promise<BasketView>;
  /** Quantity null is one, price null is the product's own. */
  addProduct(code: string, quantity: string | null, price: string | null): Promise<BasketView>;
  addAmount(amount: string, name: string | null, vat: VatCode): Promise<BasketView>;
  /** While a sale is being paid, nothing is added to a basket. */
  scan(text: string, paying: boolean): Promise<ScanView>;
  setQuantity(line: number, text: string): Promise<BasketView>;
  setPrice(line: number, text: string): Promise<BasketView>;
  /** `10%` or `5`; null takes it off. */
  discountLine(line: number, text: string | null): Promise<BasketView>;
  noteLine(line: number, text: string | null): Promise<BasketView>;
  removeLine(line: number): Promise<BasketView>;
  /** `10%` or `5`; null takes it off. */
  discountSale(text: string | null): Promise<BasketView>;
  noteSale(text: string | null): Promise<BasketView>;
  clearBasket(): Promise<BasketView>;
  undo(): Promise<BasketView>;

  park(name: string | null): Promise<BasketView>;
  parked(): Promise<ParkedView[]>;
  takeUp(sale: string): Promise<BasketView>;

  /** The basket becomes a sale that is being paid. */
  startSale(): Promise<SaleView>;
  sale(sale: string): Promise<SaleView>;
  /** The sales that are started and not complete. */
  openSales(): Promise<SaleView[]>;
  /** The sales that hold more money than they should: an old QR was paid after all. */
  overpaidSales(): Promise<SaleView[]>;
  /** Changes nothing. An empty text is exactly what is due. */
  previewCash(sale: string, given: string): Promise<CashPreview>;
  /** May be less than what is due; an empty text is exactly that. A wallet payment that is open is cancelled first. */
  takeCash(sale: string, given: string): Promise<SaleView>;
  /** Amount null is what is due; a code is the one on the customer's phone. */
  chargeSale(
    sale: string,
    amount: string | null,
    tip: string | null,
    code: string | null,
  ): Promise<OrderView>;
  giveCashBack(sale: string): Promise<SaleView>;
  backToBasket(sale: string): Promise<BasketView>;
  voidSale(sale: string, reason: string): Promise<SaleView>;
}

export interface ReceiptsClient {
  receipts(query: ReceiptsQuery): Promise<ReceiptRowView[]>;
  receiptPicture(number: string, width: PaperWidth): Promise<ReceiptPicture>;
  /** A copy, when it was printed before. */
  printReceipt(number: string): Promise<void>;
  /** Where the file is; null when the person closed the dialog. */
  saveReceipt(number: string): Promise<string | null>;
  returnable(sale: string): Promise<ReturnableView>;
  creditPreview(sale: string, what: ReturnWhat): Promise<MoneyView>;
  giveBack(
    sale: string,
    what: ReturnWhat,
    tender: TenderCode,
    order: string | null,
    reason: string,
  ): Promise<ReturnableView>;
  /** In cash: what a sale holds too much. */
  giveExcessBack(sale: string, reason: string): Promise<void>;
}

export interface ShiftClient {
  /** Null while none is open. */
  shift(): Promise<ShiftView | null>;
  /** The latest. */
  shifts(): Promise<ShiftView[]>;
  denominations(): Promise<DenominationView[]>;
  openShift(float: string): Promise<ShiftView>;
  moveCash(kind: 'paid_in' | 'paid_out' | 'drop', amount: string, reason: string): Promise<ShiftView>;
  openThings(): Promise<OpenThingsView>;
  countTotal(form: CountForm): Promise<CountView>;
  closeShift(form: CountForm, note: string | null): Promise<ShiftView>;
  openDrawer(reason: string): Promise<void>;
}

export interface PrintingClient {
  printer(): Promise<PrinterView>;
  testPrint(): Promise<void>;
  printAgain(id: number): Promise<PrinterView>;
  giveUpPrint(id: number): Promise<PrinterView>;
  printerDevices(): Promise<PrinterDevice[]>;
}

export interface SettingsClient {
  settings(): Promise<SettingView[]>;
  /** All of them or none. */
  changeSettings(changes: SettingChange[]): Promise<void>;
  /** Which of these would be refused. Changes nothing. */
  trySettings(changes: SettingChange[]): Promise<SettingRefusal[]>;
  /** A receipt as the shop would print it with these changes. */
  receiptSample(changes: SettingChange[], width: PaperWidth): Promise<ReceiptPicture>;
}

export interface DisplayClient {
  /** What the cashier has in front, which the customer's screen shows: a sale, a payment, or neither. */
  showCustomer(sale: string | null, order: string | null): Promise<void>;
}

export interface CounterClient
  extends PeopleClient,
    ProductsClient,
    SellClient,
    ReceiptsClient,
    ShiftClient,
    PrintingClient,
    SettingsClient,
    DisplayClient {}

/** What the counter announces. */
export interface CounterEvents {
  basketChanged(basket: BasketView): void;
  saleChanged(sale: SaleView): void;
  /** Cash or the shift changed: what is shown of them is asked for again. */
  drawerChanged(): void;
  printChanged(printer: PrinterView): void;
  importProgress(progress: ImportProgress): void;
}
