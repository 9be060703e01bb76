import type { PaperWidth, PrintStateCode } from '../../ipc/client';
import { iso } from '../isolate';
import { counted } from './counted';

/** Every setting of the window: what it is called, what helps to fill it in, and what it takes when it was refused. */
const fields = {
  merchant_name: {
    label: 'Name of the shop',
    hint: 'In English',
    refused: 'A name takes up to 200 characters, on one line.',
  },
  merchant_name_ar: {
    label: 'Name in Arabic',
    hint: 'For receipts in Arabic',
    refused: 'A name takes up to 200 characters, on one line.',
  },
  address: {
    label: 'Address',
    hint: 'A tax invoice has to name it',
    refused: 'An address takes up to 200 characters.',
  },
  address_ar: {
    label: 'Address in Arabic',
    hint: 'For receipts in Arabic',
    refused: 'An address takes up to 200 characters.',
  },
  phone: {
    label: 'Telephone',
    hint: 'As customers should dial it',
    refused: 'A telephone number takes up to 200 characters, on one line.',
  },
  trn: {
    label: 'Tax registration number (TRN)',
    hint: 'Without one, receipts do not say “Tax Invoice” and name no VAT',
    refused: 'A TRN has exactly 15 digits, without spaces. Leave it empty if the shop is not registered.',
  },
  receipt_footer: {
    label: 'End of a receipt',
    hint: 'For example: Thank you. Exchange within 7 days.',
    refused: 'It takes up to 200 characters.',
  },
  receipt_footer_ar: {
    label: 'End of a receipt in Arabic',
    hint: 'For receipts in Arabic',
    refused: 'It takes up to 200 characters.',
  },
  cash_rounding_fils: {
    label: 'Rounding of cash',
    hint: 'Only what is paid in cash, always in the customer’s favour, on a line of its own',
    refused: 'Cash is rounded to 25 fils, or not at all.',
  },
  discount_limit_percent: {
    label: 'Discount without a manager, in percent',
    hint: 'A larger one asks for a manager’s PIN',
    refused: 'A whole number from 0 to 100.',
  },
  payby_fee_percent: {
    label: 'PayBy’s fee, in percent',
    hint: 'As agreed with PayBy, say 1.50. Left empty, the usual one is found from its statements',
    refused: 'A percentage from 0 to 100, such as 1.50.',
  },
  other_tills: {
    label: 'Other tills of the shop',
    hint: 'What their numbers begin with, say T2, T3: their payments are none of this till’s',
    refused: 'Letters and digits with commas between them, such as T2, T3.',
  },
  tips: {
    label: 'Tips',
    hint: 'When on, customers who pay by wallet are asked for a tip',
    refused: 'Tips are on or off.',
  },
  business_day_start_h: {
    label: 'The shop’s day begins at, hour',
    hint: 'What is sold after midnight and before this hour belongs to the day before',
    refused: 'A whole number from 0 to 23.',
  },
  printer: {
    label: 'Where the printer is',
    hint: 'A network printer: its address, such as 192.168.1.50:9100',
    refused:
      'Not understood. A network printer is written as 192.168.1.50:9100, a USB printer as usb:04b8:0e15, a serial one as serial:/dev/ttyUSB0@9600.',
  },
  paper: {
    label: 'Width of the paper',
    hint: 'It is written on the roll. Narrow is for printers that print 42 columns: choose it if the edge is cut off.',
    refused: 'Paper is 58 mm or 80 mm wide.',
  },
  print_receipts: {
    label: 'Print every receipt',
    hint: 'When off, a receipt is printed when somebody asks for it',
    refused: 'This is on or off.',
  },
  idle_lock_s: {
    label: 'Lock the till after, in minutes',
    hint: 'Without a touch. 0 is never. A payment under way is never interrupted.',
    refused: 'A whole number of minutes, up to 60. 0 is never.',
  },
  price_prefixes: {
    label: 'Labels with a price begin with',
    hint: 'Two digits each, such as 20, 21',
    refused: 'Two digits each: 02, or 20 to 29, with a comma between them. None may also stand for weights.',
  },
  weight_prefixes: {
    label: 'Labels with a weight begin with',
    hint: 'Two digits each, such as 22, 23',
    refused: 'Two digits each: 02, or 20 to 29, with a comma between them. None may also stand for prices.',
  },
  customer_display: {
    label: 'Screen for the customer',
    hint: 'It shows what is in the basket, the total and the QR',
    refused: 'Off, by itself, or the number of a screen that is connected.',
  },
  customer_languages: {
    label: 'Languages on the customer’s screen',
    hint: 'Whatever language the till is in',
    refused: 'English, Arabic, or both.',
  },
  backup_every_h: {
    label: 'Make a backup',
    hint: 'By itself while the till is open. One is made at each Z report, too.',
    refused: 'A whole number of hours, up to 168. 0 is only at each Z report.',
  },
  backup_place: {
    label: 'Second place',
    hint: 'A USB stick, a disk or a share: every backup is copied there and read again',
    refused: 'Choose a folder, or type its whole path.',
  },
} as const;

