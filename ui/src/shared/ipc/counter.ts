/**
 * What the screens ask of the counter: selling, products, people, shifts, paper. Amounts and quantities go to the core
 * as a person typed them, in Latin or Arabic digits; the core reads them, and refuses with a code what it cannot read.
 * Every figure shown comes from the core. A command refused with `needs_manager` says in `action` what has to be
 * approved; one refused with `signed_out` was asked for while nobody was signed in.
 */
import type {
  BasketView,
  CashPreview,
  CountForm,
  CountView,
  DenominationView,
  ImportPreview,
  ImportProgress,
  MoneyView,
  OpenThingsView,
  OrderView,
  PaperWidth,
  ParkedView,
  PersonForm,
  PersonView,
  PrinterDevice,
  PrinterView,
  ProductForm,
  ProductsQuery,
  ProductsView,
  ProductView,
  ReceiptPicture,
  ReceiptRowView,
  ReceiptsQuery,
  ReturnableView,
  ReturnWhat,
  SaleView,
  ScanView,
  SettingChange,
  SettingRefusal,
  SettingView,
  ShiftView,
  TenderCode,
  VatCode,
} from './bindings';

export type {
  BasketView,
  CashMoveCode,
  CashPreview,
  CashRowView,
  CountForm,
  CountView,
  DenominationView,
  ImportPreview,
  ImportProgress,
  ImportRow,
  LineView,
  OpenThingsView,
  PaperWidth,
  ParkedView,
  PaymentView,
  PersonForm,
  PersonView,
  PrinterDevice,
  PrinterView,
  PrintFault as Fault,
  PrintStateCode,
  PrintView,
  ProductForm,
  ProductsQuery,
  ProductsView,
  ProductView,
  ProofCode,
  ReceiptKindCode as ReceiptKind,
  ReceiptPicture,
  ReceiptRowView,
  ReceiptsQuery,
  RefusedRow,
  ReturnableLine,
  ReturnableView,
  ReturnView,
  ReturnWay,
  ReturnWhat,
  RoleCode,
  SaleStatus,
  SaleView,
  ScanView,
  SellSettings,
  SettingChange,
  SettingRefusal,
  SettingView,
  ShiftView,
  TenderCode,
  UnitCode,
  VatCode,
} from './bindings';

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
