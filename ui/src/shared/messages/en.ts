/**
 * Every text a person reads, in English. Another language is a second object of the same type.
 * What comes from outside a sentence (amounts, numbers, names) is isolated, so that it keeps its direction.
 */
import type {
  AlertKind,
  CustomerAct,
  DecisionCode,
  EnvironmentCode,
  FaultCode,
  FilterCode,
  Headline,
  StateView,
} from '../ipc/client';
import { storySentences } from './en-story';
import { iso } from './isolate';

function counted(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}

/** What a person must know when something is odd: what is known, what Fils does, what the person does. */
export interface Advice {
  title: string;
  known: string;
  doing: string;
  you: string;
}

const headline = {
  sending: 'Sending to PayBy…',
  waiting_for_customer: 'Waiting for the customer',
  scanned: 'Scanned, the customer is confirming',
  confirming: 'Waiting for the customer to confirm',
  checking: 'Checking with PayBy…',
  cancelling_by_cashier: 'Cancelling…',
  cancelling_expired: 'Time is up, cancelling…',
  cancelling_refused: 'PayBy refused it, making sure…',
  paid: 'Paid',
  paid_while_cancelling: 'The customer has just paid',
  paid_kept: 'Paid late, kept as a sale',
  closed_cancelled: 'Cancelled',
  closed_expired: 'Not paid in time',
  closed_refused: 'PayBy refused it',
  closed_failed: 'The payment failed',
  closed_revoked: 'Reversed',
  closed_refunded: 'Refunded',
  closed_by_person: 'Ended by a person',
  closed_never_reached: 'Never reached PayBy',
  paid_late: 'Paid after it was closed',
  needs_review: 'Needs a person',
  revoking: 'Giving the money back…',
} satisfies Record<Headline, string>;

/** The headline where there is room for a word or two only. */
const brief = {
  sending: 'Sending…',
  checking: 'Checking…',
  waiting_for_customer: 'Waiting',
  scanned: 'Scanned',
  confirming: 'Confirming',
  cancelling_by_cashier: 'Cancelling…',
  cancelling_expired: 'Cancelling…',
  cancelling_refused: 'Making sure…',
  paid: 'Paid',
  paid_while_cancelling: 'Paid',
  paid_kept: 'Paid, kept',
  closed_cancelled: 'Cancelled',
  closed_expired: 'Not paid',
  closed_refused: 'Refused',
  closed_failed: 'Failed',
  closed_revoked: 'Reversed',
  closed_refunded: 'Refunded',
  closed_by_person: 'Ended',
  closed_never_reached: 'Never sent',
  paid_late: 'Paid late',
  needs_review: 'Needs review',
  revoking: 'Giving back…',
} satisfies Record<Headline, string>;

/** The second line under a headline: what it means for the person at the till. */
const meaning = {
  sending: 'Fils has saved this payment and is sending it. Nothing can be lost now.',
  waiting_for_customer: 'Ask the customer to scan the code with Botim or PayBy.',
  scanned: 'Nothing to do: they are confirming on their phone.',
  confirming: 'Fils has charged the customer’s code. They may have to confirm on their phone.',
  checking: 'PayBy’s answer is not clear yet. Fils is asking again.',
  cancelling_by_cashier: 'PayBy has not confirmed yet. Don’t let the customer pay again until it has.',
  cancelling_expired: 'Fils is making sure nothing was paid before it closes this payment.',
  cancelling_refused: 'Fils is making sure nothing was paid before it closes this payment.',
  paid: 'PayBy has confirmed this payment.',
  paid_while_cancelling: 'They paid before the cancel reached PayBy. The money is yours.',
  paid_kept: 'The money arrived late and the sale was kept.',
  closed_cancelled: 'PayBy has confirmed: nothing was taken.',
  closed_expired: 'PayBy has confirmed: nothing was taken.',
  closed_refused: 'Nothing was taken. The customer can try again or pay another way.',
  closed_failed: 'PayBy has confirmed: nothing was taken. The customer can try again.',
  closed_revoked: 'The payment was reversed. The money goes back to the customer.',
  closed_refunded: 'The money went back to the customer.',
  closed_by_person: 'PayBy never said how it ended. Fils keeps watching for a payment.',
  closed_never_reached: 'PayBy has never seen this payment: nothing was taken.',
  paid_late: 'The money has arrived. A person decides what happens with it.',
  needs_review: 'What PayBy says does not fit this sale. A person must look at it.',
  revoking: 'PayBy has been asked to give the money back, and has not confirmed it yet.',
} satisfies Record<Headline, string>;

