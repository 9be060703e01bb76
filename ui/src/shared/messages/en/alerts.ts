import type { AlertKind } from '../../ipc/client';
import { aed, iso } from '../isolate';
import type { Advice } from '../shape';

export const alertAdvice = {
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

export const alerts = {
  title: 'Alerts',
  line: 'What needs a person. Each stays here until it is settled.',
  advice: alertAdvice,
  none: 'Nothing needs you',
  noneLine: 'If a payment is late, unclear or does not fit, it appears here, and in red on every screen.',
  overBar: (amount: string, number: string) => `A sale holds ${aed(amount)} too much: ${iso(number)}`,
  over: {
    title: 'A sale holds too much money',
    known: 'The sale was paid another way or given up, and then the customer paid the old QR too.',
    doing: 'Fils keeps this here until the money that is too much has gone back.',
    you: 'Give the customer the excess back, in cash or to the wallet that paid last.',
  },
  overOpen: 'Give it back',
  warnings: 'In the configuration',
  warningsLine: 'Fils works without these. Whoever installed it can put them right.',
  since: (time: string) => `since ${iso(time)}`,
  more: 'Details',
  paybySays: (detail: string) => `PayBy says: ${iso(detail)}`,
  details: (detail: string) => `Details: ${iso(detail)}`,
} as const;
