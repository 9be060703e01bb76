import { aed } from '../isolate';

/** Why the text on the keypad is not an amount that can be charged. */
export const amountErrors = {
  amount_empty: 'Enter an amount',
  amount_zero: 'Enter an amount above zero',
  amount_negative: 'Enter an amount above zero',
  amount_inner_space: 'Write the amount without spaces',
  amount_too_many_decimals: 'Two digits after the point at most',
  amount_too_large: 'Twelve digits before the point at most',
  amount_not_a_number: 'That is not an amount',
} as const;

export const till = {
  heading: 'Amount',
  keypad: 'Keypad',
  key: (digit: string) => digit,
  keyPoint: 'Point',
  keyBack: 'Delete the last digit',
  clear: 'Clear',
  charge: 'Charge',
  chargeAmount: (amount: string) => `Charge ${aed(amount)}`,
  charging: 'Charging…',
  enterFirst: 'Enter an amount',
  description: 'What is it for?',
  descriptionPlaceholder: 'Add a description',
  descriptionCount: (n: number, max: number) => `${n} of ${max}`,
  descriptionTooLong: (n: number, max: number) =>
    `${n} characters. PayBy takes ${max}: please shorten by ${n - max}.`,
  errors: amountErrors,
  amountFirst: 'Enter the amount first, then scan the customer’s code again.',
} as const;

export const scan = {
  title: 'Scan the customer’s code',
  line: 'Ask the customer to open “Pay” in Botim or PayBy, and scan the code on their phone.',
  field: 'Customer’s code',
  placeholder: 'Scan, or paste here',
  charge: (amount: string) => `Charge ${aed(amount)}`,
  listening: 'The scanner can be used now',
  empty: 'Scan or paste the code first',
} as const;