const alertAdvice = {
  payby_not_answering: {
    title: 'PayBy is not answering',
    known: 'PayBy has not answered about this payment, so nobody knows yet whether it was paid.',
    doing: 'Fils keeps asking PayBy, and shows the truth as soon as there is one.',
    you: 'Check the shop’s internet. Don’t hand over the goods and don’t charge again until this is settled.',
  },
  cancel_not_confirmed: {
    title: 'Cancel not confirmed',
    known:
      'Fils asked PayBy to cancel, and PayBy has not confirmed it. The customer may still be able to pay.',
    doing: 'Fils keeps cancelling and asking until PayBy gives proof.',
    you: 'Ask the customer not to pay this one. Wait before you take this sale’s money another way.',
  },
  paid_late: {
    title: 'Paid after it was closed',
    known: 'The customer paid after this payment had been closed. The shop has the money.',
    doing: 'Fils keeps this here until a person decides. It does nothing with the money by itself.',
    you: 'If the customer has the goods, keep the sale. If not, give the money back.',
  },
  needs_review: {
    title: 'PayBy’s answer does not fit',
    known: 'PayBy signed an answer that does not fit this sale.',
    doing: 'Fils does not count this as paid and keeps asking PayBy.',
    you: 'Call the manager. Compare with PayBy’s portal, then decide.',
  },
  signature_not_accepted: {
    title: 'PayBy does not accept this till’s signature',
    known: 'PayBy seems to refuse this till’s key. No payment can be proved until that is put right.',
    doing: 'Fils keeps trying, and believes only answers it can verify.',
    you: 'Call whoever installed Fils: the public key at PayBy and the key on this till do not belong together.',
  },
  revoke_not_confirmed: {
    title: 'Money not back yet',
    known: 'Fils asked PayBy to give the money back, and PayBy has not confirmed it.',
    doing: 'Fils keeps asking PayBy until it is proved.',
    you: 'Tell the customer it is under way. If PayBy does not allow it, refund the order instead.',
  },
  refund_not_confirmed: {
    title: 'Refund not confirmed',
    known: 'Fils asked PayBy to refund, and PayBy has not said how it ended.',
    doing: 'Fils keeps asking. It never sends the same refund twice.',
    you: 'Tell the customer the refund is under way. Don’t refund a second time, and don’t give cash for it.',
  },
} satisfies Record<AlertKind, Advice>;

/** Why an order ended, or does not fit. Codes may come that are not here: then the core's own words are shown. */
const reasons: { readonly [code in string]?: string } = {
  cancelled_by_cashier: 'Cancelled at the till',
  expired: 'The customer did not pay in time',
  refused: 'PayBy refused the payment',
  failed_at_payby: 'The payment failed at PayBy',
  revoked: 'The payment was reversed',
  refunded: 'The payment was refunded',
  closed_by_person: 'A person ended it',
  never_reached_payby: 'PayBy never received it',
  amount_differs: 'PayBy names another amount',
  currency_differs: 'PayBy names another currency',
  payee_differs: 'PayBy names another shop as the receiver',
  number_differs: 'PayBy names another order number',
  revoked_after_paid: 'The payment was reversed after it had been made',
  failed_after_paid: 'PayBy calls it failed after it had been paid',
};

const storyKinds = storySentences(
  (code) => (alertAdvice as { readonly [code in string]?: Advice })[code]?.title ?? iso(code),
  (code) => reasons[code] ?? iso(code),
);

/** Why the text on the keypad is not an amount that can be charged. */
const amountErrors: { readonly [code in string]?: string } = {
  amount_empty: 'Enter an amount',
  amount_zero: 'Enter an amount above zero',
  amount_negative: 'Enter an amount above zero',
  amount_inner_space: 'Write the amount without spaces',
  amount_too_many_decimals: 'Two digits after the point at most',
  amount_too_large: 'Twelve digits before the point at most',
  amount_not_a_number: 'That is not an amount',
};

