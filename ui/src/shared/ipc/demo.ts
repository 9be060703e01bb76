/**
 * A core that lives in the page, for looking at the screens in a browser: `npm run build:demo`. It plays the part
 * with timers and invents what it says; it is not in the program that is shipped.
 * The address chooses what is seen: `?scene=…&theme=dark#/…`.
 */
import { encode } from 'uqr';
import {
  type AlertCode,
  type AppView,
  type HeadlineCode,
  type MoneyView,
  type OrdersQuery,
  type OrderView,
  type RefundView,
  type StateCode,
  type StoryEntry,
  type TillClient,
  TillError,
  type TillEvents,
  type TrainingView,
} from './client';

const publicPem = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA3fWq0nR7mJk0h1u7rJ8Q
demoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMO
demoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMO
VwIDAQAB
-----END PUBLIC KEY-----
`;

function money(fils: number): MoneyView {
  const text = (fils / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
  return { fils, text, currency: 'AED' };
}

function parse(text: string): { fils: number | null; error: string | null } {
  const plain = text
    .trim()
    .replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660))
    .replaceAll(',', '')
    .replace('٫', '.');
  if (plain === '') {
    return { fils: null, error: 'empty' };
  }
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(plain)) {
    return { fils: null, error: 'not_a_number' };
  }
  if ((plain.split('.')[1] ?? '').length > 2) {
    return { fils: null, error: 'too_many_decimals' };
  }
  if ((plain.split('.')[0] ?? '').length > 12) {
    return { fils: null, error: 'too_large' };
  }
  const fils = Math.round(Number(plain) * 100);
  return fils === 0 ? { fils: null, error: 'zero' } : { fils, error: null };
}

const nothing = {
  cancel: false,
  ask: false,
  replace: false,
  keep: false,
  revoke: false,
  close: false,
  refund: false,
};

function actions(state: StateCode): OrderView['actions'] {
  switch (state) {
    case 'submitting':
    case 'awaiting_payment':
      return { ...nothing, cancel: true, ask: true };
    case 'closing':
      return { ...nothing, ask: true };
    case 'paid':
      return { ...nothing, ask: true, refund: true };
    case 'closed':
      return { ...nothing, ask: true, replace: true };
    case 'paid_late':
      return { ...nothing, ask: true, keep: true, revoke: true };
    case 'needs_review':
      return { ...nothing, ask: true, revoke: true, close: true };
  }
}

interface Made {
  fils: number;
  subject: string;
  state: StateCode;
  headline: HeadlineCode;
  ago?: number;
  scene?: OrderView['scene'];
  scannedBy?: string;
  reason?: string;
  detail?: string;
  alert?: AlertCode;
  alertDetail?: string;
  refunded?: number;
}

class DemoTill implements TillClient {
  #app: AppView;
  #orders: OrderView[] = [];
  #refunds: RefundView[] = [];
  #stories = new Map<string, StoryEntry[]>();
  #training: TrainingView = { faults: [], network_down: false };
  #to: TillEvents | null = null;
  #made = 0;

  constructor(readonly scene: string) {
    const needed = ['setup', 'wizard', 'passphrase'].includes(scene);
    this.#app = {
      setup: needed ? 'needed' : scene === 'locked' ? 'locked' : scene === 'failed' ? 'failed' : 'ready',
      failure:
        scene === 'failed'
          ? {
              code: 'database_corrupt',
              message:
                'The till’s database has a damaged page. Copy the folder “Fils” to a safe place, then restore the last backup.',
            }
          : null,
      mode: needed || scene === 'failed' ? null : scene.startsWith('live') ? 'live' : 'training',
      version: '0.1.0',
      partner_id: '200000012345',
      till_name: 'Till 1',
      clock: scene === 'clock' ? { offset_ms: 247000 } : null,
      online: scene !== 'offline',
    };
    if (!scene.endsWith('first')) {
      this.#seedDay();
    }
    this.#seedScene();
  }

  #make(from: Made): OrderView {
    const at = Date.now() - (from.ago ?? 0) * 1000;
    const n = ++this.#made;
    const short = (0x2b7d1 * n + 0x4f1).toString(36).toUpperCase().slice(-4).padStart(4, '7');
    const paid = from.state === 'paid' || from.state === 'paid_late';
    const order: OrderView = {
      order: `T1-20261121T0906${String(n).padStart(2, '0')}-${short}`,
      short,
      sale: `S${n}`,
      state: from.state,
      headline: from.headline,
      at_ms: at + 9000,
      created_at_ms: at,
      amount: money(from.fils),
      subject: from.subject,
      scene: from.scene ?? 'qr',
      deadline_ms: from.state === 'awaiting_payment' || from.state === 'closing' ? at + 90_000 : null,
      expires_at_ms: at + 180_000,
      token_url:
        from.state === 'awaiting_payment' && from.scene !== 'code'
          ? `https://checkout.payby.com/qr/1a2b3c4d5e6f${n}`
          : null,
      scanned_by: from.scannedBy ?? (paid ? '+971-58*92' : null),
      order_no: from.state === 'submitting' ? null : `2026112113${String(7_000_000 + n * 7919)}`,
      paid_at_ms: paid ? at + 21_000 : null,
      reason: from.reason ?? null,
      reason_detail: from.detail ?? null,
      alert:
        from.alert === undefined
          ? null
          : { code: from.alert, since_ms: at + 20_000, detail: from.alertDetail ?? null },
      refunded: money(from.refunded ?? 0),
      refundable: money(paid ? from.fils - (from.refunded ?? 0) : 0),
      actions: actions(from.state),
    };
    this.#orders.unshift(order);
    this.#stories.set(order.order, this.#tell(order));
    return order;
  }

  #tell(order: OrderView): StoryEntry[] {
    const amount = `AED ${order.amount.text}`;
    const lines: [number, string, StoryEntry['text_params'], string | null, string | null][] = [
      [0, 'created', { amount }, 'Cashier', null],
      [
        14,
        'place_order',
        {},
        null,
        `POST /sgs/api/acquire2/placeOrder\n\n{\n  "requestTime": ${order.created_at_ms},\n  "bizContent": {\n    "merchantOrderNo": "${order.order}",\n    "subject": "${order.subject}",\n    "totalAmount": { "currency": "AED", "amount": ${order.amount.text} },\n    "paySceneCode": "DYNQR"\n  }\n}\n\nHTTP 200, signature valid\n{ "head": { "applyStatus": "SUCCESS", "code": "0", "msg": "SUCCESS" } }`,
      ],
      [420, 'order_created', {}, null, null],
      [
        2600,
        'query',
        {},
        null,
        'POST /sgs/api/acquire2/getOrder\n\nHTTP 200, signature valid\n{ "body": { "acquireOrder": { "status": "CREATED" } } }',
      ],
    ];
    if (order.scanned_by !== null) {
      lines.push([9100, 'scanned', { payer: order.scanned_by }, null, null]);
    }
    if (order.state === 'paid' || order.state === 'paid_late') {
      lines.push([
        21_000,
        order.state,
        { amount },
        null,
        'POST /sgs/api/acquire2/getOrder\n\nHTTP 200, signature valid\n{ "body": { "acquireOrder": { "status": "PAID_SUCCESS" } } }',
      ]);
    }
    if (order.state === 'closed') {
      lines.push(
        [30_000, 'cancel_requested', {}, 'Cashier', null],
        [30_400, 'cancel_sent', {}, null, null],
        [31_000, 'cancelled', {}, null, null],
      );
    }
    if (order.state === 'needs_review') {
      lines.push([21_000, 'needs_review', { detail: 'the amount is 1.00 instead of 100.00' }, null, null]);
    }
    return lines.map(([after, kind, text_params, by, raw], i) => ({
      seq: i + 1,
      at_ms: order.created_at_ms + after,
      kind,
      by,
      text_params,
      raw,
    }));
  }

  #seedDay(): void {
    const day: Made[] = [
      { fils: 2450, subject: 'Karak and paratha', state: 'paid', headline: 'paid', ago: 19000 },
      { fils: 18900, subject: 'Sale 7K2Q', state: 'paid', headline: 'paid', ago: 16400, refunded: 4500 },
      {
        fils: 6500,
        subject: 'Dates, 1 kg',
        state: 'closed',
        headline: 'closed_expired',
        ago: 13800,
        reason: 'expired',
      },
      { fils: 6500, subject: 'Dates, 1 kg', state: 'paid', headline: 'paid', ago: 13650 },
      {
        fils: 123450,
        subject: 'Oud gift box, wrapped, with a card for Mr. Al Mansoori',
        state: 'paid',
        headline: 'paid',
        ago: 9800,
      },
      {
        fils: 1200,
        subject: 'Water, 12',
        state: 'closed',
        headline: 'closed_cancelled',
        ago: 7200,
        reason: 'cancelled_by_cashier',
      },
      { fils: 4775, subject: 'قهوة عربية', state: 'paid', headline: 'paid', ago: 3100 },
      {
        fils: 9900,
        subject: 'Sale 0M4T',
        state: 'closed',
        headline: 'closed_refused',
        ago: 1500,
        reason: 'refused',
        detail: 'Insufficient balance',
      },
      { fils: 3325, subject: 'Lunch, table 4', state: 'paid', headline: 'paid', ago: 640 },
    ];
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
        reason: 'One item was broken',
        at_ms: Date.now() - 15_000_000,
      });
    }
  }

  #seedScene(): void {
    const wait: Made = {
      fils: 12550,
      subject: 'Lunch, table 7',
      state: 'awaiting_payment',
      headline: 'waiting_for_customer',
      ago: 22,
    };
    const also: Made = {
      fils: 3600,
      subject: 'Karak, 6',
      state: 'awaiting_payment',
      headline: 'scanned',
      scannedBy: '+971-58*92',
      ago: 51,
    };
    const scenes: { readonly [name in string]?: Made[] } = {
      waiting: [wait],
      live: [also, wait],
      busy: [
        { ...wait, ago: 80 },
        also,
        { fils: 9900, subject: 'Perfume', state: 'closing', headline: 'cancelling_by_cashier', ago: 40 },
        { fils: 4200, subject: 'Sweets', state: 'paid', headline: 'paid', ago: 60 },
      ],
      scanned: [also],
      code: [{ ...wait, scene: 'code' }],
      sending: [{ ...wait, state: 'submitting', headline: 'sending', ago: 1 }],
      closing: [{ ...wait, state: 'closing', headline: 'cancelling_by_cashier', ago: 40 }],
      paid: [{ fils: 12550, subject: 'Lunch, table 7', state: 'paid', headline: 'paid', ago: 40 }],
      closed: [
        {
          fils: 12550,
          subject: 'Lunch, table 7',
          state: 'closed',
          headline: 'closed_cancelled',
          reason: 'cancelled_by_cashier',
          ago: 50,
        },
      ],
      refused: [
        {
          fils: 12550,
          subject: 'Lunch, table 7',
          state: 'closed',
          headline: 'closed_refused',
          reason: 'refused',
          detail: 'Insufficient balance',
          ago: 50,
        },
      ],
      silent: [{ ...wait, headline: 'checking', alert: 'payby_not_answering', ago: 35 }],
      stuck: [
        {
          ...wait,
          state: 'closing',
          headline: 'cancelling_by_cashier',
          alert: 'cancel_not_confirmed',
          ago: 70,
        },
      ],
      late: [
        {
          fils: 12550,
          subject: 'Lunch, table 7',
          state: 'paid_late',
          headline: 'paid_late',
          alert: 'paid_late',
          ago: 300,
        },
      ],
      review: [
        {
          fils: 10000,
          subject: 'Gift card',
          state: 'needs_review',
          headline: 'needs_review',
          alert: 'needs_review',
          alertDetail: 'PayBy names AED 1.00, this sale is AED 100.00',
          reason: 'amount_differs',
          ago: 300,
        },
      ],
      alerts: [
        {
          fils: 12550,
          subject: 'Lunch, table 7',
          state: 'paid_late',
          headline: 'paid_late',
          alert: 'paid_late',
          ago: 300,
        },
        {
          fils: 10000,
          subject: 'Gift card',
          state: 'needs_review',
          headline: 'needs_review',
          alert: 'needs_review',
          alertDetail: 'PayBy names AED 1.00, this sale is AED 100.00',
          reason: 'amount_differs',
          ago: 900,
        },
        {
          ...wait,
          state: 'closing',
          headline: 'cancelling_by_cashier',
          alert: 'cancel_not_confirmed',
          ago: 70,
        },
      ],
      offline: [{ ...wait, headline: 'checking', ago: 30 }],
    };
    for (const made of scenes[this.scene] ?? []) {
      this.#make(made);
    }
  }

  #find(order: string): OrderView {
    const found = this.#orders.find((one) => one.order === order);
    if (found === undefined) {
      throw new TillError('not_found', 'There is no such order.');
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
        by: null,
        text_params: params,
        raw: null,
      });
    }
    this.#to?.changed(after);
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

  #start(fils: number, subject: string | null, scene: OrderView['scene']): OrderView {
    const order = this.#make({
      fils,
      subject: subject ?? 'Sale',
      state: 'submitting',
      headline: 'sending',
      scene,
    });
    this.#to?.changed(order);
    this.#later(250, () =>
      this.#set(order.order, {
        state: 'awaiting_payment',
        headline: 'waiting_for_customer',
        order_no: '202611211300042',
        deadline_ms: Date.now() + 90_000,
        token_url: scene === 'qr' ? `https://checkout.payby.com/qr/${order.short}` : null,
      }),
    );
    return order;
  }

  #ready(): void {
    this.#app = { ...this.#app, setup: 'ready', mode: this.#app.mode ?? 'live' };
    this.#to?.appChanged(this.#app);
  }

  appState = async () => this.#app;

  setupTraining = async () => {
    this.#app = { ...this.#app, mode: 'training' };
    this.#ready();
  };

  makeKey = async () => {
    await new Promise((done) => setTimeout(done, 500));
    return { public_pem: publicPem };
  };

  importKey = async () => ({ public_pem: publicPem });

  setupAccount: TillClient['setupAccount'] = async (account) => {
    if (this.scene === 'passphrase' && account.passphrase === null) {
      throw new TillError('passphrase_needed', 'This computer has no key store.');
    }
    if (!account.payby_public_key.includes('PUBLIC KEY')) {
      throw new TillError(
        'not_a_key',
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
      { code: 'reach', ok: true, detail: null },
      { code: 'clock', ok: true, detail: null },
      { code: 'signature', ok: !bad, detail: bad ? 'PayBy says: INVALID_SIGN' : null },
      { code: 'verify', ok: true, detail: null },
    ];
  };

  unlock = async (passphrase: string) => {
    if (passphrase !== 'open') {
      throw new TillError('wrong_passphrase', 'That is not the passphrase. Nothing was changed.');
    }
    this.#app = { ...this.#app, mode: 'live' };
    this.#ready();
  };

  enterAmount = async (text: string) => {
    const { fils, error } = parse(text);
    return { ok: error === null, amount: fils === null ? null : money(fils), error };
  };

  charge: TillClient['charge'] = async (text, description) =>
    this.#start(parse(text).fils ?? 0, description, 'qr');

  chargeCode: TillClient['chargeCode'] = async (text, description, code) => {
    if (!/^[\w-]{10,}$/.test(code)) {
      throw new TillError('not_a_code', 'That is not a customer’s payment code. Nothing was charged.');
    }
    return this.#start(parse(text).fils ?? 0, description, 'code');
  };

  cancel = async (order: string) => {
    this.#set(order, { state: 'closing', headline: 'cancelling_by_cashier' }, 'cancel_requested');
    this.#later(1600, () => {
      if (this.#find(order).state === 'closing') {
        this.#set(
          order,
          { state: 'closed', headline: 'closed_cancelled', reason: 'cancelled_by_cashier' },
          'cancelled',
        );
      }
    });
  };

  ask = async (order: string) => this.#set(order, {}, 'asked');

  replace = async (order: string) => {
    const old = this.#find(order);
    return this.#start(old.amount.fils, old.subject, 'qr');
  };

  decide: TillClient['decide'] = async (order, decision, reason) => {
    const ends = {
      keep: { state: 'paid', headline: 'paid_kept' },
      revoke: { state: 'closed', headline: 'closed_revoked' },
      close: { state: 'closed', headline: 'closed_by_person' },
    } as const;
    this.#set(order, { ...ends[decision], alert: null }, `decided_${decision}`, { reason });
  };

  refund: TillClient['refund'] = async (order, text, reason) => {
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
        'refunded',
        { amount: text },
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

  trainingCustomer: TillClient['trainingCustomer'] = async (order, act) => {
    const { state } = this.#find(order);
    if (act === 'scan') {
      this.#later(300, () =>
        this.#set(order, { headline: 'scanned', scanned_by: '+971-58*92' }, 'scanned', {
          payer: '+971-58*92',
        }),
      );
    } else if (act === 'pay' && state !== 'closed') {
      this.#later(300, () => this.#set(order, { state: 'paid', headline: 'paid', alert: null }, 'paid', {}));
    } else if (act === 'decline') {
      this.#later(300, () =>
        this.#set(order, { state: 'closed', headline: 'closed_refused', reason: 'refused' }, 'closed'),
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

  trainingFault: TillClient['trainingFault'] = async (fault) => {
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
      setTimeout(
        () => this.#set(order.order, { state: 'paid', headline: 'paid', scanned_by: '+971-58*92' }),
        400,
      );
    }
    return () => {
      this.#to = null;
    };
  };

  /** The order a scene is about. */
  get newest(): string | undefined {
    return this.#orders[0]?.order;
  }
}

export function demoClient(params: URLSearchParams): TillClient {
  const theme = params.get('theme');
  if (theme !== null) {
    document.documentElement.dataset['theme'] = theme;
  }
  const till = new DemoTill(params.get('scene') ?? 'busy');
  if (location.hash.endsWith('/newest') && till.newest !== undefined) {
    location.hash = location.hash.replace('newest', till.newest);
  }
  return till;
}
