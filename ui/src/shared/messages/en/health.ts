import type { HealthItem } from '../../ipc/client';
import { iso } from '../isolate';
import { counted } from './counted';

type Args = HealthItem['args'];
const of = (args: Args, name: string) => iso(args[name] ?? '');

/** What each item of the page is called. An item that is not here is shown in the core’s own words. */
const names: Record<string, string> = {
  backup: 'Backup',
  second_place: 'Second place',
  disk: 'Room on the disk',
  size: 'Size of the books',
  clock: 'Clock',
  printer: 'Printer',
  payby: 'PayBy',
  queue: 'Waiting to be printed',
  integrity: 'The books, from end to end',
  journal: 'Journal',
  version: 'Version',
  logs: 'Log',
};

const lasts = (args: Args) =>
  args['days'] === undefined ? '' : `, which lasts about ${iso(args['days'])} days as it is used now`;

/** What each says, by its code and the code of its sentence. */
const say: Record<string, (args: Args, time: string) => string> = {
  'backup.fine': (_, time) => `The last one is from ${iso(time)}, and was read again.`,
  'backup.old': (_, time) => `The last one is from ${iso(time)}. Leave the till open, or make one now.`,
  'backup.none_yet': () =>
    'None was made yet. One is made by itself while the till is open; or make one now.',
  'backup.nothing': () => 'There is nothing to back up yet.',
  'backup.failed': (args) => `The last one could not be made. ${iso(args['problem'] ?? '')}`,
  'second_place.fine': (args, time) => `${of(args, 'place')} has the backup of ${iso(time)}.`,
  'second_place.not_set': () =>
    'Backups are on this computer only. Choose a second place, such as a USB stick, for when the computer is lost.',
  'second_place.missing': (args) => `${of(args, 'place')} is not there. Plug it in, or connect it.`,
  'second_place.none_yet': (args) => `No backup is in ${of(args, 'place')} yet. Make one now.`,
  'second_place.failed': (args) => `The backup could not be brought there. ${iso(args['problem'] ?? '')}`,
  'disk.fine': (args) => `${of(args, 'room')} are free${lasts(args)}.`,
  'disk.low': (args) => `Only ${of(args, 'room')} are free${lasts(args)}. Free some space soon.`,
  'disk.full': (args) => `Only ${of(args, 'room')} are free${lasts(args)}. Free some space now.`,
  'disk.unknown': () => 'How much is free cannot be told.',
  'size.each': (args) => `They take ${of(args, 'total')}, which is ${of(args, 'each')} for each sale.`,
  'size.total': (args) => `They take ${of(args, 'total')}.`,
  'clock.fine': () => 'It agrees with PayBy’s.',
  'clock.behind': (args) =>
    `It is ${of(args, 'seconds')} seconds behind PayBy’s. Set this computer’s time to automatic.`,
  'clock.ahead': (args) =>
    `It is ${of(args, 'seconds')} seconds ahead of PayBy’s. Set this computer’s time to automatic.`,
  'printer.none': () => 'There is none.',
  'printer.fine': () => 'It is ready.',
  'payby.fine': () => 'It answers.',
  'payby.offline': () => 'It does not answer. Check the internet connection; cash can be taken meanwhile.',
  'queue.empty': () => 'Nothing waits.',
  'queue.waiting': (args) =>
    `${counted(Number(args['waiting'] ?? 0), 'paper waits', 'papers wait')} for the printer.`,
  'queue.uncertain': (args) =>
    `${counted(Number(args['uncertain'] ?? 0), 'paper', 'papers')} may have been printed in part. Say whether to print again.`,
  'integrity.fine': (_, time) => `Checked on ${iso(time)}: whole.`,
  'integrity.old': (_, time) => `Last checked on ${iso(time)}. Check again.`,
  'integrity.never': () => 'Not checked yet. Once a month is enough.',
  'integrity.nothing': () => 'There is nothing to check yet.',
  'integrity.broken': (args) => `Something was changed. ${iso(args['problem'] ?? '')}`,
  'journal.fine': (args) =>
    `${of(args, 'entries')} entries, and every end of it that was kept fits (${of(args, 'heads')}).`,
  'journal.unread': (args) =>
    `What was kept of its end in ${of(args, 'file')} cannot be read. Check the file and its permissions.`,
  'journal.differs': (args) =>
    `Entry ${of(args, 'seq')} is not what was kept in ${of(args, 'place')}. Leave this computer as it is, and compare the books with a backup.`,
  'version.version': (args) => `Fils ${of(args, 'version')}`,
  'logs.logs': (args) => `For support: ${of(args, 'dir')}`,
};

export const health = {
  title: 'Health',
  line: 'What keeps this till going, and what to do before it hurts.',
  fine: 'Everything is as it should be.',
  look: (n: number) => counted(n, 'thing to look at', 'things to look at'),
  bad: (n: number) => counted(n, 'thing is wrong', 'things are wrong'),
  loading: 'Looking…',
  unreadable: 'The till’s health could not be read',
  again: 'Look again',
  checking: 'Reading the books from end to end…',
  checked: 'The books are whole.',
  states: { fine: 'Fine', look: 'Look at it', bad: 'Wrong', unknown: 'Not known' },
  names,
  say,
  go: {
    backup: 'Back up now',
    settings_backup: 'Choose a place',
    settings_printer: 'To the printer',
    check: 'Check now',
  } as Record<string, string>,
};
