/** Backups and the health of the demo's till, in the page's memory. */
import {
  type BackupRow,
  type BackupsView,
  type HealthItem,
  type KeepingClient,
  type RestorePreview,
  TillError,
} from '../client';

const hour = 3_600_000;
const kib = 1024;

/** What the core would say here in English; the screens have it in their own words. */
const spoken = 'The till says it in its own words.';

function item(
  code: string,
  state: HealthItem['state'],
  what: string,
  args: HealthItem['args'] = {},
  more: Partial<HealthItem> = {},
): HealthItem {
  return { code, state, what, words: spoken, args, at_ms: null, go: null, ...more };
}

function made(hours: number, why: string, place: BackupRow['place'], encrypted: boolean): BackupRow {
  const at = Date.now() - hours * hour;
  const stamp = new Date(at + 4 * hour).toISOString().slice(0, 19).replace(/[-:]/g, '');
  return {
    file: `fils-T1-${stamp}-${why}.zip${encrypted ? '.age' : ''}`,
    place,
    at_ms: at,
    bytes: (2140 - hours) * kib,
    encrypted,
    verified_ms: at,
    why,
  };
}

/** What a chosen file is, in the demo. */
const chosen: RestorePreview = {
  file: 'fils-T1-20261120T233012-z.zip',
  encrypted: false,
  locked: false,
  till: 'T1',
  shop: 'Karak House',
  training: false,
  made_ms: Date.now() - 14 * hour,
  program: '0.1.0',
  sales: 18_402,
  receipts: 18_391,
  last_number: 'T1-018391',
  last_day: '2026-11-20',
  people: 6,
  sales_here: 0,
};

export function demoKeeping(scene: string, back: { restored(): void }): KeepingClient {
  const ill = scene === 'ill';
  const pause = async (ms: number) => {
    await new Promise((done) => setTimeout(done, ms));
  };
  let checkedMs: number | null = ill ? null : Date.now() - 9 * 24 * hour;
  let backups: BackupsView = {
    rows: [3, 27, 51, 75, 99, 123, 147, 315].flatMap((hours, n) => {
      const why = n % 3 === 1 ? 'z' : 'due';
      return [made(hours, why, 'home', true), ...(ill ? [] : [made(hours, why, 'second', true)])];
    }),
    folder: '/home/amina/.local/share/fils/backups',
    place: '/media/amina/BACKUPS',
    place_there: !ill,
    encrypted: true,
    problem: null,
  };

  function health(): HealthItem[] {
    const last = backups.rows[0]?.at_ms ?? Date.now();
    return [
      item('backup', 'fine', 'fine', {}, { at_ms: last, go: 'backup' }),
      ill
        ? item(
            'second_place',
            'look',
            'missing',
            { place: '/media/amina/BACKUPS' },
            { go: 'settings_backup' },
          )
        : item('second_place', 'fine', 'fine', { place: '/media/amina/BACKUPS' }, { at_ms: last }),
      ill
        ? item('disk', 'bad', 'full', { room: '412 MB', days: '5' })
        : item('disk', 'fine', 'fine', { room: '183.4 GB' }),
      item('size', 'fine', 'each', { total: '128 MB', each: '7 kB', sales: '18402' }),
      ill ? item('clock', 'look', 'behind', { seconds: '47' }) : item('clock', 'fine', 'fine'),
      item('printer', 'fine', 'fine', {}, { go: 'settings_printer' }),
      item('payby', 'fine', 'fine'),
      ill
        ? item('queue', 'look', 'uncertain', { waiting: '1', uncertain: '1' }, { go: 'settings_printer' })
        : item('queue', 'fine', 'empty', {}, { go: 'settings_printer' }),
      checkedMs === null
        ? item('integrity', 'look', 'never', {}, { go: 'check' })
        : item('integrity', 'fine', 'fine', {}, { at_ms: checkedMs, go: 'check' }),
      item('journal', 'fine', 'fine', { entries: '148213', heads: '96' }),
      item('version', 'fine', 'version', { version: '0.1.0', schema: '5' }),
      item('logs', 'fine', 'logs', { dir: '/home/amina/.local/share/fils/logs' }),
    ];
  }

  return {
    health: async () => health(),
    checkIntegrity: async () => {
      await pause(900);
      checkedMs = Date.now();
      return health();
    },
    backups: async () => backups,
    backUp: async () => {
      await pause(900);
      if (ill) {
        throw new TillError(
          'backup_disk_full',
          'The disk that holds /home/amina/.local/share/fils/backups is full: free some space, then try again. The books are safe.',
        );
      }
      backups = { ...backups, rows: [made(0, 'asked', 'home', backups.encrypted), ...backups.rows] };
      return backups;
    },
    setBackupPassphrase: async (passphrase) => {
      backups = { ...backups, encrypted: passphrase !== null };
      return backups;
    },
    pickBackupPlace: async () => '/media/amina/STICK',
    pickRestore: async () => {
      if (scene === 'sealed') {
        return { ...chosen, file: `${chosen.file}.age`, encrypted: true, locked: true };
      }
      return { ...chosen, sales_here: scene === 'setup' ? 0 : 37 };
    },
    openRestore: async (passphrase) => {
      await pause(500);
      if (passphrase !== 'open') {
        throw new TillError(
          'backup_passphrase_wrong',
          'The passphrase does not open this backup: type it again, capitals and spaces matter.',
        );
      }
      return { ...chosen, encrypted: true };
    },
    restore: async () => {
      await pause(900);
      back.restored();
    },
  };
}
