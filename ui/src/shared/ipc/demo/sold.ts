/** Made-up sales behind the demo's receipts. */
import type { LineView, PaymentView, ReturnableView, SaleView } from '../client';
import { money } from './orders';

type Good = [name: string, nameAr: string | null, quantity: string, each: number, total: number, unit?: 'kg'];

export interface Sold {
  view: ReturnableView;
  number: string;
}

function line([name, name_ar, quantity, each, total, unit]: Good, n: number): LineView {
  return {
    line: n + 1,
    code: `P${n}`,
    name,
    name_ar,
    note: null,
    quantity,
    unit: unit ?? 'piece',
    price: money(each),
    gross: money(total),
    discount: money(0),
    discount_text: null,
    total: money(total),
    vat: '5',
  };
}

function payment(tender: 'cash' | 'wallet', fils: number, order: string | null, given?: number): PaymentView {
  return {
    tender,
    order,
    amount: money(fils),
    tip: money(0),
    given: given === undefined ? null : money(given),
    change: given === undefined ? null : money(given - fils),
    rounding_fils: 0,
    proof: 'proved',
  };
}

function sold(
  n: number,
  ago: number,
  by: string,
  goods: Good[],
  pay: [number, number | null][],
  order: string | null,
): Sold {
  const lines = goods.map(line);
  const total = goods.reduce((sum, good) => sum + good[4], 0);
  const at_ms = Date.now() - ago * 1000;
  const number = `T1-${String(1040 + n).padStart(6, '0')}`;
  const zero = money(0);
  const payments = pay.map(([fils, given]) =>
    given === null ? payment('wallet', fils, order) : payment('cash', fils, null, given),
  );
  const sale: SaleView = {
    sale: `S${n}`,
    short: String(1040 + n),
    subject: goods[0]?.[0] ?? '',
    subject_ar: null,
    at_ms,
    by,
    lines,
    discount: zero,
    vat: money(Math.round((total * 5) / 105)),
    total: money(total),
    status: 'paid',
    complete: true,
    void: false,
    paid: money(total),
    under_way: zero,
    due: zero,
    over: zero,
    change: zero,
    cash_due: zero,
    quick_amounts: [],
    payments,
    receipt: number,
    returned: zero,
    tips: false,
    has_odd: false,
  };
  return soldOf(sale, number);
}

/** What can be given back of a sale that is paid. */
export function soldOf(sale: SaleView, number: string): Sold {
  return {
    number,
    view: {
      sale,
      lines: sale.lines.map((one) => ({
        line: one.line,
        name: one.name,
        name_ar: one.name_ar,
        unit: one.unit,
        sold: one.quantity,
        left: one.quantity,
        left_total: one.total,
      })),
      left: sale.total,
      ways: sale.payments.map((one) => ({ tender: one.tender, order: one.order, left: one.amount })),
      returns: [],
      papers: [
        {
          number,
          kind: 'sale',
          sale: sale.sale,
          total: sale.total,
          at_ms: sale.at_ms,
          by: sale.by,
          lines: sale.lines.length,
          first: sale.subject,
          first_ar: null,
        },
      ],
    },
  };
}

/** The newest last. `order` is a paid wallet order of the demo's day. */
export function soldToday(order: string | null): Sold[] {
  return [
    sold(1, 19_000, 'Amina', [['Karak', 'كرك', '4', 300, 1200]], [[1200, 2000]], null),
    sold(
      2,
      16_400,
      'Amina',
      [
        ['Perfume, 50 ml', 'عطر 50 مل', '1', 14_400, 14_400],
        ['Gift box', 'علبة هدية', '1', 4500, 4500],
      ],
      [[18_900, null]],
      order,
    ),
    sold(
      3,
      9800,
      'Yousef',
      [
        ['Dates, Khalas', 'تمر خلاص', '1.250', 5200, 6500, 'kg'],
        ['Saffron, 5 g', 'زعفران 5 غ', '2', 2750, 5500],
        ['Oud gift box, wrapped, with a card for Mr. Al Mansoori', null, '1', 123_450, 123_450],
      ],
      [
        [100_000, null],
        [35_450, 40_000],
      ],
      order,
    ),
    sold(
      4,
      3100,
      'Yousef',
      [
        ['قهوة عربية', 'قهوة عربية', '2', 1800, 3600],
        ['Water', 'ماء', '5', 235, 1175],
      ],
      [[4775, 5000]],
      null,
    ),
    sold(5, 640, 'Amina', [['Lunch, table 4', null, '1', 3325, 3325]], [[3325, null]], order),
  ];
}
