/** Searching, in the demo: today's orders as they are, and some weeks before them. */
import type {
  FindClient,
  FindQuery,
  FoundRow,
  LookedUpView,
  OrderView,
  SaleStateCode,
  SaleStory,
  SavedFilter,
  StoryEntry,
  StoryView,
} from '../client';
import { TillError } from '../client';
import { money } from './orders';

const page = 50;
const dayMs = 86_400_000;
const inDubai = 4 * 3_600_000;

const goods: readonly [string, string, number, string][] = [
  ['Karak', 'كرك', 150, 'Drinks'],
  ['Samosa', 'سمبوسة', 200, 'Snacks'],
  ['Chicken shawarma', 'شاورما دجاج', 900, 'Meals'],
  ['Water 500 ml', 'ماء ٥٠٠ مل', 100, 'Drinks'],
  ['Camel milk', 'حليب الإبل', 1099, 'Dairy'],
  ['Saffron 1 g', 'زعفران ١ غرام', 4500, 'Spices'],
  ['Dates, box', 'علبة تمر', 3250, 'Sweets'],
];
const people = ['Aisha', 'Bilal', 'Noor'];

const states: Record<OrderView['state'], SaleStateCode> = {
  submitting: 'open',
  awaiting_payment: 'open',
  closing: 'open',
  paid: 'complete',
  closed: 'unpaid',
  paid_late: 'late',
  needs_review: 'review',
};

function dayOf(ms: number): string {
  return new Date(ms + inDubai).toISOString().slice(0, 10);
}

function ofOrder(order: OrderView): FoundRow {
  const back = order.refunded.fils;
  const state = states[order.state];
  const returned = back === 0 ? state : back < order.amount.fils ? 'part_returned' : 'returned';
  return {
    sale: order.sale,
    receipt: null,
    orders: [order.order],
    short: order.short,
    at_ms: order.created_at_ms,
    day: dayOf(order.created_at_ms),
    state: order.state === 'paid' ? returned : state,
    total: order.amount,
    returned: back === 0 ? null : order.refunded,
    cashier: 'Noor',
    tenders: order.state === 'paid' || order.state === 'paid_late' ? ['wallet'] : [],
    what: order.subject,
    what_ar: order.subject_ar,
    attention: order.alert !== null,
  };
}

/** The n-th sale before today; the same whenever it is made. */
function past(n: number): FoundRow {
  const one = goods[(n * 7) % goods.length] ?? ['', '', 0, ''];
  const two = goods[(n * 3 + 1) % goods.length] ?? ['', '', 0, ''];
  const many = (n % 4) + 1;
  const at = Date.now() - dayMs - n * 700_000;
  const state: SaleStateCode =
    n % 97 === 5
      ? 'returned'
      : n % 41 === 3
        ? 'part_returned'
        : n % 53 === 7
          ? 'void'
          : n % 61 === 8
            ? 'unpaid'
            : 'complete';
  const total = one[2] * many + two[2];
  const paid = state !== 'void' && state !== 'unpaid';
  const cash = n % 3 === 0;
  const times = many > 1 ? ` ×${many}` : '';
  return {
    sale: `T1-S${n}`,
    receipt: paid ? `T1-${String(90_000 - n).padStart(6, '0')}` : null,
    orders: cash ? [] : [`T1-O${n}`],
    short: (0x3f7a1 * (n + 3)).toString(36).toUpperCase().slice(-6).padStart(6, 'K'),
    at_ms: at,
    day: dayOf(at),
    state,
    total: money(total),
    returned: state === 'returned' ? money(total) : state === 'part_returned' ? money(two[2]) : null,
    cashier: people[n % people.length] ?? '',
    tenders: !paid ? [] : cash ? ['cash'] : n % 17 === 2 ? ['cash', 'wallet'] : ['wallet'],
    what: `${one[0]}${times}, ${two[0]}`,
    what_ar: `${one[1]}${times}، ${two[1]}`,
    attention: false,
  };
}

const older = Array.from({ length: 3000 }, (_, n) => past(n));

function fits(row: FoundRow, query: FindQuery): boolean {
  const text = [
    row.sale,
    row.receipt,
    row.short,
    ...row.orders,
    row.what,
    row.what_ar,
    row.cashier,
    row.total.text,
  ]
    .join(' ')
    .toLowerCase();
  const flags = query.flags.every((flag) =>
    flag === 'attention'
      ? row.attention
      : flag === 'refund'
        ? row.returned !== null
        : flag === 'cancelled' && row.state === 'unpaid',
  );
  return (
    query.text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word)) &&
    (query.from === null || row.day >= query.from) &&
    (query.to === null || row.day <= query.to) &&
    (query.states.length === 0 || query.states.includes(row.state)) &&
    (query.tender === null || row.tenders.includes(query.tender)) &&
    (query.cashier === null || row.cashier === query.cashier) &&
    (query.category === null ||
      goods.some(([name, , , category]) => category === query.category && row.what.includes(name))) &&
    (query.hour === null || new Date(row.at_ms + inDubai).getUTCHours() === query.hour) &&
    (query.refunded_on === null || (row.returned !== null && row.day === query.refunded_on)) &&
    flags
  );
}

