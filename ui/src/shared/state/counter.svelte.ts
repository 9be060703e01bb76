import { SvelteMap } from 'svelte/reactivity';
import type { BasketView, ParkedView, ProductView, SaleView, ScanView } from '../ipc/client';
import { t } from '../messages/index.svelte';
import type { Session } from './session.svelte';

/** A product that waits for what its code did not say. */
export interface Asked {
  readonly id: number;
  readonly product: ProductView;
  readonly wants: 'price' | 'weight';
}

/**
 * What the core last said of the basket and the sales, and the way to ask for more. Edits go out one after the other,
 * in the order they were made, so that ten scans in a second are ten lines.
 */
export class Counter {
  /** Null until the core has said what is in it. */
  basket = $state.raw<BasketView | null>(null);
  parked = $state.raw<ParkedView[]>([]);
  /** The sales that are started and not complete. */
  open = $state.raw<SaleView[]>([]);
  /** The sales that hold more money than they should. */
  over = $state.raw<SaleView[]>([]);
  /** The newest view of every sale seen in this window. */
  readonly sales = new SvelteMap<string, SaleView>();
  /** What was scanned or touched and needs a price or a weight; the first is in front. */
  asked = $state.raw<Asked[]>([]);

  /** What a customer's code is for, as the screen in front sees it. */
  customerCode: ((code: string) => void) | null = null;

  #queue: Promise<unknown> = Promise.resolve();
  #askedId = 0;

  constructor(readonly session: Session) {}

  /** Nobody is there to sell: the core would refuse. */
  get #idle(): boolean {
    return this.session.app?.person === null;
  }

  async load(): Promise<void> {
    if (!this.#idle) {
      await this.edit(() => this.session.client.basket());
    }
  }

  /** What else changes with a basket or a sale is asked for again. */
  async refresh(): Promise<void> {
    const { client } = this.session;
    if (this.#idle) {
      return;
    }
    await this.session.attempt(async () => {
      const [parked, open, over] = await Promise.all([
        client.parked(),
        client.openSales(),
        client.overpaidSales(),
      ]);
      this.parked = parked;
      if (over.length > this.over.length) {
        this.session.sounds.alert();
      }
      this.over = over;
      this.#opened(open);
    });
  }

  learn(sale: SaleView): void {
    this.sales.set(sale.sale, sale);
    if (sale.complete || sale.void) {
      this.open = this.open.filter((one) => one.sale !== sale.sale);
    } else if (this.open.some((one) => one.sale === sale.sale)) {
      this.open = this.open.map((one) => (one.sale === sale.sale ? sale : one));
    } else {
      this.open = [...this.open, sale];
    }
  }

  /** It became a basket again. */
  forget(sale: string): void {
    this.sales.delete(sale);
    this.open = this.open.filter((one) => one.sale !== sale);
  }

  /** Changes the basket. Returns whether the core took it. */
  edit(command: () => Promise<BasketView>): Promise<boolean> {
    return this.#then(async () => {
      const done = await this.session.attempt(command);
      if (done !== null) {
        this.basket = done.value;
      }
      return done !== null;
    });
  }

  /** Resolves once every edit made so far is done. */
  settled(): Promise<unknown> {
    return this.#queue;
  }

  /** Adds a product, or asks for what is missing to add it. */
  add(product: ProductView): void {
    if (product.price === null) {
      this.#ask(product, 'price');
    } else if (product.unit === 'kg') {
      this.#ask(product, 'weight');
    } else {
      void this.edit(() => this.session.client.addProduct(product.code, null, null));
    }
  }

  answered(asked: Asked): void {
    this.asked = this.asked.filter((one) => one.id !== asked.id);
  }

  /** Finds out what a code means, and does it. */
  scan(code: string): Promise<void> {
    return this.#then(async () => {
      const done = await this.session.attempt(() => this.session.client.scan(code, false));
      if (done === null) {
        this.session.sounds.unknownScan();
      } else {
        this.#meant(done.value, code);
      }
    });
  }

  /** What a code means while a sale is being paid, when it is not the customer's. */
  notForPaying(meant: ScanView): void {
    const { session } = this;
    session.sounds.unknownScan();
    if (meant.kind === 'bad_code') {
      session.toast('bad', t().sell.badCode(meant.code));
    } else if (meant.kind === 'unknown') {
      session.toast('bad', t().pay.notACode);
    } else {
      session.toast('bad', t().pay.basketIsFixed);
    }
  }

  #meant(meant: ScanView, code: string): void {
    const { session } = this;
    switch (meant.kind) {
      case 'added':
        session.sounds.scan();
        this.basket = meant.basket;
        this.#tellAdded(meant.basket);
        return;
      case 'wants_price':
      case 'wants_weight':
        session.sounds.scan();
        this.#ask(meant.product, meant.kind === 'wants_price' ? 'price' : 'weight');
        return;
      case 'receipt':
        session.sounds.scan();
        session.router.go({ screen: 'receipts', sale: meant.sale });
        return;
      case 'customer_code':
        if (this.customerCode === null) {
          session.sounds.unknownScan();
          session.toast('bad', t().sell.codeTooEarly);
        } else {
          session.sounds.scan();
          this.customerCode(code);
        }
        return;
      case 'bad_code':
        session.sounds.unknownScan();
        session.toast('bad', t().sell.badCode(meant.code));
        return;
      case 'unknown':
      case 'product':
        session.sounds.unknownScan();
        session.toast('bad', t().sell.unknownCode(code));
        return;
    }
  }

  /** Who looks at another screen is told that the next sale has begun. */
  #tellAdded(basket: BasketView): void {
    if (this.session.router.route.screen !== 'till') {
      const line = basket.lines.find((one) => one.line === basket.changed_line);
      this.session.toast('good', t().sell.addedElsewhere(line?.name ?? ''));
    }
  }

  #ask(product: ProductView, wants: Asked['wants']): void {
    this.#askedId += 1;
    this.asked = [...this.asked, { id: this.#askedId, product, wants }];
  }

  #opened(open: SaleView[]): void {
    this.open = open;
    for (const sale of open) {
      this.sales.set(sale.sale, sale);
    }
  }

  #then<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work);
    this.#queue = next.catch(() => undefined);
    return next;
  }
}
