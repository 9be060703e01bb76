/**
 * A core that lives in the page, for looking at the screens in a browser: `npm run build:demo`. It plays the part
 * with timers and invents what it says; it is not in the program that is shipped.
 * The address chooses what is seen: `?scene=…&theme=dark&lang=ar&text=large#/…`.
 */
import { encode } from 'uqr';
import {
  type AppView,
  type ImportProgress,
  type OrdersQuery,
  type OrderView,
  type PaymentClient,
  type RefundView,
  type StoryEntry,
  type TillClient,
  TillError,
  type TillEvents,
  type TrainingView,
} from '../client';
import { refusing } from '../refusing';
import { demoBack } from './back';
import { demoCancellations } from './cancellations';
import { DemoCounter } from './counter';
import { demoDay } from './day';
import { demoFind } from './find';
import { demoKeeping } from './keeping';
import { DemoMatching } from './matching';
import { actions, build, type Made, money, parse, tell } from './orders';
import { demoPapers } from './papers';
import { DemoPeople } from './people';
import { DemoProducts } from './products';
import { day, scenes } from './scenes';

const publicPem = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA3fWq0nR7mJk0h1u7rJ8Q
demoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMO
demoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMO
VwIDAQAB
-----END PUBLIC KEY-----
`;

class DemoTill implements PaymentClient {
  #app: AppView;
  #orders: OrderView[] = [];
  #refunds: RefundView[] = [];
  #stories = new Map<string, StoryEntry[]>();
  #training: TrainingView = { faults: [], network_down: false };
  #to: TillEvents | null = null;
  #made = 0;

  constructor(readonly scene: string) {
    const needed = ['setup', 'sealed', 'wizard', 'passphrase'].includes(scene);
    this.#app = {
      setup: needed ? 'needed' : scene === 'locked' ? 'locked' : scene === 'failed' ? 'failed' : 'ready',
      failure:
        scene === 'failed'
          ? {
              code: 'db_corrupted',
              message:
                'The till’s database has a damaged page. Copy the folder “Fils” to a safe place, then restore the last backup.',
              action: null,
            }
          : null,
      mode: needed || scene === 'failed' ? null : scene.startsWith('live') ? 'live' : 'training',
      version: '0.1.0',
      partner_id: '200000012345',
      till_name: 'Till 1',
      clock: scene === 'clock' ? { offset_ms: 247000 } : null,
      online: scene !== 'offline',
      storage:
        scene === 'full' ? 'The disk is full. Free some space; until then no new payment can start.' : null,
      owner_needed: false,
      person: null,
      may: [],
      idle_lock_s: 0,
      sells: { tips: scene === 'tips', cash_rounding_fils: 0, registered: true, display: false },
      warnings: scene === 'alerts' ? ['config.toml: “paymnt_window_s” is not a setting of Fils.'] : [],
    };
    if (!scene.endsWith('first')) {
      this.#seedDay();
    }
    this.#seedScene();
  }

  #make(from: Made): OrderView {
    const order = build(from, ++this.#made);
    this.#orders.unshift(order);
    this.#stories.set(order.order, tell(order));
    return order;
  }

  #seedDay(): void {
    for (const made of day) {
      this.#make(made);
    }
    const refunded = this.#orders.find((order) => order.refunded.fils > 0);
    if (refunded !== undefined) {
      this.#refunds.push({
        refund: `R-${refunded.short}-1`,
        order: refunded.order,
        amount: refunded.refunded,
        state: 'refunded',
        detail: null,
        order_no: null,
        alert: null,
        is_final: true,
        reason: 'One item was broken',
        at_ms: Date.now() - 15_000_000,
      });
    }
  }

  #seedScene(): void {
    for (const made of scenes[this.scene] ?? []) {
      this.#make(made);
    }
  }

  #find(order: string): OrderView {
    const found = this.#orders.find((one) => one.order === order);
    if (found === undefined) {
      throw new TillError('no_such_order', 'There is no such order.');
    }
    return found;
  }

  #set(
    order: string,
    change: Partial<OrderView>,
    kind?: string,
    params: StoryEntry['text_params'] = {},
  ): void {
    const before = this.#find(order);
    const after: OrderView = { ...before, ...change, at_ms: Date.now() };
    after.actions = actions(after.state);
    if (after.state === 'paid' || after.state === 'paid_late') {
      after.paid_at_ms ??= Date.now();
      after.refundable = money(after.amount.fils - after.refunded.fils);
    }
    this.#orders = this.#orders.map((one) => (one.order === order ? after : one));
    if (kind !== undefined) {
      const story = this.#stories.get(order) ?? [];
      story.push({
        seq: story.length + 1,
        at_ms: Date.now(),
        kind,
        by: 'till',
        refund: null,
        text_params: params,
        raw: null,
      });
    }
    this.#to?.changed(after);
    this.ordered(after);
  }

  #later(ms: number, work: () => void): void {
    setTimeout(() => {
      if (!this.#training.network_down) {
        work();
      } else {
        this.#later(1000, work);
      }
    }, ms);
  }

  /** Tells the counter of an order that changed. */
  ordered: (order: OrderView) => void = () => undefined;
  /** Tells the counter of an amount that was charged without a basket. */
  quick: (order: OrderView) => void = () => undefined;

  start = (fils: number, subject: string | null, scene: OrderView['scene'], sale?: string): OrderView => {
    const made = this.#make({
      fils,
      subject: subject ?? 'Sale',
      state: 'submitting',
      headline: 'sending',
      scene,
    });
    const order = { ...made, sale: sale ?? made.sale };
    this.#orders = this.#orders.map((one) => (one === made ? order : one));
    if (sale === undefined) {
      this.quick(order);
    }
    this.#to?.changed(order);
    this.#later(250, () =>
      this.#set(order.order, {
        state: 'awaiting_payment',
        headline: scene === 'qr' ? 'waiting_for_customer' : 'confirming',
        order_no: '202611211300042',
        deadline_ms: Date.now() + 90_000,
        token_url: scene === 'qr' ? `https://checkout.payby.com/qr/${order.short}` : null,
      }),
    );
    return order;
  };

  #ready(): void {
    this.#app = { ...this.#app, setup: 'ready', mode: this.#app.mode ?? 'live' };
    this.#to?.appChanged(this.#app);
  }

  appState = async () => this.#app;

  /** What the people see of the till, and how they change it. */
  get lobby() {
    return {
      app: () => this.#app,
      changed: (app: AppView) => {
        this.#app = app;
        this.#to?.appChanged(app);
      },
    };
  }

  /** Other books are in the place of these. */
  restored(): void {
    this.#app = { ...this.#app, mode: this.#app.mode ?? 'live' };
    this.#ready();
  }

  setupTraining = async () => {
    this.#app = { ...this.#app, mode: 'training' };
    this.#ready();
  };

  makeKey = async () => {
    await new Promise((done) => setTimeout(done, 500));
    return { public_pem: publicPem };
  };

  importKey = async () => ({ public_pem: publicPem });

  setupAccount: PaymentClient['setupAccount'] = async (account) => {
    if (this.scene === 'passphrase' && account.passphrase === null) {
      throw new TillError('passphrase_needed', 'This computer has no key store.');
    }
    if (!account.payby_public_key.includes('PUBLIC KEY')) {
      throw new TillError(
        'key_not_a_key',
        'That is not a public key. Copy it whole, from “-----BEGIN” to “-----END”.',
      );
    }
    this.#ready();
  };

  testConnection = async () => {
    await new Promise((done) => setTimeout(done, 700));
    const bad = this.scene === 'wizard';
    return [
      { code: 'key', ok: true, detail: null },
      { code: 'connection', ok: true, detail: null },
      { code: 'clock', ok: true, detail: null },
      { code: 'signature', ok: !bad, detail: bad ? 'PayBy says: INVALID_SIGN' : null },
      { code: 'database', ok: true, detail: null },
    ];
  };

  unlock = async (passphrase: string) => {
    if (passphrase !== 'open') {
      throw new TillError('passphrase_wrong', 'That is not the passphrase. Nothing was changed.');
    }
    this.#app = { ...this.#app, mode: 'live' };
    this.#ready();
  };

  enterAmount = async (text: string) => {
    const { fils, error } = parse(text);
    return { ok: error === null, amount: fils === null ? null : money(fils), error };
  };

  charge: PaymentClient['charge'] = async (text, description) =>
    this.start(parse(text).fils ?? 0, description, 'qr');

  chargeCode: PaymentClient['chargeCode'] = async (text, description, code) => {
    if (!/^[\w-]{10,}$/.test(code)) {
      throw new TillError('not_a_code', 'That is not a customer’s payment code. Nothing was charged.');
    }
    return this.start(parse(text).fils ?? 0, description, 'code');
  };

  cancel = async (order: string) => {
    this.#set(order, { state: 'closing', headline: 'cancelling_by_cashier' }, 'person_acted', {
      action: 'cancel',
    });
    this.#later(1600, () => {
      if (this.#find(order).state === 'closing') {
        this.#set(
          order,
          { state: 'closed', headline: 'closed_cancelled', reason: 'cancelled_by_cashier' },
          'cancelled',
        );
      }
    });
    return this.#find(order);
  };

  ask = async (order: string) => {
    this.#set(order, {}, 'person_acted', { action: 'ask' });
    return this.#find(order);
  };

  replace = async (order: string) => {
    const old = this.#find(order);
    return this.start(old.amount.fils, old.subject, 'qr');
  };

  decide: PaymentClient['decide'] = async (order, decision, reason) => {
    const ends = {
      keep: { state: 'paid', headline: 'paid_kept' },
      revoke: { state: 'closed', headline: 'closed_revoked' },
      close: { state: 'closed', headline: 'closed_by_person' },
    } as const;
    this.#set(order, { ...ends[decision], alert: null }, 'person_acted', {
      action: `decide_${decision}`,
      reason,
    });
    return this.#find(order);
  };

  refund: PaymentClient['refund'] = async (order, text, reason) => {
    const fils = parse(text).fils ?? 0;
    const had = this.#find(order);
    if (fils > had.refundable.fils) {
      throw new TillError('refund_too_large', `Only AED ${had.refundable.text} can still be refunded.`);
    }
    const refund: RefundView = {
      refund: `R-${had.short}-${this.#refunds.length + 1}`,
      order,
      amount: money(fils),
      state: 'requested',
      detail: null,
      order_no: null,
      alert: null,
      is_final: false,
      reason,
      at_ms: Date.now(),
    };
    this.#refunds.push(refund);
    this.#to?.refundChanged(refund);
    this.#later(1500, () => {
      this.#refunds = this.#refunds.map((one) =>
        one.refund === refund.refund ? { ...one, state: 'refunded' } : one,
      );
      this.#set(
        order,
        { refunded: money(had.refunded.fils + fils), refundable: money(had.refundable.fils - fils) },
        'state_changed',
        { to: 'refunded' },
      );
    });
  };

  payments = async () =>
    this.#orders.filter(
      (one) =>
        Date.now() - one.created_at_ms < 600_000 &&
        (one.state !== 'closed' || Date.now() - one.at_ms < 60_000),
    );

  alerts = async () => this.#orders.filter((one) => one.alert !== null);

  orders = async (query: OrdersQuery) => {
    const today = new Date(Date.now() + 4 * 3_600_000).toISOString().slice(0, 10);
    const all = query.day === null || query.day === today ? this.#orders : [];
    const is = {
      all: () => true,
      open: (one: OrderView) => ['submitting', 'awaiting_payment', 'closing'].includes(one.state),
      paid: (one: OrderView) => one.state === 'paid' || one.state === 'paid_late',
      closed: (one: OrderView) => one.state === 'closed',
      attention: (one: OrderView) => one.alert !== null,
    };
    const wanted = query.search.toLowerCase();
    const rows = all.filter(
      (one) =>
        is[query.filter](one) &&
        `${one.order} ${one.subject} ${one.amount.text}`.toLowerCase().includes(wanted),
    );
    return {
      day: query.day ?? today,
      rows,
      total_taken: money(
        all.filter(is.paid).reduce((sum, one) => sum + one.amount.fils - one.refunded.fils, 0),
      ),
      counts: {
        all: all.length,
        open: all.filter(is.open).length,
        paid: all.filter(is.paid).length,
        closed: all.filter(is.closed).length,
        attention: all.filter(is.attention).length,
      },
    };
  };

  story = async (order: string) => ({
    order: this.#find(order),
    refunds: this.#refunds.filter((one) => one.order === order),
    entries: this.#stories.get(order) ?? [],
  });

  qr = async (order: string) => {
    const url = this.#find(order).token_url;
    if (url === null) {
      return null;
    }
    const { size, data } = encode(url, { border: 0 });
    const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
    return { size, path };
  };

  trainingStatus = async () => (this.#app.mode === 'training' ? this.#training : null);

  trainingCustomer: PaymentClient['trainingCustomer'] = async (order, act) => {
    const { state } = this.#find(order);
    if (act === 'scan') {
      this.#later(300, () =>
        this.#set(order, { headline: 'scanned', scanned_by: '+971-58*92' }, 'call_answered', {
          op: 'get_cashier_url_info',
          outcome: 'accepted',
        }),
      );
    } else if (act === 'pay' && state !== 'closed') {
      this.#later(300, () =>
        this.#set(
          order,
          { state: 'paid', headline: state === 'closing' ? 'paid_while_cancelling' : 'paid', alert: null },
          'state_changed',
          { to: 'paid' },
        ),
      );
    } else if (act === 'decline') {
      this.#later(300, () =>
        this.#set(
          order,
          { state: 'closed', headline: 'closed_refused', reason: 'refused' },
          'state_changed',
          { to: 'closed', reason: 'refused' },
        ),
      );
    } else {
      this.#later(300, () =>
        this.#set(
          order,
          {
            state: 'paid_late',
            headline: 'paid_late',
            alert: { code: 'paid_late', since_ms: Date.now(), detail: null },
          },
          'paid_late',
        ),
      );
    }
  };

  trainingFault: PaymentClient['trainingFault'] = async (fault) => {
    if (fault.kind === 'network_down') {
      this.#training = { ...this.#training, network_down: true };
      this.#app = { ...this.#app, online: false };
      this.#to?.appChanged(this.#app);
    } else {
      this.#training = { ...this.#training, faults: [...this.#training.faults, fault] };
    }
  };

  trainingClear = async () => {
    this.#training = { faults: [], network_down: false };
    this.#app = { ...this.#app, online: true };
    this.#to?.appChanged(this.#app);
  };

  closeDecision = async () => undefined;

  listen = async (to: TillEvents) => {
    this.#to = to;
    if (this.scene === 'close') {
      setTimeout(() => to.closeRequested({ open: 2 }), 50);
    }
    if (this.scene === 'justpaid') {
      const order = this.#make({
        fils: 12550,
        subject: 'Lunch, table 7',
        state: 'closing',
        headline: 'cancelling_by_cashier',
        ago: 40,
      });
      location.hash = `#/payment/${order.order}`;
      setTimeout(() => this.#set(order.order, { state: 'paid', headline: 'paid_while_cancelling' }), 400);
    }
    return () => {
      this.#to = null;
    };
  };

  /** How far an import of the demo's is. */
  importing = (progress: ImportProgress) => this.#to?.importProgress(progress);

  /** What the back of the shop sees of the payments, and to whom it tells what changed. */
  get around() {
    return { orders: () => this.#orders, tell: () => this.#to };
  }

  /** The order a scene is about. */
  get newest(): string | undefined {
    return this.#orders[0]?.order;
  }
}