/** The checks of “test the connection”, in the order they are made. */
const checks: { readonly [code in string]?: { title: string; fix: string } } = {
  config: { title: 'The configuration is understood', fix: 'Put the lines right that are named here.' },
  mode: { title: 'The mode is known', fix: 'Set Fils up again.' },
  driver: { title: 'Nothing else drives this till', fix: 'Close the other Fils on this computer.' },
  folder: { title: 'The data can be kept', fix: 'Give Fils the right to write into its folder.' },
  database: { title: 'The books are whole', fix: 'Restore the last backup, or call whoever installed Fils.' },
  key: { title: 'Your key can be used', fix: 'Make a new key pair, or import the right file.' },
  connection: { title: 'PayBy answers', fix: 'Check the internet cable or Wi-Fi, and the shop’s firewall.' },
  clock: { title: 'The clock agrees with PayBy’s', fix: 'Set this computer’s date and time to automatic.' },
  account: { title: 'PayBy knows the account', fix: 'Compare the partner ID with PayBy’s portal.' },
  signature: {
    title: 'Signatures are accepted, both ways',
    fix: 'Give PayBy the public key of this till, and check PayBy’s public key. Until both fit, nothing can be proved.',
  },
};

/** Faults that training can make, by the sandbox's names for them. */
const faults = {
  network_down: { title: 'No network', detail: 'Nothing gets through' },
  lost_request: { title: 'Lose the next request', detail: 'PayBy never gets it' },
  lost_reply: { title: 'Lose the next answer', detail: 'PayBy acts, the till hears nothing' },
  delay: { title: 'Slow answers', detail: 'The next answers take too long' },
  bad_signature: { title: 'Wrong signature', detail: 'The next answer cannot be verified' },
  unsigned: { title: 'No signature', detail: 'The next answer is not signed' },
  truncated: { title: 'Broken answer', detail: 'The next answer is cut off' },
  not_json: { title: 'Nonsense answer', detail: 'The next answer is a web page' },
  wrong_amount: { title: 'Wrong amount', detail: 'The next answer names another amount' },
  code: { title: 'PayBy is busy', detail: 'The next requests are turned away' },
  refund_fails: { title: 'Failing refund', detail: 'The next refund is taken on and fails later' },
  land_create_late: { title: 'Late arrival', detail: 'The next payment reaches PayBy late' },
} satisfies Record<FaultCode, { title: string; detail: string }>;