export const settings = {
  title: 'Settings',
  parts: {
    shop: 'Shop & receipts',
    money: 'Money',
    printer: 'Printer',
    display: 'Customer’s screen',
    barcodes: 'Barcodes',
    lock: 'Lock',
    backup: 'Backup',
    people: 'People',
  },
  lines: {
    shop: 'What stands on every receipt, in both languages.',
    money: 'How cash, discounts and tips work in this shop.',
    printer: 'Where it is, what it prints, and what waits for it.',
    display: 'A second screen that faces the customer.',
    barcodes: 'Labels of the shop’s own scale, with the price or the weight in the barcode.',
    lock: 'When nobody touches the till for a while.',
    backup: 'Copies of the books that are proved to open, and going back to one.',
    people: 'Who works here, and what each may do.',
  },
  fields,
  save: 'Save',
  saving: 'Saving…',
  saved: 'Saved. It holds from now on.',
  undo: 'Undo changes',
  changed: (n: number) => counted(n, 'change is not saved', 'changes are not saved'),
  refused: (n: number) => (n === 1 ? 'One field cannot be saved yet' : `${n} fields cannot be saved yet`),
  asIs: 'Everything is saved',
  unknown: 'The settings could not be read',
  readAgain: 'Try again',
  on: 'On',
  off: 'Off',
  rounding: { '0': 'Off', '25': 'To 25 fils' },
  preview: 'How a receipt will look',
  previewLine: 'With made-up goods',
  sample: 'A receipt with these settings',
  display: { off: 'Off', auto: 'By itself', screen: 'A certain screen' },
  displayLines: {
    off: 'Only this screen is used.',
    auto: 'The second screen is used whenever one is connected.',
    screen: 'Screens are numbered as the computer numbers them.',
  },
  screenNumber: 'Number of the screen',
  languages: { en: 'English', ar: 'Arabic', 'ar,en': 'Both' },
  openPeople: 'Open the list of people',
} as const;

function at(place: string | null): string {
  return place === null ? 'The printer' : `The printer at ${iso(place)}`;
}

export const printing = {
  title: 'Printer',
  none: 'No printer',
  noneLine: 'Sales work without one. Receipts stay in Fils: show them, or save them as PDF.',
  ready: 'Ready',
  readyAt: (place: string) => `Ready, at ${iso(place)}`,
  faultTitle: 'The printer needs you',
  waiting: (n: number) => counted(n, 'paper waits', 'papers wait'),
  kinds: { network: 'Network', usb: 'USB or serial', none: 'None' },
  kind: 'How it is connected',
  network: 'Address in the network',
  networkHint: 'For example 192.168.1.50. The port is 9100 unless you write another one.',
  devices: 'Found at this computer',
  devicesNone: 'Nothing was found',
  devicesNoneLine: 'Switch the printer on, plug in its cable, then look again.',
  devicesAgain: 'Look again',
  otherPlace: 'Another place',
  paper: { '58': '58 mm', '80': '80 mm', '80-narrow': '80 mm, narrow' } satisfies Record<PaperWidth, string>,
  test: 'Print a test',
  testSent: 'The test is on its way to the printer.',
  saveFirst: 'Save first: the test goes to the printer that is saved.',
  queue: 'What waits',
  queueEmpty: 'Nothing waits to be printed',
  queueEmptyLine: 'What could not be printed stays here until it is, also after a restart.',
  receipt: (number: string) => `Receipt ${iso(number)}`,
  copyOf: (number: string) => `Copy of receipt ${iso(number)}`,
  drawer: 'Opening the drawer',
  testPaper: 'Test',
  report: 'Report of a day',
  reportCopy: 'Copy of a report',
  states: {
    waiting: 'Waiting',
    printing: 'Printing now',
    uncertain: 'Maybe printed',
  } satisfies Record<PrintStateCode, string>,
  uncertainLine:
    'Fils does not know whether it came out, and does not print it twice unasked. Look at the printer.',
  tries: (n: number) => counted(n, 'try', 'tries'),
  again: 'Print again',
  tryNow: 'Try now',
  giveUp: 'It came out, or is not needed',
  notNeeded: 'Not needed any more',
  by: (who: string) => `by ${iso(who)}`,
  /** One line in the shell. */
  shellOpen: 'See what waits',
  shellUncertain: (n: number) =>
    n === 1 ? 'A paper was maybe not printed' : `${n} papers were maybe not printed`,
  /** What is wrong with the printer, by the core's codes; with its place, where it has one. */
  faults: {
    not_reachable: (place: string | null) =>
      `${at(place)} is not reachable. Check that it is on and on the network.`,
    unplugged: (place: string | null) =>
      `${at(place)} is not there. Check that it is on and its cable is plugged in.`,
    not_permitted: (place: string | null) =>
      `${at(place)} may not be used from this account. Ask whoever looks after this computer to allow it.`,
    busy: (place: string | null) => `${at(place)} is in use by another program. Close that program.`,
    unusable: (place: string | null) =>
      `${at(place)} takes no print data this way. Choose another connection.`,
    paper_out: (place: string | null) => `${at(place)} is out of paper. Put in a new roll.`,
    cover_open: (place: string | null) => `${at(place)} has its cover open. Close it.`,
    cutter: (place: string | null) =>
      `${at(place)} has a jammed cutter. Switch it off, take out the paper, and switch it on again.`,
    recovering: (place: string | null) => `${at(place)} is too hot or busy with itself. Wait a minute.`,
    broken: (place: string | null) =>
      `${at(place)} has a fault. Switch it off and on again, and have it repaired if that does not help.`,
    offline: (place: string | null) =>
      `${at(place)} is offline. Press its online or feed button, or switch it off and on again.`,
    stalled: (place: string | null) =>
      `${at(place)} does not take what is sent. Check its paper and cover, then switch it off and on again.`,
    connection_lost: (place: string | null) =>
      `${at(place)} stopped answering. Check that it is on, and its cable.`,
    paper_near_end: (place: string | null) => `${at(place)} is nearly out of paper. Have a new roll ready.`,
  },
} as const;
