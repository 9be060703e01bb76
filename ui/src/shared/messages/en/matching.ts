import type { MatchDecision, MatchKind, MatchProgress, MatchSource, MatchWhat } from '../../ipc/matching';
import { aed, iso } from '../isolate';
import type { Said } from '../shape';
import { counted } from './counted';

type Says = (ours: string, theirs: string) => string;

/** Who says what, about an amount that one side or both have. */
const says: Record<MatchWhat, Record<Exclude<MatchKind, 'state_differs' | 'fee_unexpected'>, Says>> = {
  payment: {
    matched: (ours: string) => `Both have ${aed(ours)}.`,
    ours_only: (ours: string) => `Our books have a payment of ${aed(ours)}. PayBy has none.`,
    theirs_only: (_ours: string, theirs: string) =>
      `PayBy has a payment of ${aed(theirs)} that is not in our books.`,
    amount_differs: (ours: string, theirs: string) =>
      `Our books have ${aed(ours)}. PayBy has ${aed(theirs)}.`,
  },
  refund: {
    matched: (ours: string) => `Both have a refund of ${aed(ours)}.`,
    ours_only: (ours: string) => `Our books have a refund of ${aed(ours)}. PayBy has none.`,
    theirs_only: (_ours: string, theirs: string) =>
      `PayBy gave back ${aed(theirs)}. Our books have no such refund.`,
    amount_differs: (ours: string, theirs: string) =>
      `Our books gave back ${aed(ours)}. PayBy gave back ${aed(theirs)}.`,
  },
  settlement: {
    matched: (ours: string) => `PayBy settled ${aed(ours)}, as it should.`,
    ours_only: (ours: string) => `PayBy should have settled ${aed(ours)}. It is not in the statement.`,
    theirs_only: (_ours: string, theirs: string) =>
      `PayBy settled ${aed(theirs)} for a payment that is not in our books.`,
    amount_differs: (ours: string, theirs: string) =>
      `PayBy should have settled ${aed(ours)}, and settled ${aed(theirs)}.`,
  },
  fund: {
    matched: (ours: string) => `PayBy’s total of ${aed(ours)} is the sum of its rows.`,
    ours_only: (ours: string) => `PayBy’s rows come to ${aed(ours)}, and it names no total.`,
    theirs_only: (_ours: string, theirs: string) =>
      `PayBy moved ${aed(theirs)} that belongs to no payment and no refund.`,
    amount_differs: (ours: string, theirs: string) =>
      `PayBy’s total is ${aed(theirs)}. Its rows come to ${aed(ours)}.`,
  },
};

