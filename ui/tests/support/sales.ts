import type { BasketView, LineView, PaymentView, ProductView, SaleView } from '$shared/ipc/client';
import { money } from './orders';

const none = money('0.00');

export function product(change: Partial<ProductView> = {}): ProductView {
  return {
    code: 'KRK',
    name: 'Karak',
    name_ar: 'كرك',
    barcodes: ['6291000100010'],
    price: money('5.00'),
    vat: '5',
    category: 'Drinks',
    colour: null,
    unit: 'piece',
    active: true,
    ...change,
  };
}

export function line(change: Partial<LineView> = {}): LineView {
  return {
    line: 1,
    code: 'KRK',
    name: 'Karak',
    name_ar: 'كرك',
    note: null,
    quantity: '1',
    unit: 'piece',
    price: money('5.00'),
    gross: money('5.00'),
    discount: none,
    discount_text: null,
    total: money('5.00'),
    vat: '5',
    ...change,
  };
}

export function basket(lines: LineView[] = [], change: Partial<BasketView> = {}): BasketView {
  return {
    sale: lines.length === 0 ? null : 'S1',
    lines,
    count: lines.length,
    subtotal: none,
    discount: none,
    discount_text: null,
    vat: none,
    total: none,
    note: null,
    can_undo: false,
    changed_line: lines.at(-1)?.line ?? null,
    ...change,
  };
}

export function sale(change: Partial<SaleView> = {}): SaleView {
  return {
    sale: 'S1',
    short: '7K2Q',
    subject: 'Karak',
    subject_ar: null,
    at_ms: Date.now(),
    by: 'Amina',
    lines: [line()],
    discount: none,
    vat: money('0.60'),
    total: money('12.50'),
    status: 'open',
    complete: false,
    void: false,
    paid: none,
    under_way: none,
    due: money('12.50'),
    over: none,
    change: none,
    cash_due: money('12.50'),
    quick_amounts: [money('15.00'), money('20.00'), money('50.00')],
    payments: [],
    receipt: null,
    returned: none,
    tips: false,
    has_odd: false,
    ...change,
  };
}

export function payment(change: Partial<PaymentView> = {}): PaymentView {
  return {
    tender: 'wallet',
    order: 'T1-1',
    amount: money('12.50'),
    tip: none,
    given: null,
    change: null,
    rounding_fils: 0,
    proof: 'under_way',
    ...change,
  };
}
