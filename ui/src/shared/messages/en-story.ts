/** The story of an order in English: one plain sentence per journal entry. */
import { iso } from './isolate';

type Params = { readonly [key in string]?: string };

function given(value: string | undefined, otherwise: string): string {
  return value === undefined || value === '' ? otherwise : iso(value);
}

const sent: { readonly [op in string]?: string } = {
  create: 'Fils sent the payment to PayBy',
  query: 'Fils asked PayBy how the payment stands',
  ask_scanned: 'Fils asked PayBy whether the customer has scanned',
  cancel: 'Fils asked PayBy to cancel',
  revoke: 'Fils asked PayBy to give the money back',
  place_refund: 'Fils sent the refund to PayBy',
  query_refund: 'Fils asked PayBy how the refund stands',
};

const accepted: { readonly [op in string]?: string } = {
  place_order: 'PayBy took the payment on',
  get_cashier_url_info: 'PayBy said who has scanned',
  cancel_order: 'PayBy took the cancel on',
  revoke_order: 'PayBy took on giving the money back',
  place_refund: 'PayBy took the refund on',
  get_refund: 'PayBy said how the refund stands',
};

const stands: { readonly [status in string]?: string } = {
  CREATED: 'PayBy says: not paid yet',
  PAID_SUCCESS: 'PayBy says: paid',
  SETTLED: 'PayBy says: paid and settled',
  FAILURE: 'PayBy says: closed, not paid',
};

const became: { readonly [state in string]?: string } = {
  submitting: 'On its way to PayBy',
  awaiting_payment: 'PayBy waits for the customer',
  closing: 'The payment is being closed',
  paid: 'Paid: PayBy has proved it',
  closed: 'Closed',
  paid_late: 'Paid after it was closed',
  needs_review: 'PayBy’s word does not fit, a person must look',
  requested: 'PayBy is working on the refund',
  refunded: 'Refunded: PayBy has proved it',
  failed: 'PayBy did not refund',
};

const acted: { readonly [action in string]?: string } = {
  cancel: 'Cancelled at the till',
  ask: 'PayBy was asked again from the till',
  replace: 'Another payment was started for the same sale',
  decide_keep: 'The sale was kept',
  decide_revoke: 'Giving the money back was decided',
  decide_close: 'Ended without proof',
  refund: 'A refund was asked for',
  refund_again: 'The same refund was taken up again',
};

function answered(p: Params): string {
  const op = p['op'] ?? '';
  if (p['outcome'] === 'accepted') {
    const status = p['status'];
    const known = op === 'get_order' && status !== undefined ? stands[status] : accepted[op];
    return known ?? `PayBy answered: ${given(status, 'done')}`;
  }
  const why = given(p['message'] ?? p['code'], 'it did not say why');
  return p['outcome'] === 'refused' ? `PayBy refused: ${why}` : `No answer that proves anything: ${why}`;
}

function withReason(sentence: string, p: Params): string {
  return p['reason'] ? `${sentence}: ${iso(p['reason'])}` : sentence;
}

/** Sentences by the journal's kinds. What refers to an alert or a reason by its code is put into words by the caller. */
export function storySentences(
  alertTitle: (code: string) => string,
  reasonText: (code: string) => string,
): { readonly [kind in string]?: (p: Params) => string } {
  return {
    created: (p) => `AED ${given(p['amount'], '…')} was charged`,
    call_started: (p) => sent[p['op'] ?? ''] ?? `Fils asked PayBy: ${given(p['op'], '…')}`,
    call_answered: answered,
    state_changed: (p) => {
      const to = became[p['to'] ?? ''] ?? given(p['to'], '…');
      const reason = p['reason'];
      return reason ? `${to}: ${reasonText(reason)}` : to;
    },
    person_acted: (p) => withReason(acted[p['action'] ?? ''] ?? given(p['action'], '…'), p),
    alert_raised: (p) => `A person was told: ${alertTitle(p['alert'] ?? '')}`,
    alert_cleared: (p) => `Settled: ${alertTitle(p['alert'] ?? '')}`,
    notification: () => 'PayBy sent a notification, and Fils checked it',
    notification_rejected: () => 'A notification that proves nothing was ignored',
    clock_measured: (p) =>
      `PayBy’s clock was measured: ${iso(Math.round(Number(p['offset_ms'] ?? 0) / 1000))} seconds off`,
    resumed: () => 'Fils started and took this payment up again',
  };
}
