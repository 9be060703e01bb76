import { vi } from 'vitest';
import type {
  CashRowView,
  OpenThingsView,
  ReturnableView,
  SaleView,
  SettingView,
  ShiftView,
  TillClient,
} from '$shared/ipc/client';
import { money } from './orders';

export function row(change: Partial<CashRowView> = {}): CashRowView {
  return {
    kind: 'sale',
    amount: money('12.50'),
    at_ms: 1_795_000_000_000,
    by: 'Amina',
    approved_by: null,
    reason: null,
    sale: null,
    ...change,
  };
}

export function shift(change: Partial<ShiftView> = {}): ShiftView {
  const none = money('0.00');
  return {
    shift: 7,
    opened_at_ms: 1_795_000_000_000,
    opened_by: 'Amina',
    closed_at_ms: null,
    closed_by: null,
    rows: [],
    float: money('500.00'),
    sales: none,
    paid_in: none,
    paid_out: none,
    drops: none,
    refunds: none,
    expected_fils: 50_000,
    expected_text: '500.00',
    counted: null,
    difference_fils: null,
    difference_text: null,
    note: null,
    ...change,
  };
}

export const settled: OpenThingsView = {
  orders: [],
  sales: [],
  overpaid: [],
  parked: [],
  prints: [],
  alerts: 0,
};

export function paidSale(change: Partial<SaleView> = {}): SaleView {
  const none = money('0.00');
  return {
    sale: 'S1',
    short: '1041',
    subject: 'Karak',
    subject_ar: null,
    at_ms: 1_795_000_000_000,
    by: 'Amina',
    lines: [
      {
        line: 1,
        code: 'K',
        name: 'Karak',
        name_ar: 'كرك',
        note: null,
        quantity: '4',
        unit: 'piece',
        price: money('3.00'),
        gross: money('12.00'),
        discount: none,
        discount_text: null,
        total: money('12.00'),
        vat: '5',
      },
    ],
    discount: none,
    vat: money('0.57'),
    total: money('12.00'),
    status: 'paid',
    complete: true,
    void: false,
    paid: money('12.00'),
    under_way: none,
    due: none,
    over: none,
    change: none,
    cash_due: none,
    quick_amounts: [],
    payments: [
      {
        tender: 'cash',
        order: null,
        amount: money('5.00'),
        tip: none,
        given: money('10.00'),
        change: money('5.00'),
        rounding_fils: 0,
        proof: 'proved',
      },
      {
        tender: 'wallet',
        order: 'T1-9',
        amount: money('7.00'),
        tip: none,
        given: null,
        change: null,
        rounding_fils: 0,
        proof: 'proved',
      },
    ],
    receipt: 'T1-001041',
    returned: none,
    tips: false,
    has_odd: false,
    ...change,
  };
}

export function returnable(change: Partial<ReturnableView> = {}): ReturnableView {
  const sale = change.sale ?? paidSale();
  return {
    sale,
    lines: [
      {
        line: 1,
        name: 'Karak',
        name_ar: 'كرك',
        unit: 'piece',
        sold: '4',
        left: '4',
        left_total: money('12.00'),
      },
    ],
    left: money('12.00'),
    ways: [
      { tender: 'cash', order: null, left: money('5.00') },
      { tender: 'wallet', order: 'T1-9', left: money('7.00') },
    ],
    returns: [],
    papers: [
      {
        number: 'T1-001041',
        kind: 'sale',
        sale: sale.sale,
        total: sale.total,
        at_ms: sale.at_ms,
        by: sale.by,
        lines: 1,
        first: 'Karak',
        first_ar: null,
      },
    ],
    ...change,
  };
}

export const settingViews: SettingView[] = [
  ['merchant_name', 'Al Noor Trading'],
  ['merchant_name_ar', null],
  ['address', 'Deira, Dubai'],
  ['address_ar', null],
  ['phone', null],
  ['trn', null],
  ['receipt_footer', null],
  ['receipt_footer_ar', null],
  ['cash_rounding_fils', '0'],
  ['discount_limit_percent', '10'],
  ['tips', 'off'],
  ['business_day_start_h', '4'],
  ['printer', '192.168.1.50:9100'],
  ['paper', '80'],
  ['print_receipts', 'on'],
  ['idle_lock_s', '300'],
  ['price_prefixes', '20'],
  ['weight_prefixes', '22'],
  ['customer_display', 'auto'],
  ['customer_languages', 'ar,en'],
].map(([name, value]) => ({ name: name ?? '', value: value ?? null, takes: 'what it takes' }));

const picture = { number: 'T1-001041', png: 'data:image/png;base64,AAAA', width: 640, height: 900 };

/** The back of a shop that answers; a test changes what it says. */
export function backOf() {
  return {
    shift: vi.fn<TillClient['shift']>(async () => shift()),
    shifts: vi.fn<TillClient['shifts']>(async () => []),
    denominations: vi.fn<TillClient['denominations']>(async () => [
      { fils: 10_000, text: '100', note: true },
      { fils: 100, text: '1', note: false },
    ]),
    openShift: vi.fn<TillClient['openShift']>(async () => shift()),
    moveCash: vi.fn<TillClient['moveCash']>(async () => shift()),
    openThings: vi.fn<TillClient['openThings']>(async () => settled),
    countTotal: vi.fn<TillClient['countTotal']>(async () => ({
      counted: money('498.00'),
      difference_fils: -200,
      difference_text: '2.00',
    })),
    closeShift: vi.fn<TillClient['closeShift']>(async () =>
      shift({
        closed_at_ms: 1_795_000_100_000,
        closed_by: 'Amina',
        counted: money('498.00'),
        difference_fils: -200,
        difference_text: '2.00',
      }),
    ),
    openDrawer: vi.fn<TillClient['openDrawer']>(async () => undefined),

    receipts: vi.fn<TillClient['receipts']>(async () => returnable().papers),
    receiptPicture: vi.fn<TillClient['receiptPicture']>(async (number) => ({ ...picture, number })),
    printReceipt: vi.fn<TillClient['printReceipt']>(async () => undefined),
    saveReceipt: vi.fn<TillClient['saveReceipt']>(async () => null),
    returnable: vi.fn<TillClient['returnable']>(async () => returnable()),
    creditPreview: vi.fn<TillClient['creditPreview']>(async () => money('3.00')),
    giveBack: vi.fn<TillClient['giveBack']>(async () => returnable()),
    giveExcessBack: vi.fn<TillClient['giveExcessBack']>(async () => undefined),

    printer: vi.fn<TillClient['printer']>(async () => ({
      set: true,
      connection: '192.168.1.50:9100',
      fault: null,
      warning: null,
      queue: [],
    })),
    testPrint: vi.fn<TillClient['testPrint']>(async () => undefined),
    printAgain: vi.fn<TillClient['printAgain']>(async () => ({
      set: true,
      connection: '192.168.1.50:9100',
      fault: null,
      warning: null,
      queue: [],
    })),
    giveUpPrint: vi.fn<TillClient['giveUpPrint']>(async () => ({
      set: true,
      connection: '192.168.1.50:9100',
      fault: null,
      warning: null,
      queue: [],
    })),
    printerDevices: vi.fn<TillClient['printerDevices']>(async () => [
      { connection: 'usb:04b8:0e15', name: 'EPSON TM-T20II' },
    ]),
    settings: vi.fn<TillClient['settings']>(async () => settingViews),
    trySettings: vi.fn<TillClient['trySettings']>(async () => []),
    changeSettings: vi.fn<TillClient['changeSettings']>(async () => undefined),
    receiptSample: vi.fn<TillClient['receiptSample']>(async () => picture),
  };
}
