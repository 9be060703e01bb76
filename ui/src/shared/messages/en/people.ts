import type { RoleCode } from '../../ipc/client';
import { iso } from '../isolate';
import type { Said } from '../shape';

const says = (sentence: string) => () => sentence;

/** Why something about people was not done, by the core's codes. */
export const peopleErrors = {
  signed_out: says('Nobody is signed in. Choose your name and type your PIN.'),
  needs_manager: says('This needs a manager: ask one to type a PIN.'),
  not_approved: says('Nobody approved it, so nothing was done.'),
  approver_may_not: says('Whoever approves has to be a manager or the owner.'),
  not_permitted: (said: Said) => said.text,
  person_inactive: says('This person does not work here any more.'),
  person_id: says('Choose a person from the list.'),
  nobody: says('Choose a person from the list.'),
  no_such_action: says('The till does not know what this PIN is for.'),
  people_exist: says('This till has people already. Sign in as one of them.'),
  name_empty: says('Write the name that the others call this person.'),
  name_too_long: says('The name is longer than 40 characters. Shorten it: it is printed on receipts.'),
  name_unprintable: says('The name has a character that cannot be printed. Type it again.'),
  name_taken: says('Somebody here has that name already. Add a letter or a family name.'),
  no_owner: says('This is the only owner. Make somebody else an owner first.'),
  pin_missing: says('Choose a PIN: nobody signs in without one.'),
  pin_wrong: (said: Said) =>
    said.figures[0] === undefined
      ? 'That is not the PIN. One more wrong one, and you have to wait.'
      : `That is not the PIN. ${said.figures[0]} tries are left.`,
  pin_locked: says('Too many wrong PINs. Wait, or ask a manager for a new one.'),
  pin_not_digits: says('A PIN is made of digits only.'),
  pin_too_short: says('A PIN has at least 6 digits.'),
  pin_too_long: says('A PIN has at most 12 digits.'),
  pin_all_equal: says('One digit all along is the first PIN that others try. Choose another.'),
  pin_run: says('Digits in order, such as 123456, are the first PIN that others try. Choose another.'),
  pin_damaged: (said: Said) => said.text,
  pin_derivation: (said: Said) => said.text,
};

export const people = {
  title: 'People',
  roles: { cashier: 'Cashier', manager: 'Manager', owner: 'Owner' } satisfies Record<RoleCode, string>,
  may: {
    cashier: 'Sells, takes cash and wallet payments, opens and closes the shift.',
    manager: 'All that, and refunds, large discounts, settings, and the cashiers.',
    owner: 'Everything, PayBy’s account and the managers included.',
  } satisfies Record<RoleCode, string>,

  firstHeading: 'Who owns this shop?',
  firstLine:
    'The owner may do everything and adds the others. Every sale is kept under the name of who made it.',
  firstNext: 'Choose a PIN',
  firstPinLine: 'You sign in with it, and approve what others may not do alone.',
  firstNameHint: 'As your team knows you. It is printed on receipts.',
  name: 'Name',
  nameHint: 'As the team knows this person. It is printed on receipts.',

  lockHeading: 'Who is at the till?',
  lockLine: 'Touch your name, then type your PIN.',
  enterPin: (name: string) => `${iso(name)}, type your PIN`,
  signIn: 'Sign in',
  nobodyHere: 'Nobody is listed here',
  nobodyHereLine:
    'Fils could not read who works here. Start it again; if this stays, restore the last backup.',
  underWay: (n: number) =>
    n === 1 ? 'One payment is still under way.' : `${n} payments are still under way.`,
  underWayLine: 'Fils keeps driving it. Sign in to see it.',
  waits: (time: string) => `Wait ${time}`,
  waitsLine: (time: string) => `Too many wrong PINs. Wait ${iso(time)}, or ask a manager for a new PIN.`,

  pad: 'PIN pad',
  erase: 'Delete the last digit',
  clear: 'Clear',
  typed: (n: number) => (n === 1 ? '1 digit typed' : `${n} digits typed`),
  length: '6 to 12 digits',
  choosePin: 'Choose a PIN',
  againPin: 'Type the same PIN again',
  differs: 'The two were not the same. Choose the PIN again.',
  savePin: 'Keep this PIN',

  atTill: (name: string) => `${iso(name)} is signed in`,
  lock: 'Lock',
  lockKey: 'Lock the till, or hand it over',

  changePin: 'Change my PIN',
  changePinTitle: 'Change your PIN',
  oldPin: 'Your PIN as it is now',
  pinChanged: 'Your PIN is changed.',

  approveTitle: 'A manager has to approve this',
  approveAsks: (name: string, what: string) => `${iso(name)} wants to ${iso(what)}.`,
  approveFirst: 'First choose who approves, then type the PIN.',
  approveWho: 'Who approves?',
  approve: 'Approve',
  approveNobody: 'There is no manager yet. Add one under Settings, People.',
  approveOnce: 'It counts once, for this only. Both names are kept.',
  actions: {
    discount_over_limit: 'give a larger discount than cashiers may',
    void_after_payment: 'undo a sale that was paid',
    refund: 'give money back',
    revoke: 'take back a payment whose answer never came',
    decide_alert: 'decide about a payment that needs a person',
    open_drawer: 'open the drawer without a sale',
    paid_out: 'take cash out of the drawer',
    edit_products: 'change products',
    import_products: 'import products',
    export_products: 'export the products into a file',
    see_day: 'see the day’s takings',
    match_payby: 'compare the orders with PayBy',
    export: 'write orders into a file',
    change_settings: 'change settings',
    backup: 'make a backup',
    other: 'do something that cashiers may not do alone',
  },

  rosterLine: 'Everybody has their own PIN. Whoever leaves is stopped and stays in the books.',
  add: 'Add a person',
  change: 'Change',
  here: 'Signed in now',
  stopped: 'Does not work here any more',
  addTitle: 'A new person',
  editTitle: (name: string) => `Change ${iso(name)}`,
  role: 'Role',
  newPin: 'Give a new PIN',
  newPinLine: 'The old one stops at once. A wait for wrong PINs ends too.',
  newPinKept: 'A new PIN is chosen. It counts when you save.',
  stop: 'Stop this person',
  stopLine: 'They can no longer sign in. What they sold stays under their name.',
  back: 'Works here again',
  save: 'Save',
  added: (name: string) => `${iso(name)} was added.`,
  saved: (name: string) => `${iso(name)} was changed.`,
  managersOnly: 'A manager or the owner sees and changes who works here. Let one sign in.',
  ownersOnly: 'Only the owner changes managers and owners.',
} as const;
