import type { CustomerAct, FaultCode } from '../../ipc/client';

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

export const training = {
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
} as const;
