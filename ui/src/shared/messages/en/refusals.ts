/** Why the counter, the paper or the printer did not do what was asked. The core says it well in English. */
import type { Said } from '../shape';

const asSaid = (said: Said): string => said.text;

/** What a basket, a sale, a shift or a return does not take. */
const counter = {
  basket_empty: asSaid,
  nothing_to_pay: asSaid,
  nothing_to_undo: asSaid,
  not_parked: asSaid,
  no_such_product: asSaid,
  no_such_sale: asSaid,
  no_such_receipt: asSaid,
  sale_complete: asSaid,
  sale_void: asSaid,
  sale_paid: asSaid,
  wallet_open: asSaid,
  no_cash: asSaid,
  shift_open: asSaid,
  no_shift: asSaid,
  more_than_due: asSaid,
  tips_off: asSaid,
  not_complete: asSaid,
  nothing_over: asSaid,
  count_too_large: asSaid,
  no_wallet_to_refund: asSaid,
  nothing_due: asSaid,
  nothing_given: asSaid,
};

const lines = {
  no_such_line: asSaid,
  part_of_a_piece: asSaid,
  quantity_not_a_number: asSaid,
  quantity_not_positive: asSaid,
  quantity_too_fine: asSaid,
  quantity_too_large: asSaid,
  total_too_large: asSaid,
  too_many_lines: asSaid,
  discount_nothing: asSaid,
  discount_too_large: asSaid,
  percent_out_of_range: asSaid,
  not_a_discount: asSaid,
  note_too_long: asSaid,
};

const returns = {
  return_nothing: asSaid,
  return_no_such_line: asSaid,
  return_more_than_left: asSaid,
  return_does_not_fit: asSaid,
};

const papers = {
  receipt_not_paid: asSaid,
  receipt_does_not_fit: asSaid,
  receipt_unreadable: asSaid,
  receipt_too_long: asSaid,
  font_unreadable: asSaid,
  paper_too_wide: asSaid,
  pdf_failed: asSaid,
  no_printer: asSaid,
  print_ended: asSaid,
  print_under_way: asSaid,
  printing_stopped: asSaid,
  printer_empty: asSaid,
  printer_network: asSaid,
  printer_usb: asSaid,
  printer_serial: asSaid,
  file_not_written: asSaid,
  label_bad_prefix: asSaid,
  label_prefix_twice: asSaid,
  label_item_digits: asSaid,
};

export const counterErrors = { ...counter, ...lines, ...returns, ...papers };