/** What the address wants of the preferences is what was chosen before. */
function prefer(params: URLSearchParams): void {
  const wanted = { language: params.get('lang'), theme: params.get('theme'), textSize: params.get('text') };
  const chosen = Object.entries(wanted).filter(([, value]) => value !== null);
  if (chosen.length > 0) {
    localStorage.setItem('fils.preferences', JSON.stringify(Object.fromEntries(chosen)));
  }
}

export function demoClient(params: URLSearchParams): TillClient {
  prefer(params);
  const till = new DemoTill(params.get('scene') ?? 'busy');
  if (location.hash.endsWith('/newest') && till.newest !== undefined) {
    location.hash = location.hash.replace('newest', till.newest);
  }
  const people = new DemoPeople(till.scene, till.lobby);
  const products = new DemoProducts(till.scene, till.importing);
  const back = demoBack(till.scene, till.around);
  const matching = new DemoMatching(till.scene, (progress) => till.around.tell()?.matching(progress));
  const counter = new DemoCounter(till.scene, {
    byCode: (code) => products.byCode(code),
    byBarcode: (barcode) => products.byBarcode(barcode),
    start: till.start,
    cancel: till.cancel,
    order: (order) => till.around.orders().find((one) => one.order === order),
    tell: () => {
      const to = till.around.tell();
      return to === null ? null : { ...to, saleChanged: (sale) => to.saleChanged(back.met(sale)) };
    },
  });
  till.ordered = (order) => counter.ordered(order);
  till.quick = (order) => counter.quick(order);
  const takeCash: TillClient['takeCash'] = async (sale, given) =>
    back.met(await counter.takeCash(sale, given));
  return people.gated({
    ...refusing(),
    ...till,
    ...people,
    ...products,
    ...back,
    ...counter,
    ...demoDay(till.scene),
    ...demoFind({ orders: till.around.orders, story: till.story }),
    ...matching,
    ...demoKeeping(till.scene, { restored: () => till.restored() }),
    ...demoPapers(till.scene),
    cancellations: demoCancellations,
    takeCash,
  });
}
