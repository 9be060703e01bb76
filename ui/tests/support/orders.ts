import type { AlertKind, AppView, FoundRow, MoneyView, OrderView, PersonView } from '$shared/ipc/client';

export function money(text: string): MoneyView {
  return { fils: Math.round(Number(text.replaceAll(',', '')) * 100), text, currency: 'AED' };
}

export function order(change: Partial<OrderView> = {}): OrderView {
  const now = Date.now();
  return {
    order: 'T1-1',
    short: '7K2Q',
    sale: 'S1',
    state: 'awaiting_payment',
    headline: 'waiting_for_customer',
    at_ms: now,
    created_at_ms: now - 10_000,
    amount: money('12.50'),
    subject: 'Lunch',
    subject_ar: null,
    scene: 'qr',
    deadline_ms: now + 80_000,
    expires_at_ms: now + 170_000,
    token_url: 'https://example.com/qr/1',
    scanned_by: null,
    order_no: null,
    paid_at_ms: null,
    paid_amount: null,
    reason: null,
    reason_detail: null,
    alert: null,
    unfinished: true,
    refunded: money('0.00'),
    refundable: money('0.00'),
    actions: {
      cancel: true,
      ask: true,
      replace: false,
      keep: false,
      revoke: false,
      close: false,
      refund: false,
    },
    ...change,
  };
}

/** A sale as the search finds it. */
export function found(change: Partial<FoundRow> = {}): FoundRow {
  return {
    sale: 'T1-S1',
    receipt: null,
    orders: [],
    short: 'QK7Z2M',
    at_ms: 1_795_233_600_000,
    day: '2026-11-21',
    state: 'complete',
    total: money('12.50'),
    returned: null,
    cashier: 'Noor',
    tenders: ['wallet'],
    what: 'Karak ×2, Samosa',
    what_ar: 'كرك ×2، سمبوسة',
    attention: false,
    ...change,
  };
}

export const noActions: OrderView['actions'] = {
  cancel: false,
  ask: false,
  replace: false,
  keep: false,
  revoke: false,
  close: false,
  refund: false,
};

export function alert(code: AlertKind, detail: string | null = null): OrderView['alert'] {
  return { code, since_ms: Date.now() - 60_000, detail };
}

/** Who is signed in, where a test is not about people. */
export const owner: PersonView = {
  person: 'p1',
  name: 'Noor',
  role: 'owner',
  active: true,
  locked_until_ms: null,
};

export function app(change: Partial<AppView> = {}): AppView {
  return {
    setup: 'ready',
    failure: null,
    mode: 'live',
    version: '0.1.0',
    partner_id: '200000012345',
    till_name: 'Till 1',
    clock: null,
    online: true,
    storage: null,
    warnings: [],
    owner_needed: false,
    person: owner,
    may: ['see_people', 'manage_cashiers', 'manage_managers', 'change_settings'],
    idle_lock_s: 0,
    sells: { tips: false, cash_rounding_fils: 0, registered: true, display: false },
    ...change,
  };
}
