/** The demo's counter: one basket, its sales and their payments, in the page's memory. The core does this for real. */
import {
  type BasketView,
  type OrderView,
  type ParkedView,
  type PaymentView,
  type ProductView,
  type SaleView,
  type SellClient,
  TillError,
  type TillEvents,
  type VatCode,
} from '../client';
import { money, parse } from './orders';
import { demoBasket, type Kept, keptLine, priced } from './till';

/** What the counter needs of the rest of the demo. */
export interface Neighbours {
  byCode(code: string): ProductView | undefined;
  byBarcode(barcode: string): ProductView | undefined;
  start(fils: number, subject: string, scene: OrderView['scene'], sale: string): OrderView;
  cancel(order: string): Promise<OrderView>;
  order(order: string): OrderView | undefined;
  tell(): TillEvents | null;
}

interface Cash {
  given: number;
  towards: number;
}

interface DemoSale {
  kept: Kept;
  sale: string;
  at: number;
  orders: { order: string; amount: number; tip: number }[];
  cash: Cash[];
  void: boolean;
  receipt: string | null;
}

export class DemoCounter implements SellClient {
  #basket: Kept = { lines: [], discount: null, note: null };
  #before: Kept[] = [];
  #changed: number | null = null;
  #n = 1;
  #receipts = 1048;
  #parked: { view: ParkedView; kept: Kept }[] = [];
  #sales = new Map<string, DemoSale>();

  constructor(
    readonly scene: string,
    readonly near: Neighbours,
  ) {
    if (scene === 'basket' || scene === 'pay') {
      this.#basket = demoBasket(near);
      this.#n = 20;
    }
    if (scene === 'basket') {
      this.#park('Khalid, black car', demoBasket(near, 2));
    }
  }

  #view(): BasketView {
    const { lines, subtotal, discount, vat, total } = priced(this.#basket);
    return {
      sale: lines.length === 0 ? null : 'D1',
      lines,
      count: lines.reduce((sum, one) => sum + (one.unit === 'kg' ? 1 : Number(one.quantity)), 0),
      subtotal: money(subtotal),
      discount: money(discount),
      discount_text: this.#basket.discount,
      vat: money(vat),
      total: money(total),
      note: this.#basket.note,
      can_undo: this.#before.length > 0,
      changed_line: this.#changed,
    };
  }