export const en = {
  language: { code: 'en', dir: 'ltr' as 'ltr' | 'rtl', locale: 'en-GB' },
  brand: {
    name: 'Fils',
    promise: 'Money that moved is never missed. Money that did not move is never believed.',
  },

  common: {
    amount: (text: string) => `AED ${iso(text)}`,
    currency: 'AED',
    back: 'Back',
    next: 'Continue',
    close: 'Close',
    cancel: 'Cancel',
    copy: 'Copy',
    copied: 'Copied',
    reload: 'Reload',
    dismiss: 'Dismiss',
    working: 'Working…',
    optional: 'optional',
    orderEnding: (short: string) => `ending ${iso(short)}`,
    secondsLeft: (s: number) => counted(s, 'second left', 'seconds left'),
    unexpected: 'That did not work. Nothing about your payments has changed.',
  },

  shell: {
    navigation: 'Main',
    till: 'Till',
    orders: 'Orders',
    alerts: 'Alerts',
    alertsCount: (n: number) => counted(n, 'alert', 'alerts'),
    online: 'PayBy connected',
    offline: 'Offline',
    openPayments: 'Payments under way',
    nothingOpen: 'No payments under way',
    nothingOpenHint: 'Each one you start stays here until it is settled.',
    newSale: 'New sale',
    storageTitle: 'Fils can’t write its books',
    offlineTitle: 'No connection to PayBy',
    offlineBody: 'Fils keeps trying. Payments under way settle by themselves when the internet is back.',
    clockTitle: 'This computer’s clock is wrong',
    clockBody: (seconds: number) =>
      `It is ${counted(Math.abs(seconds), 'second', 'seconds')} ${seconds > 0 ? 'behind' : 'ahead of'} PayBy’s. Payments still work. Set the date and time to automatic.`,
    alertBar: (n: number) => (n === 1 ? 'Needs you now' : `${n} things need you`),
    alertBarLine: (title: string, amount: string, short: string) =>
      `${title}: AED ${iso(amount)}, order ending ${iso(short)}`,
    alertBarOpen: 'See what to do',
    paidToast: (amount: string, short: string) => `Paid: AED ${iso(amount)}, order ending ${iso(short)}`,
    alertToast: (title: string, short: string) => `${title}, order ending ${iso(short)}`,
    starting: 'Opening the till…',
  },

  setup: {
    welcome: 'Welcome to Fils',
    welcomeLine: 'The checkout till for PayBy wallet payments. How do you want to start?',
    points: [
      'Works when the internet does not',
      'Every payment saved before it is sent',
      '“Paid” only ever on PayBy’s signed proof',
    ],
    trainingTitle: 'Try it in training mode',
    trainingLine:
      'A practice PayBy runs inside Fils. Nothing to set up, no real money. You play the customer.',
    trainingAction: 'Start training',
    accountTitle: 'Connect a PayBy account',
    accountLine:
      'For taking real payments. You need your partner ID and PayBy’s public key. It takes ten minutes.',
    accountAction: 'Connect',
    stepOf: (n: number, of: number) => `Step ${n} of ${of}`,
    steps: { account: 'Account', key: 'Your key', payby: 'PayBy’s key', test: 'Test' },

    accountHeading: 'Which PayBy account?',
    environment: 'Environment',
    environments: {
      production: { title: 'Production', line: 'Real customers, real money' },
      uat: { title: 'Test (UAT)', line: 'PayBy’s own test system' },
      custom: { title: 'Another address', line: 'A PayBy that someone gave you the address of' },
    } satisfies Record<EnvironmentCode, { title: string; line: string }>,
    baseUrl: 'Address',
    baseUrlHint: 'Starts with https://',
    partnerId: 'Partner ID',
    partnerIdHint: 'The number PayBy gave your company, 12 digits or so.',
    payeeMid: 'Payee member ID',
    payeeMidHint: 'Only if PayBy told you that another member receives the money.',

    keyHeading: 'The key that signs for your shop',
    keyLine:
      'Fils signs every request. The private half stays on this computer and is never shown. PayBy gets the public half.',
    makeKey: 'Make a new key pair',
    makeKeyLine: 'Recommended. Takes a few seconds.',
    importKey: 'Use a key I have',
    importKeyLine: 'A PEM file, 2048 bits or more, without a password.',
    publicKey: 'Your public key',
    publicKeyLine:
      'Give this to PayBy: in the merchant portal, or by e-mail to your contact there. Then continue.',
    makingKey: 'Making the key…',

    paybyHeading: 'PayBy’s public key',
    paybyLine:
      'From PayBy’s merchant portal, for the environment you chose. Fils uses it to check that answers really come from PayBy.',
    paybyKey: 'Paste the key',
    paybyPlaceholder: '-----BEGIN PUBLIC KEY-----',

    passphraseHeading: 'A passphrase for the key',
    passphraseLine:
      'This computer has no key store, so Fils seals the key in a file. You will be asked for this passphrase at every start.',
    passphrase: 'Passphrase',
    passphraseAgain: 'Once more',
    passphraseDiffers: 'The two are not the same',
    passphraseShow: 'Show what I type',

    testHeading: 'Test the connection',
    testLine: 'Fils asks PayBy a harmless question and checks everything on the way. No money moves.',
    testRun: 'Test now',
    testAgain: 'Test again',
    testRunning: 'Asking PayBy…',
    testGood: 'Everything works. You can take payments.',
    testBad: 'Not ready yet. The first line in red says what to do.',
    testSkip: 'Open the till anyway',
    open: 'Open the till',
    checks,
    checkGood: 'Works',
    checkBad: 'Does not work',
    checkUntried: 'Could not be tried',

    lockedHeading: 'Fils is locked',
    lockedLine:
      'Enter the passphrase that seals this till’s key. Payments under way are taken up as soon as it is open.',
    unlock: 'Unlock',
    unreachable:
      'The window cannot reach the rest of Fils. Close Fils and start it again; payments under way are taken up.',
    failedHeading: 'Fils can’t open its data',
    failedLine: 'Nothing is lost. Put this right and try again.',
    failedCode: (code: string) => `For support: ${iso(code)}`,
  },

  till: {
    heading: 'Amount',
    keypad: 'Keypad',
    key: (digit: string) => digit,
    keyPoint: 'Point',
    keyBack: 'Delete the last digit',
    clear: 'Clear',
    charge: 'Charge',
    chargeAmount: (amount: string) => `Charge AED ${iso(amount)}`,
    charging: 'Charging…',
    enterFirst: 'Enter an amount',
    scanCode: 'Scan customer’s code',
    scanCodeLine: 'The customer shows a code in their app',
    description: 'What is it for?',
    descriptionPlaceholder: 'Add a description',
    descriptionCount: (n: number, max: number) => `${n} of ${max}`,
    descriptionTooLong: (n: number, max: number) =>
      `${n} characters. PayBy takes ${max}: please shorten by ${n - max}.`,
    errors: amountErrors,
    today: 'Today',
    taken: 'Taken today',
    noneYet: 'Ready for the first sale',
    noneYetLine:
      'Enter an amount and press Charge. The customer scans the QR, and you see here what was paid.',
    allOrders: 'All orders',
    amountFirst: 'Enter the amount first, then scan the customer’s code again.',
    notACode: 'That was not a customer’s payment code. Nothing was charged.',
    tillFirst: 'To charge a customer’s code, go to the till and enter the amount first.',
  },

  scan: {
    title: 'Scan the customer’s code',
    line: 'Ask the customer to open “Pay” in Botim or PayBy, and scan the code on their phone.',
    field: 'Customer’s code',
    placeholder: 'Scan, or paste here',
    charge: (amount: string) => `Charge AED ${iso(amount)}`,
    listening: 'The scanner can be used now',
    empty: 'Scan or paste the code first',
  },

  payment: {
    region: 'Payment',
    qrLabel: (amount: string) => `QR code to pay AED ${iso(amount)}`,
    scanToPay: 'Scan to pay',
    headline,
    brief,
    meaning,
    scannedBy: (who: string) => `Scanned, ${iso(who)} is confirming`,
    cancel: 'Cancel payment',
    cancelling: 'Cancelling…',
    cancelAgain: 'Cancel again',
    askPayBy: 'Ask PayBy now',
    newSale: 'New sale',
    newSaleHint: 'This payment goes on by itself',
    tryAgain: 'Try again',
    timeLeft: 'Time to pay',
    timeUp: 'Time is up',
    orderNumber: 'Order',
    forWhat: 'For',
    known: 'What is known',
    doing: 'What Fils is doing',
    you: 'What you should do',
    paidAt: (time: string) => `at ${iso(time)}`,
    from: (who: string) => `from ${iso(who)}`,
    decide: 'Decide',
    openOrder: 'See the whole story',
    gone: 'This payment can’t be found',
    preparingQr: 'Preparing the QR…',
    codeCharged: 'Customer’s code charged',
    qrGone: 'The QR is no longer shown',
  },

  state: {
    submitting: 'Sending',
    awaiting_payment: 'Waiting',
    closing: 'Cancelling',
    paid: 'Paid',
    closed: 'Closed',
    paid_late: 'Paid late',
    needs_review: 'Needs review',
  } satisfies Record<StateView, string>,

  orders: {
    title: 'Orders',
    day: 'Day',
    today: 'Today',
    previousDay: 'Previous day',
    nextDay: 'Next day',
    search: 'Search number, amount, description',
    filter: 'Show',
    filters: {
      all: 'All',
      open: 'Open',
      paid: 'Paid',
      closed: 'Closed',
      attention: 'Alerts',
    } satisfies Record<FilterCode, string>,
    taken: 'Taken',
    list: 'Orders of the day',
    emptyDay: 'No orders on this day',
    emptyDayLine: 'Payments you take appear here by themselves.',
    emptySearch: 'Nothing matches',
    emptySearchLine: 'Try a part of the number, the amount or the description.',
    clearSearch: 'Show all',
    chooseOne: 'Choose an order',
    chooseOneLine: 'You will see its whole story: every step, every answer of PayBy, every decision.',
    number: 'Order number',
    paybyNumber: 'PayBy’s number',
    payer: 'Customer',
    started: 'Started',
    paidAt: 'Paid',
    refunded: 'Refunded',
    refundable: 'Can still be refunded',
    why: 'Why',
    story: 'What happened',
    refunds: 'Refunds',
    raw: 'What was sent and received',
    times: (n: number) => `${n} times`,
    cashier: 'the cashier',
    by: (who: string) => `by ${iso(who)}`,
    storyKinds,
    storyUnknown: (kind: string) => `Recorded: ${iso(kind)}`,
    reasons,
    actions: {
      cancel: 'Cancel payment',
      ask: 'Ask PayBy',
      keep: 'Keep the sale',
      revoke: 'Give the money back',
      close: 'End it',
      refund: 'Refund',
      open: 'Open payment',
      replace: 'Try again',
    },
    asked: 'Asking PayBy. The answer appears here.',
    refundState: {
      submitting: 'Sending',
      requested: 'PayBy is working on it',
      refunded: 'Refunded',
      failed: 'Not refunded',
      needs_review: 'Needs review',
    } as { readonly [state in string]?: string },
  },

  decide: {
    titles: {
      keep: 'Keep this sale?',
      revoke: 'Give the money back?',
      close: 'End this order?',
    } satisfies Record<DecisionCode, string>,
    lines: {
      keep: 'The order counts as paid. Choose this if the customer has the goods.',
      revoke: 'PayBy reverses the payment and the customer gets it back. This cannot be undone.',
      close:
        'The order ends without proof from PayBy. Fils keeps watching it, and tells you if money arrives.',
    } satisfies Record<DecisionCode, string>,
    reason: 'Reason',
    reasonHint: 'One sentence. It is kept in the order’s story.',
    reasonMissing: 'Please say why',
    confirm: {
      keep: 'Keep the sale',
      revoke: 'Give the money back',
      close: 'End it',
    } satisfies Record<DecisionCode, string>,
  },

  refund: {
    title: 'Refund',
    line: (amount: string) => `Up to AED ${iso(amount)} can be refunded.`,
    amount: 'Amount to refund',
    reason: 'Reason',
    reasonHint: 'The customer may ask. It is kept in the order’s story.',
    reasonMissing: 'Please say why',
    confirm: (amount: string) => `Refund AED ${iso(amount)}`,
    confirmEmpty: 'Refund',
    sent: 'The refund is saved and on its way to PayBy.',
  },

  alerts: {
    title: 'Alerts',
    line: 'What needs a person. Each stays here until it is settled.',
    advice: alertAdvice,
    none: 'Nothing needs you',
    noneLine: 'If a payment is late, unclear or does not fit, it appears here, and in red on every screen.',
    warnings: 'In the configuration',
    warningsLine: 'Fils works without these. Whoever installed it can put them right.',
    since: (time: string) => `since ${iso(time)}`,
    paybySays: (detail: string) => `PayBy says: ${iso(detail)}`,
    details: (detail: string) => `Details: ${iso(detail)}`,
  },

  training: {
    banner: 'Training mode',
    bannerLine: 'No real money moves',
    toggle: 'Play the customer',
    title: 'Training',
    customer: 'The customer',
    customerLine: 'Choose a payment and play the customer’s part.',
    choose: 'Payment',
    nothing: 'Charge an amount first. It appears here, and you can play the customer.',
    acts: {
      scan: { title: 'Scan the QR', line: 'Their phone opens the payment' },
      pay: { title: 'Pay', line: 'They confirm on their phone' },
      decline: { title: 'Decline', line: 'They say no, or have no money' },
      pay_late: { title: 'Pay late', line: 'They pay after it was closed' },
    } satisfies Record<CustomerAct, { title: string; line: string }>,
    trouble: 'Trouble',
    troubleLine: 'See what Fils does when things break.',
    network: 'Network',
    networkDown: 'Unplug the internet',
    networkDownLine: 'Nothing reaches PayBy until you plug it in again',
    networkUp: 'Plug the internet in again',
    faults,
    active: (n: number) => `${n} waiting`,
    clear: 'Put everything right',
  },

  closing: {
    title: (n: number) => (n === 1 ? 'A payment is still under way' : `${n} payments are still under way`),
    line: 'Nothing is lost whatever you choose. Fils takes up every payment when it starts again.',
    stay: 'Stay',
    stayLine: 'Keep the window open',
    background: 'Close the window, finish in the background',
    backgroundLine: 'Fils ends by itself when every payment is settled',
    quit: 'Quit now',
    quitLine: 'Payments stay unsettled until Fils starts again. Customers could still pay.',
  },

  safe: {
    title: 'This screen had a problem',
    line: 'Your payments are safe: Fils keeps them outside this window, and goes on with them right now.',
    reload: 'Reload the screen',
  },
} as const satisfies Catalogue;

/** Leaves are texts, or functions from typed parameters to a text; groups nest. */
interface Catalogue {
  readonly [key: string]: unknown;
}

type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Widened<T[K]> };

/** What every language must have. */
export type Messages = Omit<Widened<typeof en>, 'language'> & {
  readonly language: { readonly code: string; readonly dir: 'ltr' | 'rtl'; readonly locale: string };
};
