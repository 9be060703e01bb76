import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type BackupsView,
  type HealthItem,
  type KeepingClient,
  type RestorePreview,
  type TillClient,
  TillError,
} from '$shared/ipc/client';
import { speak, t } from '$shared/messages/index.svelte';
import BringBack from '$shared/ui/BringBack.svelte';
import Health from '../src/features/health/Health.svelte';
import Settings from '../src/features/settings/Settings.svelte';
import Setup from '../src/features/setup/Setup.svelte';
import StartFailed from '../src/features/setup/StartFailed.svelte';
import { wrongWith } from './support/axe';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';

function item(
  code: string,
  state: HealthItem['state'],
  what: string,
  over: Partial<HealthItem> = {},
): HealthItem {
  return {
    code,
    state,
    what,
    words: `${code} in the core’s words`,
    args: {},
    at_ms: null,
    go: null,
    ...over,
  };
}

const made = Date.parse('2026-11-20T19:30:00Z');
const view: BackupsView = {
  rows: [
    {
      file: 'a.zip',
      place: 'home',
      at_ms: made,
      bytes: 3 * 1024 * 1024,
      encrypted: false,
      verified_ms: made,
      why: 'z',
    },
    {
      file: 'a.zip',
      place: 'second',
      at_ms: made,
      bytes: 900,
      encrypted: true,
      verified_ms: made,
      why: 'due',
    },
  ],
  folder: '/home/till/backups',
  place: '/media/stick',
  place_there: false,
  encrypted: false,
  problem: null,
};
const preview: RestorePreview = {
  file: 'fils-T1-20261120T233000-z.zip',
  encrypted: false,
  locked: false,
  till: 'T1',
  shop: 'Karak House',
  training: false,
  made_ms: made,
  program: '0.1.0',
  sales: 18402,
  receipts: 18391,
  last_number: 'T1-018391',
  last_day: '2026-11-20',
  people: 6,
  sales_here: 0,
};

let items: HealthItem[];
let core: { [command in keyof KeepingClient]: ReturnType<typeof vi.fn<TillClient[command]>> };
let fake: FakeClient;

beforeEach(() => {
  speak('en');
  items = [
    item('version', 'fine', 'version', { args: { version: '0.1.0' } }),
    item('backup', 'fine', 'fine', { at_ms: made, go: 'backup' }),
    item('second_place', 'look', 'missing', { args: { place: '/media/stick' }, go: 'settings_backup' }),
    item('disk', 'bad', 'full', { args: { room: '412 MB', days: '5' } }),
  ];
  core = {
    health: vi.fn<TillClient['health']>(async () => items),
    checkIntegrity: vi.fn<TillClient['checkIntegrity']>(async () => items),
    backups: vi.fn<TillClient['backups']>(async () => view),
    backUp: vi.fn<TillClient['backUp']>(async () => view),
    setBackupPassphrase: vi.fn<TillClient['setBackupPassphrase']>(async (passphrase) => ({
      ...view,
      encrypted: passphrase !== null,
    })),
    pickBackupPlace: vi.fn<TillClient['pickBackupPlace']>(async () => '/media/other'),
    pickRestore: vi.fn<TillClient['pickRestore']>(async () => preview),
    openRestore: vi.fn<TillClient['openRestore']>(async () => ({ ...preview, encrypted: true })),
    restore: vi.fn<TillClient['restore']>(async () => undefined),
  };
  fake = fakeClient({
    ...core,
    settings: async () => [
      { name: 'backup_every_h', value: '24', takes: '' },
      { name: 'backup_place', value: '/media/stick', takes: '' },
    ],
    trySettings: async () => [],
  });
});

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));
const text = (testid: string) =>
  screen.getByTestId(testid).textContent?.replaceAll(/[\u2068\u2069]/g, '') ?? '';

describe('health', () => {
  async function open() {
    const session = await started(fake);
    const shown = render(Host, { session, screen: Health });
    await screen.findByTestId('health-sum');
    return { session, ...shown };
  }

  it('puts what needs somebody first, and says what to do', async () => {
    const { container } = await open();
    expect(text('health-sum')).toContain('1 thing is wrong');
    const shown = [...container.querySelectorAll('li')].map((one) => one.dataset['testid']);
    expect(shown).toEqual(['health-disk', 'health-second_place', 'health-version', 'health-backup']);
    expect(text('health-disk')).toContain('Only 412 MB are free, which lasts about 5 days');
    expect(text('health-second_place')).toContain('/media/stick is not there. Plug it in');
    expect(text('health-backup')).toContain('The last one is from Fri, 20 Nov 2026, 23:30');
  });

  it('shows what it has no words for in the core’s', async () => {
    items = [item('something', 'look', 'new')];
    await open();
    expect(text('health-something')).toContain('something in the core’s words');
  });

  it('leads to where something can be done', async () => {
    const { session } = await open();
    await click('health-go-second_place');
    expect(session.router.route).toEqual({ screen: 'settings', part: 'backup' });
    expect(screen.queryByTestId('health-go-disk')).toBeNull();
  });

  it('backs up there and then, and says why not', async () => {
    await open();
    await click('health-go-backup');
    expect(core.backUp).toHaveBeenCalledOnce();
    await waitFor(() => expect(core.health).toHaveBeenCalledTimes(2));
    core.backUp.mockRejectedValueOnce(
      new TillError('backup_disk_full', 'The disk that holds /x is full: free some space.'),
    );
    await click('health-go-backup');
    expect((await screen.findByTestId('health-problem')).textContent).toContain('is full');
  });

  it('checks the books when asked', async () => {
    items = [item('integrity', 'look', 'never', { go: 'check' })];
    core.checkIntegrity.mockResolvedValueOnce([
      item('integrity', 'fine', 'fine', { at_ms: made, go: 'check' }),
    ]);
    await open();
    await click('health-go-integrity');
    await waitFor(() => expect(text('health-integrity')).toContain('whole'));
    expect(await screen.findByText(t().health.checked)).toBeTruthy();
  });

  it.each(['en', 'ar'] as const)('is accessible in %s', async (language) => {
    speak(language);
    const { container } = await open();
    expect(await wrongWith(container.ownerDocument)).toEqual([]);
  });
});

