import type { Said } from '../shape';
import { keepingErrors } from './keeping';
import { matchingErrors } from './matching';
import { papersErrors } from './papers';
import { peopleErrors } from './people';
import { productErrors } from './products';
import { counterErrors } from './refusals';
import { reportErrors } from './reports';
import { amountErrors } from './till';

type Sentence = (said: Said) => string;

/** The core says it in English already, with the file or the figure it is about. */
const asSaid: Sentence = (said) => said.text;

const says = (sentence: string): Sentence => {
  return () => sentence;
};

const amounts = {
  amount_empty: says(amountErrors.amount_empty),
  amount_zero: says(amountErrors.amount_zero),
  amount_negative: says(amountErrors.amount_negative),
  amount_inner_space: says(amountErrors.amount_inner_space),
  amount_too_many_decimals: says(amountErrors.amount_too_many_decimals),
  amount_too_large: says(amountErrors.amount_too_large),
  amount_not_a_number: says(amountErrors.amount_not_a_number),
};

/** Why something was not done with an order or a refund. */
const payments = {
  already_paid: asSaid,
  already_closed: asSaid,
  needs_decision: asSaid,
  nothing_to_decide: asSaid,
  no_proof_to_keep: asSaid,
  money_moved: asSaid,
  revoke_under_way: asSaid,
  not_open: asSaid,
  no_such_order: asSaid,
  sale_held: asSaid,
  not_paid: asSaid,
  refund_too_large: asSaid,
  refund_too_late: asSaid,
  has_refund: asSaid,
  reason_missing: asSaid,
  reason_too_long: asSaid,
  subject_too_long: asSaid,
  bad_number: asSaid,
  not_a_code: says('That was not a customer’s payment code. Nothing was charged.'),
  storage: asSaid,
  stopped: asSaid,
  stale: asSaid,
  live_attempt: asSaid,
  refund_under_way: asSaid,
  duplicate: asSaid,
  already_notified: asSaid,
  forbidden: asSaid,
  qr_too_long: asSaid,
};

/** Why the till is not open, or not yet. */
const opening = {
  not_ready: asSaid,
  opening: asSaid,
  internal: asSaid,
  core_unreachable: asSaid,
  already_open: asSaid,
  lock_not_possible: asSaid,
  home_unknown: asSaid,
  home_not_made: asSaid,
  not_set_up: asSaid,
  config_unreadable: asSaid,
  config_invalid: asSaid,
  config_lacks: asSaid,
  config_not_written: asSaid,
  setting_unknown: asSaid,
  setting_invalid: asSaid,
  training: asSaid,
  notify_listen: asSaid,
  driver: asSaid,
};

const databases = {
  db_missing_directory: asSaid,
  db_missing: asSaid,
  db_read_only: asSaid,
  db_cannot_open: asSaid,
  db_disk_full: asSaid,
  db_not_a_database: asSaid,
  db_newer: asSaid,
  db_older: asSaid,
  db_corrupted: asSaid,
  db_locked: asSaid,
  db_disk: asSaid,
  db_old_sqlite: asSaid,
  db_record: asSaid,
  db_failed: asSaid,
  broken_chain: asSaid,
};

/** Why an account or a key is not taken. */
const keys = {
  account: asSaid,
  has_orders: asSaid,
  base_url: asSaid,
  payments_open: asSaid,
  key_empty: asSaid,
  key_not_a_key: asSaid,
  key_encrypted: asSaid,
  key_public_given: asSaid,
  key_private_given: asSaid,
  key_certificate: asSaid,
  key_ssh: asSaid,
  key_not_rsa: asSaid,
  key_too_short: asSaid,
  key_too_long: asSaid,
  key_damaged: asSaid,
  key_mismatch: asSaid,
  key_generation: asSaid,
  key_missing: asSaid,
  key_file: asSaid,
  key_newer: asSaid,
  key_derivation: asSaid,
  key_not_in_keyring: asSaid,
  key_keyring_damaged: asSaid,
  no_keyring: asSaid,
  keyring_denied: asSaid,
  passphrase_needed: says('This till’s key is sealed. Enter its passphrase.'),
  passphrase_empty: asSaid,
  passphrase_wrong: asSaid,
};

const trainings = {
  not_training: asSaid,
  fault_unknown: asSaid,
  customer_no_order: asSaid,
  customer_not_possible: asSaid,
};

/** What to tell a person when the core refuses, by its codes. For a code that is not here the core's sentence stands. */
export const errors = {
  ...counterErrors,
  ...amounts,
  ...payments,
  ...opening,
  ...databases,
  ...keys,
  ...trainings,
  ...productErrors,
  ...peopleErrors,
  ...matchingErrors,
  ...papersErrors,
  ...reportErrors,
  ...keepingErrors,
};