function told(row: FoundRow): StoryEntry[] {
  const lines: [number, string, string, StoryEntry['text_params']][] = [
    [0, 'sale_started', row.cashier, { amount: row.total.text }],
  ];
  if (row.tenders.includes('cash')) {
    lines.push([
      9000,
      'cash_taken',
      row.cashier,
      { towards: row.total.text, given: row.total.text, change: '0.00' },
    ]);
  }
  if (row.receipt !== null) {
    lines.push([9001, 'sale_completed', 'till', { receipt: row.receipt, total: row.total.text }]);
  }
  if (row.returned !== null && row.receipt !== null) {
    lines.push(
      [
        600_000,
        'cash_refunded',
        row.cashier,
        { amount: row.returned.text, reason: 'Box was open', approved_by: 'Noor' },
      ],
      [600_001, 'sale_returned', row.cashier, { total: row.returned.text, receipt: 'T1-090417' }],
    );
  }
  if (row.state === 'void') {
    lines.push([60_000, 'sale_void', row.cashier, { reason: 'Changed their mind', approved_by: 'Noor' }]);
  }
  return lines.map(([after, kind, by, text_params], i) => ({
    seq: i + 1,
    at_ms: row.at_ms + after,
    kind,
    by,
    refund: null,
    text_params,
    raw: null,
  }));
}

interface Till {
  orders: () => readonly OrderView[];
  story: (order: string) => Promise<StoryView>;
}

export function demoFind(till: Till): FindClient {
  let saved: SavedFilter[] = [];
  const all = () => [...till.orders().map(ofOrder), ...older];
  const named = (number: string) =>
    all().find((row) => row.sale === number || row.receipt === number || row.orders.includes(number));
  return {
    async findOrders(query) {
      const fitting = all().filter((row) => fits(row, query));
      const start = query.after === null ? 0 : fitting.findIndex((row) => row.sale === query.after) + 1;
      const rows = fitting.slice(start, start + page);
      const more = fitting.length > start + page;
      return { rows, next: more ? (rows.at(-1)?.sale ?? null) : null, behind: 0 };
    },
    async findChoices() {
      return { people, categories: [...new Set(goods.map(([, , , category]) => category))].sort() };
    },
    async savedFilters() {
      return saved;
    },
    async saveFilter(name, query) {
      saved = [...saved.filter((one) => one.name !== name), { id: String(saved.length + 1), name, query }];
      return saved;
    },
    async forgetFilter(id) {
      saved = saved.filter((one) => one.id !== id);
      return saved;
    },
    async saleStory(number): Promise<SaleStory> {
      const row = named(number);
      if (row === undefined) {
        throw new TillError('no_such_sale', `There is no sale ${number} in this till.`);
      }
      const live = till.orders().filter((order) => row.orders.includes(order.order));
      const orders = await Promise.all(live.map((order) => till.story(order.order)));
      return { row, orders, entries: live.length > 0 ? [] : told(row) };
    },
    async lookUp(kind, number): Promise<LookedUpView> {
      const here = named(number) ?? null;
      const nothing = {
        kind,
        words: null,
        number: null,
        payby_no: null,
        status: null,
        amount: null,
        paid_at_ms: null,
        subject: null,
        detail: [],
        raw: '',
        here: null,
      };
      if (number.startsWith('0')) {
        return { ...nothing, end: 'no_proof', words: 'the connection timed out' };
      }
      if (here === null && !/^\d{10,}$/.test(number)) {
        return {
          ...nothing,
          end: 'refused',
          words: 'order not exist (2001)',
          raw: '{\n  "head": { "code": "2001" }\n}',
        };
      }
      return {
        ...nothing,
        end: 'found',
        number: here === null ? 'WEB-20261120-7731' : number,
        payby_no: '131990000054321',
        status: 'PAID_SUCCESS',
        amount: here?.total ?? money(12_900),
        paid_at_ms: here?.at_ms ?? Date.now() - 2 * dayMs,
        subject: here?.what ?? 'Web shop',
        detail: [
          { code: 'channel', text: 'BALANCE' },
          { code: 'fee', text: 'AED 1.29' },
        ],
        raw: '{\n  "body": {\n    "acquireOrder": { "status": "PAID_SUCCESS" },\n    "interActionParams": { "tokenUrl": "***" }\n  }\n}',
        here,
      };
    },
  };
}
