import { iso } from '../isolate';
import type { Said } from '../shape';
import { counted } from './counted';

/** Backups, and going back to one. */
export const keeping = {
  now: 'Back up now',
  making: 'Making the backup and reading it again…',
  made: 'The backup is made, and was read again.',
  unreadable: 'The backups could not be listed',
  again: 'Try again',
  everyChoices: { '24': 'Once a day', '8': 'Every 8 hours', '1': 'Every hour', '0': 'Only at each Z' },
  pick: 'Choose a folder',
  placeThere: 'It is there.',
  placeAway: 'It is not there at the moment. Backups go there as soon as it is.',
  list: 'Backups',
  none: 'No backup was made yet',
  noneLine: 'One is made by itself while the till is open, and at each Z report.',
  folder: (folder: string) => `On this computer they are in ${iso(folder)}.`,
  home: 'This computer',
  second: 'Second place',
  encryptedSign: 'Encrypted',
  why: { due: 'By itself', z: 'At a Z report', asked: 'Asked for', year: 'Archive of a year' } as Record<
    string,
    string
  >,
  encryption: 'Encryption',
  encrypted:
    'Backups are encrypted. Without the passphrase nobody can open them, not even PayBy or whoever made Fils.',
  plain: 'Backups can be read by whoever finds them. Encrypt them if the second place leaves the shop.',
  encrypt: 'Encrypt backups',
  stop: 'Stop encrypting',
  changePassphrase: 'Change the passphrase',
  passphraseTitle: 'A passphrase for backups',
  passphraseLine:
    'Several words, written down and kept away from this computer. You need it to bring a backup back.',
  passphrase: 'Passphrase',
  passphraseAgain: 'Once more',
  differs: 'The two are not the same',
  keep: 'Encrypt from now on',
  cancel: 'Cancel',
  stopped: 'Backups are not encrypted any more. Older ones still need their passphrase.',
  kept: 'Backups are encrypted from now on.',
  restoreTitle: 'Bring back a backup',
  restoreLine: 'After a repair or on a new computer: books, products, people and settings, as they were.',
  restoreAction: 'Choose a file',
  restoreHere: 'Going back to a backup',
  restoreHereLine: 'The books that are here are put aside and kept, not deleted.',
  heading: 'Is this the right backup?',
  lockedHeading: 'This backup is encrypted',
  lockedLine: (file: string) => `Type the passphrase that ${iso(file)} was encrypted with.`,
  open: 'Open it',
  opening: 'Opening…',
  facts: {
    shop: 'Shop',
    till: 'Till',
    made: 'Made',
    sales: 'Sales',
    last: 'Last receipt',
    people: 'People',
    file: 'File',
  },
  noName: 'Without a name',
  noReceipt: 'None',
  training: 'This is a backup of a training till.',
  hasSales: (n: number) =>
    `This till has ${counted(n, 'sale', 'sales')} of its own. They are put aside and kept on this computer.`,
  replace: 'Put the books here aside and bring this backup back',
  bring: 'Bring it back',
  bringing: 'Bringing it back…',
  after:
    'Afterwards Fils takes up what was unfinished and asks PayBy what happened since. Receipt numbers that may have been used are left out. The private key is in no backup: you may have to give it again.',
  lostKey: 'Give this till its key',
  lostKeyLine:
    'The private key is in no backup. Connect the same PayBy account again: choose the key’s file, or make a new key and register it with PayBy.',
};

/** The core says it in English already, with the file or the place it is about. */
const asSaid = (said: Said) => said.text;

/** What is refused about backups, by its code. */
export const keepingErrors = {
  backup_disk_full: asSaid,
  backup_place_missing: asSaid,
  backup_not_written: asSaid,
  backup_unreadable: asSaid,
  backup_not_ours: asSaid,
  backup_damaged: asSaid,
  backup_newer: asSaid,
  backup_passphrase_needed: asSaid,
  backup_passphrase_wrong: asSaid,
  backup_no_passphrase: asSaid,
  restore_has_sales: asSaid,
  backup_year_empty: asSaid,
  backup_under_way: asSaid,
  backup_stopped: asSaid,
  restore_nothing_picked: asSaid,
  heads_unreadable: asSaid,
  heads_none: asSaid,
};
