/** A day, its figures and its reports as a test needs them. */
import { vi } from 'vitest';
import type {
  Compared,
  DayClient,
  DayView,
  Figure,
  FindQuery,
  ReportView,
  ToDecide,
  ZPreview,
  ZRow,
} from '$shared/ipc/client';
import { money } from './orders';

export const query: FindQuery = {
  text: '',
  from: '2026-11-21',
  to: '2026-11-21',
  states: [],
  tender: null,
  cashier: null,
  category: null,
  vat: null,
  hour: null,
  flags: [],
  refunded_on: null,
  after: null,
};

export function figure(key: string, amount: string, count: number, change: Partial<FindQuery> = {}): Figure {
  return { key, label: null, count, amount: money(amount), query: { ...query, ...change } };
}

export function compared(today: string, change: Partial<Compared> = {}): Compared {
  return {
    today: money(today),
    yesterday: money('100.00'),
    last_week: money('300.00'),
    count: 12,
    count_yesterday: 9,
    count_last_week: 20,
    than_yesterday: money('110.00'),
    than_last_week: money('-90.00'),
    change_yesterday: '+110.0 %',
    change_last_week: '-30.0 %',
    ...change,
  };
}

export function decision(change: Partial<ToDecide>): ToDecide {
  return {
    code: 'late_payment',
    count: 1,
    amount: null,
    about: null,
    at_ms: null,
    go: 'alerts',
    query: null,
    order: null,
    sale: null,
    day: null,
    ...change,
  };
}

const hours = Array.from({ length: 24 }, (_, n) => (n + 4) % 24);

/** 210.00 were taken on 2026-11-21, which is today. */
export function dayView(change: Partial<DayView> = {}): DayView {
  return {
    day: '2026-11-21',
    today: '2026-11-21',
    closed_by: null,
    unclosed: [],
    to_decide: [],
    sold: compared('220.00'),
    given_back: compared('10.00', { count: 1 }),
    net: compared('210.00'),
    vat: money('10.00'),
    vat_registered: true,
    average: money('18.33'),
    by_tender: [
      figure('cash', '60.00', 4, { tender: 'cash' }),
      figure('wallet', '150.00', 8, { tender: 'wallet' }),
    ],
    by_vat: [figure('5', '210.00', 12, { vat: '5' })],
    by_cashier: [{ ...figure('Amina', '210.00', 12, { cashier: 'Amina' }), label: 'Amina' }],
    by_category: [
      { ...figure('Drinks', '220.00', 11, { category: 'Drinks' }), label: 'Drinks' },
      figure('', '-10.00', 1, { category: '' }),
    ],
    by_hour: hours.map((hour) =>
      hour === 9 || hour === 13
        ? figure(String(hour), hour === 9 ? '60.00' : '150.00', hour === 9 ? 4 : 8, { hour })
        : figure(String(hour), '0.00', 0, { hour }),
    ),
    by_hour_last_week: hours.map((hour) => money(hour === 10 ? '300.00' : '0.00')),
    refunds: figure('refunds', '10.00', 1, { refunded_on: '2026-11-21' }),
    cancellations: { count: 3, query: { ...query, flags: ['cancelled'] } },
    voids: figure('voids', '0.00', 0, { states: ['void'] }),
    discounts: figure('discounts', '4.00', 2, { flags: ['discount'] }),
    tips: figure('tips', '0.00', 0, { flags: ['tip'] }),
    rounding: { ...figure('rounding', '0.00', 0), query: null },
    cash: {
      opened_with: money('300.00'),
      sales: money('70.00'),
      refunds: money('10.00'),
      paid_in: money('0.00'),
      paid_out: money('0.00'),
      drops: money('0.00'),
      expected: money('360.00'),
      counted: money('358.00'),
      difference: money('-2.00'),
      shifts: [
        {
          id: 7,
          by: 'Amina',
          opened_ms: 1_795_235_000_000,
          closed_ms: 1_795_260_000_000,
          difference: money('-2.00'),
        },
      ],
    },
    wallet: {
      received: money('174.50'),
      refunded: money('0.00'),
      tips: money('0.00'),
      of_receipts: money('150.00'),
      held: money('24.50'),
      taken_over: money('0.00'),
      fees: null,
    },
    matched: { list_at_ms: null, statement_at_ms: null, open_differences: 0 },
    ...change,
  };
}

export function zRow(n: number, day: string, change: Partial<ZRow> = {}): ZRow {
  return {
    n,
    number: `T1-Z${String(n).padStart(4, '0')}`,
    day,
    at_ms: Date.parse(`${day}T19:40:00Z`),
    by: 'Noor',
    signed_off_by: null,
    net: money('210.00'),
    grand_total: money('2,100.00'),
    receipts: 12,
    ...change,
  };
}

export function report(change: Partial<ReportView> = {}): ReportView {
  return {
    kind: 'x',
    n: null,
    number: null,
    day: '2026-11-21',
    from_ms: Date.parse('2026-11-20T19:40:00Z'),
    to_ms: Date.parse('2026-11-21T10:00:00Z'),
    by: 'Noor',
    signed_off_by: null,
    reason: null,
    lines: [
      { section: 'sales', code: 'sold', label: null, count: 12, amount: money('220.00') },
      { section: 'sales', code: 'given_back', label: null, count: 1, amount: money('10.00') },
      { section: 'sales', code: 'net', label: null, count: null, amount: money('210.00') },
      { section: 'cashiers', code: 'cashier', label: 'Amina', count: 12, amount: money('210.00') },
      { section: 'counts', code: 'first_receipt', label: 'T1-001000', count: null, amount: null },
      { section: 'totals', code: 'grand_total', label: null, count: null, amount: money('2,310.00') },
    ],
    open: [],
    head: 'a1'.repeat(32),
    copy: false,
    training: false,
    ...change,
  };
}

export function preview(change: Partial<ZPreview> = {}): ZPreview {
  return { days: ['2026-11-21'], day: '2026-11-21', open: [], report: report(), ...change };
}

/** The commands of the day, each answering with the ordinary day. */
export function daysOf() {
  const z = (n: number) => report({ kind: 'z', n, number: `T1-Z${String(n).padStart(4, '0')}` });
  return {
    day: vi.fn<DayClient['day']>(async (day) => dayView(day === null ? {} : { day })),
    xReport: vi.fn<DayClient['xReport']>(async () => report()),
    zPreview: vi.fn<DayClient['zPreview']>(async () => preview()),
    closeDay: vi.fn<DayClient['closeDay']>(async (day) => ({ ...z(10), day })),
    zReports: vi.fn<DayClient['zReports']>(async (before) =>
      before === null
        ? [zRow(9, '2026-11-20'), zRow(8, '2026-11-19', { signed_off_by: 'Noor' })]
        : [zRow(1, '2026-11-12')],
    ),
    report: vi.fn<DayClient['report']>(async (n) => ({ ...z(n), copy: true })),
    printReport: vi.fn<DayClient['printReport']>(async () => undefined),
    saveReport: vi.fn<DayClient['saveReport']>(async () => 'C:\\Fils\\Z.pdf'),
  };
}