export const matching = {
  title: 'Match with PayBy',
  loading: 'Reading what was compared…',
  unreadable: 'This day cannot be shown',
  again: 'Try again',

  verdict: {
    none: 'This day has not been compared yet',
    noneLine: 'One press asks PayBy for its payments, and compares each with ours.',
    equal: 'PayBy’s money and ours are equal, to the fils',
    equalLine: (n: number) => `${counted(n, 'entry matches', 'entries match')}. Nothing is left to do.`,
    more: (amount: string) => `PayBy has ${aed(amount)} more than we do`,
    less: (amount: string) => `PayBy has ${aed(amount)} less than we do`,
    open: (n: number) =>
      n === 1 ? 'One difference needs you.' : `${n} differences need you. The most urgent is first.`,
    sumsEqual: 'The sums are equal, but not every payment fits',
    nextDay: (day: string, n: number) => `Go on with ${iso(day)}: ${counted(n, 'difference', 'differences')}`,
    settledLine: 'Every difference is explained. Nothing is left to do.',
  },
  ours: 'Our books',
  theirs: 'PayBy',
  difference: 'Difference',

  compare: 'Compare',
  dueButton: 'Compare everything that is due',
  today: 'Compare today with PayBy',
  todayAgain: 'Compare today again',
  dayList: 'Compare with PayBy’s list',
  yesterday: 'Fetch yesterday’s statement',
  dayStatement: 'Fetch the statement',
  file: 'Open a statement file',
  fileHint: 'The ZIP from PayBy’s portal, or a CSV out of it. It works without internet.',
  sources: {
    list: 'PayBy’s list',
    statement: 'PayBy’s statement',
  } satisfies Record<MatchSource, string>,
  compared: (when: string, who: string) => `Compared ${iso(when)} by ${iso(who)}`,
  comparedFile: (file: string, when: string, who: string) =>
    `${iso(file)}, compared ${iso(when)} by ${iso(who)}`,
  notCompared: 'Not compared yet',
  due: 'Still due',
  dueItems: {
    list: (day: string) => `The payments of ${iso(day)}`,
    statement: (day: string) => `The statement of ${iso(day)}`,
  } satisfies Record<MatchSource, (day: string) => string>,
  dueMore: (n: number) => `and ${counted(n, 'more', 'more')}`,
  dueToday: 'today',
  nothingDue: 'Everything that is due has been compared.',
  why: {
    no_answer: 'PayBy did not answer. Look at the internet connection.',
    clock_wrong: 'This computer’s clock is wrong, so PayBy refuses. Set the clock.',
    no_line: 'This till is not connected to PayBy.',
    payby_refused: 'PayBy refused. Try again later.',
    statement_not_ready: 'PayBy makes it about half an hour after its day ends.',
    day_not_over: 'The day is not over at PayBy.',
    no_statement: 'PayBy has none. Ask its support for it, and open the file here.',
  },
  whyUnknown: 'It could not be fetched. Try again later.',
  offline: 'No connection to PayBy right now. A statement file works all the same.',

  steps: {
    fetching: 'Asking PayBy',
    reading: 'Reading what PayBy sent',
    comparing: 'Comparing with our books',
    storing: 'Writing down what was found',
  } satisfies Record<MatchProgress['step'], string>,
  progress: 'How far the comparison is',
  starting: 'Starting…',
  ofDay: (day: string) => `The day is ${iso(day)}`,
  dayOf: (n: number, total: number) => `day ${iso(n)} of ${iso(total)}`,
  doneOf: (done: string, total: string) => `${iso(done)} of ${iso(total)}`,
  done: (done: string) => `${iso(done)} so far`,
  finished: (n: number) =>
    n === 0
      ? 'Compared. Nothing needs you.'
      : `Compared. ${counted(n, 'difference needs', 'differences need')} you.`,

  differences: 'Differences',
  toSettle: (n: number) => counted(n, 'to settle', 'to settle'),
  noDifferences: 'No differences',
  noDifferencesLine:
    'Every payment that PayBy has is in our books, with the same amount; and none is missing.',
  notYet: 'Nothing to show yet',
  notYetLine: 'What does not fit appears here, in plain words, with what to do about it.',
  firstOnly: (n: number) => `The first ${iso(n)} are shown. Settle them, then the others appear.`,
  kinds: {
    payment: {
      matched: 'Matches',
      ours_only: 'Missing at PayBy',
      theirs_only: 'Missing in our books',
      amount_differs: 'Amounts differ',
      state_differs: 'Paid or not?',
      fee_unexpected: 'Unusual fee',
    },
    refund: {
      matched: 'Refund matches',
      ours_only: 'Refund missing at PayBy',
      theirs_only: 'Refund missing in our books',
      amount_differs: 'Refund amounts differ',
      state_differs: 'Refunded or not?',
      fee_unexpected: 'Unusual fee on a refund',
    },
    settlement: {
      matched: 'Settlement matches',
      ours_only: 'Not settled',
      theirs_only: 'Settled, not in our books',
      amount_differs: 'Settled another amount',
      state_differs: 'Settled or not?',
      fee_unexpected: 'Unusual fee',
    },
    fund: {
      matched: 'Movement matches',
      ours_only: 'Movement missing at PayBy',
      theirs_only: 'Money moved at PayBy',
      amount_differs: 'The total does not add up',
      state_differs: 'Moved or not?',
      fee_unexpected: 'Unusual fee',
    },
  } satisfies Record<MatchWhat, Record<MatchKind, string>>,
  says,
  takenOver: (amount: string) => `${aed(amount)} that PayBy received is in our books now.`,
  stateDiffers: (ours: string, theirs: string) =>
    `Our books say “${iso(ours)}”. PayBy says “${iso(theirs)}”.`,
  feeUnexpected: (fee: string, usual: string) =>
    `PayBy kept a fee of ${aed(fee)}. Usually it would be ${aed(usual)}.`,
  feeUnexpectedAlone: (fee: string) => `PayBy kept a fee of ${aed(fee)}, which is not usual.`,
  /** What each side calls it, by its code. */
  states: {
    payment: {
      open: 'not paid yet',
      waiting: 'not paid yet',
      paid: 'paid',
      closed: 'not paid',
      returned: 'paid, and given back',
      revoked: 'paid, and taken back',
      review: 'waits for a decision',
    },
    refund: {
      open: 'on its way',
      waiting: 'on its way',
      paid: 'given back',
      closed: 'not given back',
      returned: 'not given back',
      revoked: 'not given back',
      review: 'waits for a decision',
    },
  },
  /** Sentences that say it better than the sides alone do, by the advice's code. */
  instead: {
    still_payable: 'Our books closed it. At PayBy a customer could still pay it.',
    other_order: 'PayBy took this refund from another order than our books did.',
    check_fee_vat: 'The VAT on this fee is not 5 % of it.',
  },
  advice: {
    nothing: 'Nothing is to be done.',
    ask_payby: 'Ask PayBy. Its answer puts the order, or the refund, right by itself.',
    missing_at_payby:
      'PayBy had proved this payment. Ask it again: lists can lag behind. If it knows the payment then, have PayBy’s support correct its paper.',
    refund_missing_at_payby: 'Ask PayBy, then its support: the customer may not have the money yet.',
    take_over:
      'Take it over, so that the money is in the books. Then say which sale it belongs to, or what it is.',
    foreign_refund:
      'Somebody gave it back outside of the till, for example in PayBy’s portal. Find out who, and explain it.',
    amount_differs:
      'Ask PayBy which amount is right. If they still differ, keep PayBy’s paper and explain it.',
    still_payable: 'Ask PayBy: Fils then cancels it there, or finds that it was paid.',
    decide: 'It waits for a decision already. Decide it on the order’s page.',
    other_order: 'See what was refunded, and explain which order it belongs to.',
    settled_differs: 'Ask PayBy’s support why, and write down the answer.',
    check_fee: 'Compare it with your contract. Then ask PayBy’s support, and write down the answer.',
    check_fee_vat: 'Look at PayBy’s tax invoice for its fees, and write down what it says.',
    check_total: 'Fetch the statement again. If it stays, ask PayBy’s support.',
    explain_movement: 'Find it on the account, for example as a transfer to the bank, and say what it is.',
  },
  adviceUnknown: 'Find out why, and write it down.',
  order: (number: string) => `Order ${iso(number)}`,
  refund: (number: string) => `Refund ${iso(number)}`,
  paybyNo: (number: string) => `PayBy’s number ${iso(number)}`,

  acts: {
    ask: 'Ask PayBy',
    take_over: 'Take over',
    explain: 'Explain',
    open_order: 'See the order',
    assign: 'Assign to a sale',
    reopen: 'Reopen',
  },
  asking: 'Asking PayBy…',
  answers: {
    matched: 'PayBy has answered: it matches now.',
    same: 'PayBy has answered: nothing has changed.',
    changed: 'PayBy has answered. See what it says now.',
  },
  decided: {
    explained: (who: string, when: string) => `Explained by ${iso(who)}, ${iso(when)}`,
    taken_over: (who: string, when: string) => `Taken over by ${iso(who)}, ${iso(when)}`,
  } satisfies Record<MatchDecision, (who: string, when: string) => string>,
  nowMatches: 'It matches now',
  assigned: (what: string) => `Assigned: ${iso(what)}`,
  reopened: 'It is open again.',

  takeOver: {
    title: 'Take over this payment',
    line: (amount: string) =>
      `${aed(amount)} goes into our books as money that PayBy received. It becomes part of no sale until you say which.`,
    confirm: (amount: string) => `Take over ${aed(amount)}`,
    suggestions: ['Paid with the shop’s QR on paper', 'Paid with PayBy’s own terminal', 'Not known yet'],
  },
  explain: {
    title: 'Explain this difference',
    line: 'The difference stays in the books, with your name and the reason. It no longer waits for anybody.',
    confirm: 'Explain it',
    suggestions: {
      payment: ['Test payment', 'Clarified with PayBy', 'Counted on another day'],
      refund: ['Refunded in PayBy’s portal', 'Clarified with PayBy', 'Counted on another day'],
      settlement: ['Settled on another day', 'Clarified with PayBy'],
      fund: ['Transfer to our bank', 'Correction by PayBy', 'Monthly charge of PayBy'],
    } satisfies Record<MatchWhat, readonly string[]>,
    feeSuggestions: ['Paid with a foreign card', 'New rate agreed with PayBy', 'Clarified with PayBy'],
  },
  reason: 'Reason',
  reasonHint: 'One sentence. The accountant reads it.',
  reasonMissing: 'Please say why',
  suggestions: 'Often said',

  orphans: 'Payments taken over',
  orphansLine: 'This money is in the books, but no sale knows it yet.',
  orphanPaid: (when: string) => `paid ${iso(when)}`,
  orphanBy: (who: string, reason: string) => `taken over by ${iso(who)}: ${iso(reason)}`,
  orphansDone: (n: number) => (n === 1 ? 'One is assigned already' : `${n} are assigned already`),
  somethingElse: 'It is something else',
  assign: {
    title: 'What was this payment for?',
    which: 'It belongs to',
    ways: { sale: 'A sale', other: 'Something else' },
    search: 'Receipt number or amount',
    searchHint: 'The sales with this amount are shown first.',
    results: 'Sales',
    none: 'No sale fits. Try the receipt’s number.',
    choose: 'Choose the sale',
    chosen: (number: string) => `Payment of ${iso(number)}`,
    words: 'What is it?',
    wordsHint: 'For example: deposit for a catering order',
    wordsMissing: 'Please say what it is',
    confirm: 'Assign',
    done: 'Assigned. It is written down with your name.',
  },

  fees: 'PayBy’s fees',
  feeLines: {
    fees: 'Fees',
    fee_vat: 'VAT on the fees',
    settled: 'Settled to the bank',
    usual: 'Usual rate',
  },
  feesLater: 'They are known once the statement of this day has been compared.',

  otherDays: 'Other days with differences',
  otherDay: (n: number) => counted(n, 'difference', 'differences'),

  matched: 'What matches',
  showMatched: (n: number) => (n === 1 ? 'Show the one that matches' : `Show the ${n} that match`),
  matchedShown: (shown: number, all: number) =>
    `${iso(shown)} of ${iso(all)} are shown. The papers of this day name them all.`,
  hideMatched: 'Hide what matches',
  columns: { number: 'Number', time: 'Time', what: 'What', amount: 'Amount' },
  whats: {
    payment: 'Payment',
    refund: 'Refund',
    settlement: 'Settlement',
    fund: 'Movement',
  } satisfies Record<MatchWhat, string>,
} as const;

/** The core says it in English already. */
const asSaid = (said: Said): string => said.text;

/** What is refused about comparing, about differences and payments taken over, by its code. */
export const matchingErrors = {
  bad_day: asSaid,
  no_difference: asSaid,
  difference_decided: asSaid,
  difference_not_decided: asSaid,
  payment_taken_over: asSaid,
  not_to_take_over: asSaid,
  no_orphan: asSaid,
  orphan_assigned: asSaid,
  no_sale: asSaid,
  bad_cursor: asSaid,
  no_answer: asSaid,
  clock_wrong: asSaid,
  payby_refused: asSaid,
  statement_not_ready: asSaid,
  no_statement: asSaid,
  day_not_over: asSaid,
  file_unreadable: asSaid,
  not_a_statement: asSaid,
  statement_part: asSaid,
  statement_cut_off: asSaid,
  other_merchant: asSaid,
  statement_no_day: asSaid,
  nothing_to_ask: asSaid,
  not_at_payby: asSaid,
  not_paid_at_payby: asSaid,
  not_proved: asSaid,
  no_line: asSaid,
  interrupted: asSaid,
};