  async #edit(changed: number | null, change: (kept: Kept) => Kept): Promise<BasketView> {
    const after = change(structuredClone(this.#basket));
    priced(after);
    this.#before.push(this.#basket);
    this.#basket = after;
    this.#changed = changed;
    return this.#view();
  }

  #line(line: number, change: (line: Kept['lines'][number]) => void): Promise<BasketView> {
    return this.#edit(line, (kept) => {
      const found = kept.lines.find((one) => one.line === line);
      if (found === undefined) {
        throw new TillError('no_such_line', 'That line is not in the basket any more.');
      }
      change(found);
      return kept;
    });
  }

  basket = async () => this.#view();

  addProduct: SellClient['addProduct'] = async (code, quantity, price) => {
    const product = this.near.byCode(code);
    if (product === undefined) {
      throw new TillError('no_such_product', 'There is no such product.');
    }
    return this.#add(product, quantity ?? '1', price);
  };

  #add(product: ProductView, quantity: string, price: string | null): Promise<BasketView> {
    const same = this.#basket.lines.find(
      (one) =>
        one.code === product.code && product.unit === 'piece' && one.discount === null && price === null,
    );
    if (same !== undefined) {
      return this.#line(same.line, (one) => {
        one.quantity = String(Number(one.quantity) + Number(quantity));
      });
    }
    const line = this.#n++;
    return this.#edit(line, (kept) => ({
      ...kept,
      lines: [...kept.lines, keptLine(line, product, quantity, price)],
    }));
  }

  addAmount: SellClient['addAmount'] = async (amount, name, vat: VatCode) => {
    const { fils, error } = parse(amount);
    if (fils === null) {
      throw new TillError(error ?? 'amount_not_a_number', 'That is not an amount.');
    }
    const line = this.#n++;
    return this.#edit(line, (kept) => ({
      ...kept,
      lines: [
        ...kept.lines,
        {
          line,
          code: null,
          name: name ?? 'Sale',
          name_ar: null,
          note: null,
          quantity: '1',
          unit: 'piece',
          each: fils,
          discount: null,
          vat,
        },
      ],
    }));
  };

  scan: SellClient['scan'] = async (text, paying) => {
    const product = this.near.byBarcode(text) ?? this.near.byCode(text);
    if (product !== undefined) {
      if (paying) {
        return { kind: 'product', product };
      }
      if (product.price === null || product.unit === 'kg') {
        return { kind: product.price === null ? 'wants_price' : 'wants_weight', product };
      }
      return { kind: 'added', basket: await this.#add(product, '1', null) };
    }
    return /^\d{16,24}$/.test(text) ? { kind: 'customer_code' } : { kind: 'unknown', code: text };
  };

  setQuantity: SellClient['setQuantity'] = (line, text) =>
    this.#line(line, (one) => {
      if (!(Number(text) > 0) || (one.unit === 'piece' && !Number.isInteger(Number(text)))) {
        throw new TillError('quantity_not_a_number', 'That is not a quantity. Write it as 2 or 0.350.');
      }
      one.quantity = text;
    });

  setPrice: SellClient['setPrice'] = (line, text) =>
    this.#line(line, (one) => {
      const { fils, error } = parse(text);
      if (fils === null) {
        throw new TillError(error ?? 'amount_not_a_number', 'That is not an amount.');
      }
      one.each = fils;
    });

  discountLine: SellClient['discountLine'] = (line, text) =>
    this.#line(line, (one) => {
      one.discount = text;
    });

  noteLine: SellClient['noteLine'] = (line, text) =>
    this.#line(line, (one) => {
      one.note = text;
    });

  removeLine: SellClient['removeLine'] = (line) =>
    this.#edit(null, (kept) => ({ ...kept, lines: kept.lines.filter((one) => one.line !== line) }));

  discountSale: SellClient['discountSale'] = (text) =>
    this.#edit(this.#changed, (kept) => ({ ...kept, discount: text }));

  noteSale: SellClient['noteSale'] = (text) => this.#edit(this.#changed, (kept) => ({ ...kept, note: text }));

  clearBasket = () => this.#edit(null, () => ({ lines: [], discount: null, note: null }));

  undo = async () => {
    this.#basket = this.#before.pop() ?? this.#basket;
    this.#changed = this.#basket.lines.at(-1)?.line ?? null;
    return this.#view();
  };

  #empty(): BasketView {
    this.#basket = { lines: [], discount: null, note: null };
    this.#before = [];
    this.#changed = null;
    return this.#view();
  }

  #park(name: string | null, kept: Kept): void {
    const { total, lines } = priced(kept);
    this.#parked.push({
      kept,
      view: {
        sale: `P${this.#n++}`,
        name,
        total: money(total),
        lines: lines.length,
        first: lines[0]?.name ?? '',
        first_ar: null,
        parked_at_ms: Date.now() - 420_000,
        by: 'Amina',
      },
    });
  }

  park: SellClient['park'] = async (name) => {
    this.#park(name, this.#basket);
    return this.#empty();
  };

  parked = async () => this.#parked.map((one) => one.view);

  takeUp: SellClient['takeUp'] = async (sale) => {
    const found = this.#parked.find((one) => one.view.sale === sale);
    if (found === undefined) {
      throw new TillError('not_parked', 'That basket is not parked any more. Look at the list again.');
    }
    if (this.#basket.lines.length > 0) {
      this.#park(null, this.#basket);
    }
    this.#parked = this.#parked.filter((one) => one !== found);
    this.#empty();
    this.#basket = found.kept;
    return this.#view();
  };

  startSale = async () => {
    if (this.#basket.lines.length === 0) {
      throw new TillError('basket_empty', 'The basket is empty. Add something first.');
    }
    const sale = `D${Date.now().toString(36)}`;
    this.#put(sale, this.#basket);
    this.near.tell()?.basketChanged(this.#empty());
    return this.#sale(sale);
  };

  #put(sale: string, kept: Kept): void {
    this.#sales.set(sale, {
      kept,
      sale,
      at: Date.now(),
      orders: [],
      cash: [],
      void: false,
      receipt: null,
    });
  }

  /** An amount that is charged without a basket is a sale all the same. */
  quick(order: OrderView): void {
    const line = { ...keptLine(1, undefined, '1', null), name: order.subject, each: order.amount.fils };
    this.#put(order.sale, { lines: [line], discount: null, note: null });
    this.#sales.get(order.sale)?.orders.push({ order: order.order, amount: order.amount.fils, tip: 0 });
  }

  /** An order changed: its sale did, too. */
  ordered(order: OrderView): void {
    if (this.#sales.has(order.sale)) {
      this.near.tell()?.saleChanged(this.#sale(order.sale));
    }
  }

  #find(sale: string): DemoSale {
    const found = this.#sales.get(sale);
    if (found === undefined) {
      throw new TillError('no_such_sale', 'There is no such sale on this till. Check the number.');
    }
    return found;
  }

  #payments(one: DemoSale): PaymentView[] {
    const none = money(0);
    return [
      ...one.cash.map(
        ({ given, towards }): PaymentView => ({
          tender: 'cash',
          order: null,
          amount: money(towards),
          tip: none,
          given: money(given),
          change: money(given - towards),
          rounding_fils: 0,
          proof: 'proved',
        }),
      ),
      ...one.orders.map(({ order, amount, tip }): PaymentView => {
        const state = this.near.order(order)?.state;
        return {
          tender: 'wallet',
          order,
          amount: money(amount),
          tip: money(tip),
          given: null,
          change: null,
          rounding_fils: 0,
          proof:
            state === 'paid' || state === 'paid_late'
              ? 'proved'
              : state === 'closed'
                ? 'not_paid'
                : 'under_way',
        };
      }),
    ];
  }

  #sale(sale: string): SaleView {
    const one = this.#find(sale);
    const { lines, discount, vat, total } = priced(one.kept);
    const payments = this.#payments(one);
    const sum = (proof: PaymentView['proof']) =>
      payments.reduce((all, p) => all + (p.proof === proof ? p.amount.fils : 0), 0);
    const paid = sum('proved');
    const due = Math.max(0, total - paid);
    const complete = due === 0 && !one.void;
    one.receipt ??= complete ? `T1-00${++this.#receipts}` : null;
    const next = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000].filter((note) => note > due);
    return {
      sale,
      short: sale.slice(-4).toUpperCase(),
      subject: lines.length === 1 ? (lines[0]?.name ?? '') : `${lines[0]?.name} + ${lines.length - 1}`,
      subject_ar: null,
      at_ms: one.at,
      by: 'Amina',
      lines,
      discount: money(discount),
      vat: money(vat),
      total: money(total),
      status: paid > total ? 'overpaid' : complete ? 'paid' : paid > 0 ? 'partly_paid' : 'open',
      complete,
      void: one.void,
      paid: money(paid),
      under_way: money(sum('under_way')),
      due: money(due),
      over: money(Math.max(0, paid - total)),
      change: money(one.cash.reduce((all, cash) => all + cash.given - cash.towards, 0)),
      cash_due: money(due),
      quick_amounts: [due, ...next].slice(0, 5).map(money),
      payments,
      receipt: one.receipt,
      returned: money(0),
      tips: this.scene === 'tips',
      has_odd: false,
    };
  }

  sale: SellClient['sale'] = async (sale) => this.#sale(sale);

  overpaidSales = async () => [];
  openSales = async () =>
    [...this.#sales.keys()].map((one) => this.#sale(one)).filter((one) => !one.complete && !one.void);

  previewCash: SellClient['previewCash'] = async (sale, given) => {
    const { due } = this.#sale(sale);
    const { fils, error } = given === '' ? { fils: due.fils, error: null } : parse(given);
    if (fils === null) {
      return { given: null, change: null, left: null, error };
    }
    return {
      given: money(fils),
      change: money(Math.max(0, fils - due.fils)),
      left: money(Math.max(0, due.fils - fils)),
      error: null,
    };
  };

  takeCash: SellClient['takeCash'] = async (sale, given) => {
    const one = this.#find(sale);
    for (const { order } of one.orders) {
      if (['submitting', 'awaiting_payment'].includes(this.near.order(order)?.state ?? '')) {
        await this.near.cancel(order);
      }
    }
    const due = this.#sale(sale).due.fils;
    const { fils, error } = given === '' ? { fils: due, error: null } : parse(given);
    if (fils === null) {
      throw new TillError(error ?? 'amount_not_a_number', 'That is not an amount.');
    }
    one.cash.push({ given: fils, towards: Math.min(fils, due) });
    return this.#sale(sale);
  };

  chargeSale: SellClient['chargeSale'] = async (sale, amount, tip, code) => {
    const one = this.#find(sale);
    const view = this.#sale(sale);
    if (view.under_way.fils > 0) {
      throw new TillError('sale_held', 'A wallet payment for this sale is still open.');
    }
    const fils = amount === null ? view.due.fils : (parse(amount).fils ?? 0);
    if (fils > view.due.fils) {
      throw new TillError('more_than_due', `Only ${view.due.text} AED of this sale is left to pay.`);
    }
    const extra = tip === null ? 0 : (parse(tip).fils ?? 0);
    const order = this.near.start(fils + extra, view.subject, code === null ? 'qr' : 'code', sale);
    one.orders.push({ order: order.order, amount: fils, tip: extra });
    this.ordered(order);
    return order;
  };

  giveCashBack: SellClient['giveCashBack'] = async (sale) => {
    this.#find(sale).cash = [];
    return this.#sale(sale);
  };

  backToBasket: SellClient['backToBasket'] = async (sale) => {
    this.#basket = this.#find(sale).kept;
    this.#sales.delete(sale);
    return this.#view();
  };

  voidSale: SellClient['voidSale'] = async (sale, reason) => {
    if (reason.trim() === '') {
      throw new TillError('reason_missing', 'Say why in a few words: the reason is kept.');
    }
    this.#find(sale).void = true;
    return this.#sale(sale);
  };
}
