/** Orders for the demo: what they would look like, and what their journal would say. */
import type { AlertKind, Headline, MoneyView, OrderView, StateView, StoryEntry } from '../client';

export function money(fils: number): MoneyView {
  const text = (fils / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
  return { fils, text, currency: 'AED' };
}

export function parse(text: string): { fils: number | null; error: string | null } {
  const plain = text
    .trim()
    .replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660))
    .replaceAll(',', '')
    .replace('٫', '.');
  if (plain === '') {
    return { fils: null, error: 'amount_empty' };
  }
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(plain)) {
    return { fils: null, error: 'amount_not_a_number' };
  }
  if ((plain.split('.')[1] ?? '').length > 2) {
    return { fils: null, error: 'amount_too_many_decimals' };
  }
  if ((plain.split('.')[0] ?? '').length > 12) {
    return { fils: null, error: 'amount_too_large' };
  }
  const fils = Math.round(Number(plain) * 100);
  return fils === 0 ? { fils: null, error: 'amount_zero' } : { fils, error: null };
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

export function actions(state: StateView): OrderView['actions'] {
  switch (state) {
    case 'submitting':
    case 'awaiting_payment':
      return { ...nothing, cancel: true, ask: true };
    case 'closing':
      return { ...nothing, cancel: true, ask: true };
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

export interface Made {
  fils: number;
  subject: string;
  state: StateView;
  headline: Headline;
  ago?: number;
  scene?: OrderView['scene'];
  scannedBy?: string;
  reason?: string;
  detail?: string;
  alert?: AlertKind;
  alertDetail?: string;
  refunded?: number;
}

/** After how many ms, kind, by whom, parameters, raw exchange. */
type Told = [number, string, string, StoryEntry['text_params'], string | null];

/** An order as it would look, the n-th of the day. */
export function build(from: Made, n: number): OrderView {
  const at = Date.now() - (from.ago ?? 0) * 1000;
  const short = (0x2b7d1 * n + 0x4f1).toString(36).toUpperCase().slice(-4).padStart(4, '7');
  const paid = from.state === 'paid' || from.state === 'paid_late';
  return {
    order: `T1-20261121T0906${String(n).padStart(2, '0')}-${short}`,
    short,
    sale: `S${n}`,
    state: from.state,
    headline: from.headline,
    at_ms: at + 9000,
    created_at_ms: at,
    amount: money(from.fils),
    subject: from.subject,
    subject_ar: null,
    scene: from.scene ?? 'qr',
    deadline_ms: from.state === 'awaiting_payment' || from.state === 'closing' ? at + 90_000 : null,
    expires_at_ms: at + 180_000,
    token_url:
      from.state === 'awaiting_payment' && from.scene !== 'code'
        ? `https://checkout.payby.com/qr/1a2b3c4d5e6f${n}`
        : null,
    scanned_by: from.scannedBy ?? null,
    order_no: from.state === 'submitting' ? null : `2026112113${String(7_000_000 + n * 7919)}`,
    paid_at_ms: paid ? at + 21_000 : null,
    paid_amount: null,
    reason: from.reason ?? null,
    reason_detail: from.detail ?? null,
    alert:
      from.alert === undefined
        ? null
        : { code: from.alert, since_ms: at + 20_000, detail: from.alertDetail ?? null },
    unfinished: ['submitting', 'awaiting_payment', 'closing'].includes(from.state),
    refunded: money(from.refunded ?? 0),
    refundable: money(paid ? from.fils - (from.refunded ?? 0) : 0),
    actions: actions(from.state),
  };
}

/** What its journal would say. */
export function tell(order: OrderView): StoryEntry[] {
  const asked = (after: number, status: string): Told => [
    after,
    'call_answered',
    'payby',
    { op: 'get_order', outcome: 'accepted', status },
    `POST /sgs/api/acquire2/getOrder\n{ "bizContent": { "merchantOrderNo": "${order.order}" } }\n\nHTTP 200, signature valid\n{ "body": { "acquireOrder": { "status": "${status}" } } }`,
  ];
  const became = (after: number, to: string, reason?: string): Told => [
    after,
    'state_changed',
    'till',
    reason === undefined ? { to } : { to, reason },
    null,
  ];
  const lines: Told[] = [
    [0, 'created', 'cashier', { amount: order.amount.text }, null],
    [14, 'call_started', 'till', { op: 'create' }, null],
    [
      420,
      'call_answered',
      'payby',
      { op: 'place_order', outcome: 'accepted', status: 'CREATED' },
      `POST /sgs/api/acquire2/placeOrder\n{\n  "requestTime": ${order.created_at_ms},\n  "bizContent": {\n    "merchantOrderNo": "${order.order}",\n    "subject": "${order.subject}",\n    "totalAmount": { "currency": "AED", "amount": ${order.amount.text} },\n    "paySceneCode": "DYNQR"\n  }\n}\n\nHTTP 200, signature valid\n{ "head": { "applyStatus": "SUCCESS", "code": "0", "msg": "SUCCESS" } }`,
    ],
    became(421, 'awaiting_payment'),
    asked(2600, 'CREATED'),
    asked(5100, 'CREATED'),
    asked(7700, 'CREATED'),
  ];
  if (order.state === 'paid') {
    lines.push(asked(21_000, 'PAID_SUCCESS'), became(21_001, 'paid'));
  }
  if (order.state === 'closed' || order.state === 'paid_late') {
    lines.push(
      [30_000, 'person_acted', 'cashier', { action: 'cancel' }, null],
      became(30_001, 'closing', 'cancelled_by_cashier'),
      [30_400, 'call_started', 'till', { op: 'cancel' }, null],
      asked(31_000, 'FAILURE'),
      became(31_001, 'closed', order.reason ?? 'cancelled_by_cashier'),
    );
  }
  if (order.state === 'paid_late') {
    lines.push(asked(90_000, 'PAID_SUCCESS'), became(90_001, 'paid_late'), [
      90_002,
      'alert_raised',
      'till',
      { alert: 'paid_late' },
      null,
    ]);
  }
  if (order.state === 'needs_review') {
    lines.push(asked(21_000, 'PAID_SUCCESS'), became(21_001, 'needs_review', 'amount_differs'));
  }
  return lines.map(([after, kind, by, text_params, raw], i) => ({
    seq: i + 1,
    at_ms: order.created_at_ms + after,
    kind,
    by,
    refund: null,
    text_params,
    raw,
  }));
}