describe('backups in the settings', () => {
  async function open() {
    const session = await started(fake);
    const shown = render(Host, { session, screen: Settings, given: { part: 'backup' } });
    await screen.findAllByTestId('backup-row');
    return { session, ...shown };
  }

  it('are listed with where they are', async () => {
    await open();
    const rows = screen.getAllByTestId('backup-row').map((row) => row.textContent ?? '');
    expect(rows[0]).toMatch(/23:30.*At a Z report.*This computer.*3 MB/s);
    expect(rows[1]).toMatch(/By itself.*Encrypted.*Second place.*1 kB/s);
    expect(text('backup-place-state')).toContain('not there at the moment');
  });

  it('are made now', async () => {
    await open();
    await click('backup-now');
    expect(core.backUp).toHaveBeenCalledOnce();
    core.backUp.mockRejectedValueOnce(
      new TillError('backup_under_way', 'A backup is being made at this moment.'),
    );
    await click('backup-now');
    expect(await screen.findByTestId('backup-problem')).toBeTruthy();
  });

  it('go to a folder that was chosen, once it is saved', async () => {
    await open();
    await click('backup-pick');
    await waitFor(() =>
      expect(screen.getByTestId<HTMLInputElement>('setting-backup_place').value).toBe('/media/other'),
    );
    expect(screen.getByTestId('settings-save')).toBeTruthy();
  });

  it('are encrypted with a passphrase that was typed twice', async () => {
    await open();
    await click('backup-encrypt');
    await userEvent.type(screen.getByTestId('backup-passphrase'), 'four simple words');
    await userEvent.type(screen.getByTestId('backup-passphrase-again'), 'four simple');
    expect(screen.getByTestId<HTMLButtonElement>('backup-keep').disabled).toBe(true);
    await userEvent.type(screen.getByTestId('backup-passphrase-again'), ' words');
    await click('backup-keep');
    expect(core.setBackupPassphrase).toHaveBeenCalledWith('four simple words');
    await click('backup-stop');
    expect(core.setBackupPassphrase).toHaveBeenLastCalledWith(null);
  });

  it.each(['en', 'ar'] as const)('are accessible in %s', async (language) => {
    speak(language);
    const { container } = await open();
    expect(await wrongWith(container.ownerDocument)).toEqual([]);
  });
});

describe('bringing a backup back', () => {
  it('is the third way to start', async () => {
    const session = await started(fake);
    render(Host, { session, screen: Setup });
    await click('choose-restore');
    expect((await screen.findByTestId('bring-back')).textContent).toContain('18,402');
    await click('restore-go');
    expect(core.restore).toHaveBeenCalledWith(false);
    await waitFor(() => expect(screen.queryByTestId('bring-back')).toBeNull());
  });

  it('goes nowhere when no file was chosen', async () => {
    core.pickRestore.mockResolvedValueOnce(null);
    const session = await started(fake);
    render(Host, { session, screen: Setup });
    await click('choose-restore');
    expect(screen.getByTestId('choose-training')).toBeTruthy();
  });

  it('asks for the passphrase first, and says when it is another one', async () => {
    core.openRestore.mockRejectedValueOnce(
      new TillError('backup_passphrase_wrong', 'The passphrase does not open this backup.'),
    );
    const session = await started(fake);
    const locked = { ...preview, encrypted: true, locked: true };
    render(Host, {
      session,
      screen: BringBack,
      given: { preview: locked, onback: vi.fn(), ondone: vi.fn() },
    });
    await userEvent.type(screen.getByTestId('restore-passphrase'), 'wrong');
    await click('restore-open');
    expect(await screen.findByText(/does not open this backup/)).toBeTruthy();
    await click('restore-open');
    expect(await screen.findByTestId('restore-go')).toBeTruthy();
    expect(core.restore).not.toHaveBeenCalled();
  });

  it('puts sales that are here aside only when somebody agrees', async () => {
    const ondone = vi.fn();
    const session = await started(fake);
    const given = { preview: { ...preview, sales_here: 37 }, onback: vi.fn(), ondone };
    const { container } = render(Host, { session, screen: BringBack, given });
    expect(screen.getByTestId<HTMLButtonElement>('restore-go').disabled).toBe(true);
    expect(container.textContent).toContain('37 sales');
    expect(await wrongWith(container.ownerDocument)).toEqual([]);
    await click('restore-replace');
    core.restore.mockRejectedValueOnce(
      new TillError('backup_damaged', 'The backup is damaged: take another one.'),
    );
    await click('restore-go');
    expect((await screen.findByTestId('restore-problem')).textContent).toContain('damaged');
    expect(ondone).not.toHaveBeenCalled();
    await click('restore-go');
    await waitFor(() => expect(ondone).toHaveBeenCalled());
    expect(core.restore).toHaveBeenLastCalledWith(true);
  });

  it('leads to the key that no backup has', async () => {
    const session = await started(fake);
    const failure = { code: 'key_missing', message: 'There is no sealed key.', action: null };
    render(Host, { session, screen: StartFailed, given: { failure } });
    await click('give-key');
    expect(await screen.findByTestId('partner-id')).toBeTruthy();
  });
});
