/** The story of an order: one plain sentence per journal entry, in the words of a language. */
import { aed, iso } from './isolate';
import { known } from './known';

export type Params = { readonly [key in string]?: string };

/** What a language needs to tell the story. */
export interface StoryWords {
  /** What Fils asked for, by the operation. */
  readonly sent: { readonly [op in Sent]: string };
  readonly sentOther: (op: string) => string;
  /** What PayBy took on, by its operation. */
  readonly accepted: { readonly [op in Accepted]: string };
  /** What PayBy says an order is. */
  readonly stands: { readonly [status in Stands]: string };
  readonly answeredOther: (status: string) => string;
  readonly done: string;
  readonly refused: (why: string) => string;
  readonly unproved: (why: string) => string;
  readonly noReason: string;
  /** What an order or a refund has become. */
  readonly became: { readonly [state in Became]: string };
  /** What a person did. */
  readonly acted: { readonly [action in Acted]: string };
  readonly because: (sentence: string, reason: string) => string;
  readonly charged: (amount: string) => string;
  readonly alertRaised: (title: string) => string;
  readonly alertCleared: (title: string) => string;
  readonly notification: string;
  readonly notificationRejected: string;
  readonly clockMeasured: (seconds: number) => string;
  readonly resumed: string;
  readonly approved: (name: string) => string;
  /** What happened at the counter, with an amount or a number in it. */
  readonly saleStarted: (amount: string) => string;
  readonly cashTaken: (towards: string, given: string, change: string) => string;
  readonly cashReturned: (amount: string) => string;
  readonly cashRefunded: (amount: string) => string;
  readonly completed: (receipt: string) => string;
  readonly returnStarted: (amount: string) => string;
  readonly returned: (amount: string, note: string) => string;
  readonly voided: string;
  readonly overpaid: (amount: string) => string;
  readonly excessGone: string;
  readonly parked: string;
  readonly takenUp: string;
  readonly assigned: (amount: string) => string;
  readonly differenceAsked: string;
  readonly differenceExplained: string;
  readonly differenceReopened: string;
  readonly allowed: (sentence: string, name: string) => string;
}

type Sent = 'create' | 'query' | 'ask_scanned' | 'cancel' | 'revoke' | 'place_refund' | 'query_refund';
type Accepted =
  | 'place_order'
  | 'get_cashier_url_info'
  | 'cancel_order'
  | 'revoke_order'
  | 'place_refund'
  | 'get_refund';
type Stands = 'CREATED' | 'PAID_SUCCESS' | 'SETTLED' | 'FAILURE';
type Became =
  | 'submitting'
  | 'awaiting_payment'
  | 'closing'
  | 'paid'
  | 'closed'
  | 'paid_late'
  | 'needs_review'
  | 'requested'
  | 'refunded'
  | 'failed';
type Acted =
  | 'cancel'
  | 'ask'
  | 'replace'
  | 'decide_keep'
  | 'decide_revoke'
  | 'decide_close'
  | 'refund'
  | 'refund_again';

function given(value: string | undefined, otherwise: string): string {
  return value === undefined || value === '' ? otherwise : iso(value);
}

function answered(words: StoryWords, p: Params): string {
  const op = p['op'] ?? '';
  const status = p['status'];
  if (p['outcome'] === 'accepted') {
    const said =
      op === 'get_order' && status !== undefined ? known(words.stands, status) : known(words.accepted, op);
    return said ?? words.answeredOther(given(status, words.done));
  }
  const why = given(p['message'] ?? p['code'], words.noReason);
  return p['outcome'] === 'refused' ? words.refused(why) : words.unproved(why);
}

function acted(words: StoryWords, p: Params): string {
  const action = p['action'] ?? '';
  const sentence = known(words.acted, action) ?? given(action, '…');
  return p['reason'] ? words.because(sentence, iso(p['reason'])) : sentence;
}

function became(words: StoryWords, p: Params, reasonText: (code: string) => string): string {
  const to = p['to'] ?? '';
  const sentence = known(words.became, to) ?? given(to, '…');
  return p['reason'] ? words.because(sentence, reasonText(p['reason'])) : sentence;
}

function amount(p: Params, name: string): string {
  return p[name] ? aed(p[name]) : '…';
}

/** What happened at the counter: why, and who allowed it, where that is written down. */
function counterSentences(words: StoryWords) {
  const whole = (sentence: string, p: Params) => {
    const why = p['reason'] ? words.because(sentence, iso(p['reason'])) : sentence;
    return p['approved_by'] ? words.allowed(why, iso(p['approved_by'])) : why;
  };
  return {
    sale_started: (p: Params) => words.saleStarted(amount(p, 'amount')),
    cash_taken: (p: Params) => words.cashTaken(amount(p, 'towards'), amount(p, 'given'), amount(p, 'change')),
    cash_returned: (p: Params) => whole(words.cashReturned(amount(p, 'amount')), p),
    cash_refunded: (p: Params) => whole(words.cashRefunded(amount(p, 'amount')), p),
    sale_completed: (p: Params) => words.completed(given(p['receipt'], '…')),
    return_started: (p: Params) => whole(words.returnStarted(amount(p, 'amount')), p),
    sale_returned: (p: Params) => words.returned(amount(p, 'total'), given(p['receipt'], '…')),
    sale_void: (p: Params) => whole(words.voided, p),
    sale_overpaid: (p: Params) => words.overpaid(amount(p, 'over')),
    excess_given_back: (_: Params) => words.excessGone,
    sale_parked: (_: Params) => words.parked,
    sale_taken_up: (_: Params) => words.takenUp,
    payment_assigned: (p: Params) => whole(words.assigned(amount(p, 'amount')), p),
    difference_asked: (_: Params) => words.differenceAsked,
    difference_explained: (p: Params) => whole(words.differenceExplained, p),
    difference_reopened: (_: Params) => words.differenceReopened,
  };
}

/** Sentences by the journal's kinds. What refers to an alert or a reason by its code is put into words by the caller. */
export function storySentences(
  words: StoryWords,
  alertTitle: (code: string) => string,
  reasonText: (code: string) => string,
) {
  return {
    created: (p: Params) => words.charged(p['amount'] ? aed(p['amount']) : '…'),
    call_started: (p: Params) => known(words.sent, p['op'] ?? '') ?? words.sentOther(given(p['op'], '…')),
    call_answered: (p: Params) => answered(words, p),
    state_changed: (p: Params) => became(words, p, reasonText),
    person_acted: (p: Params) => acted(words, p),
    alert_raised: (p: Params) => words.alertRaised(alertTitle(p['alert'] ?? '')),
    alert_cleared: (p: Params) => words.alertCleared(alertTitle(p['alert'] ?? '')),
    notification: (_: Params) => words.notification,
    notification_rejected: (_: Params) => words.notificationRejected,
    clock_measured: (p: Params) => words.clockMeasured(Math.round(Number(p['offset_ms'] ?? 0) / 1000)),
    resumed: (_: Params) => words.resumed,
    approved: (p: Params) => words.approved(given(p['approved_by'], '…')),
    ...counterSentences(words),
  };
}
