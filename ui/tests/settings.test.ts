import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type PrinterView, type PrintView, TillError } from '$shared/ipc/client';
import { speak } from '$shared/messages/index.svelte';
import { type SettingsPart, settingsParts } from '$shared/state/route.svelte';
import PrinterLine from '../src/app/PrinterLine.svelte';
import Settings from '../src/features/settings/Settings.svelte';
import { wrongWith } from './support/axe';
import { backOf, settingViews } from './support/back';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';

let back: ReturnType<typeof backOf>;
let fake: FakeClient;

beforeEach(() => {
  back = backOf();
  fake = fakeClient(back);
});

async function open(part: SettingsPart | null = null) {
  const session = await started(fake);
  const { unmount, rerender } = render(Host, { session, screen: Settings, given: { part } });
  return {
    session,
    unmount,
    go: (to: SettingsPart) => rerender({ session, screen: Settings, given: { part: to } }),
  };
}

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));
const field = (name: string) => screen.findByTestId(`setting-${name}`);

async function fill(name: string, text: string) {
  const input = await field(name);
  await userEvent.clear(input);
  if (text !== '') {
    await userEvent.type(input, text);
  }
}

function job(change: Partial<PrintView> = {}): PrintView {
  return {
    id: 3,
    what: 'receipt',
    receipt: 'T1-001041',
    copy: false,
    state: 'waiting',
    fault: null,
    tries: 0,
    at_ms: 1_795_000_000_000,
    by: 'Amina',
    ...change,
  };
}

function printer(change: Partial<PrinterView> = {}): PrinterView {
  return { set: true, connection: '192.168.1.50:9100', fault: null, warning: null, queue: [], ...change };
}

const paperOut = { code: 'paper_out', message: 'The printer at 192.168.1.50:9100 is out of paper.' };

describe('saving', () => {
  it('sends only what changed, all of it at once', async () => {
    await open();
    await fill('merchant_name', 'Al Noor Sweets ');
    await fill('address', '');
    expect(screen.getByTestId('settings-state')).toHaveTextContent('2 changes are not saved');
    await click('settings-save');
    expect(back.changeSettings).toHaveBeenCalledExactlyOnceWith([
      { name: 'merchant_name', value: 'Al Noor Sweets' },
      { name: 'address', value: null },
    ]);
    expect(await screen.findByText('Saved. It holds from now on.')).toBeVisible();
  });

  it('takes the wait before the lock in minutes, and keeps it in seconds', async () => {
    await open('lock');
    expect(await field('idle_lock_s')).toHaveValue('5');
    await fill('idle_lock_s', '10');
    expect(await field('idle_lock_s')).toHaveValue('10');
    await click('settings-save');
    expect(back.changeSettings).toHaveBeenCalledExactlyOnceWith([{ name: 'idle_lock_s', value: '600' }]);
  });

  it('shows afterwards what the core has made of it', async () => {
    await open('barcodes');
    await fill('price_prefixes', '20, 21');
    back.settings.mockResolvedValue(
      settingViews.map((one) => (one.name === 'price_prefixes' ? { ...one, value: '20,21' } : one)),
    );
    await click('settings-save');
    await waitFor(async () => expect(await field('price_prefixes')).toHaveValue('20,21'));
    expect(screen.queryByTestId('settings-state')).toBeNull();
  });

  it('says at the field what it takes, keeps what was typed, and saves nothing', async () => {
    back.trySettings.mockResolvedValue([{ name: 'trn', takes: 'a tax registration number of 15 digits' }]);
    await open();
    await fill('trn', '١٢٣');
    expect(screen.queryByText(/exactly 15 digits/)).toBeNull();
    await click('settings-save');
    expect(await screen.findByText(/exactly 15 digits/)).toBeVisible();
    expect(await field('trn')).toHaveValue('123');
    expect(await field('trn')).toHaveFocus();
    expect(back.changeSettings).not.toHaveBeenCalled();
  });

  it('leads to the part where something has to be put right', async () => {
    const { session, go } = await open('money');
    await fill('discount_limit_percent', '900');
    await go('lock');
    back.trySettings.mockResolvedValue([{ name: 'discount_limit_percent', takes: '0 to 100' }]);
    await click('settings-save');
    await waitFor(() => expect(session.router.route).toEqual({ screen: 'settings', part: 'money' }));
  });

  it('shows the core’s sentence when it is refused after all', async () => {
    back.changeSettings.mockRejectedValue(new TillError('storage', 'The disk is full.'));
    await open();
    await fill('phone', '04 555 0142');
    await click('settings-save');
    expect(await screen.findByText('The disk is full.')).toBeVisible();
    expect(await field('phone')).toHaveValue('04 555 0142');
  });

  it('loses nothing that was typed when somebody looks elsewhere', async () => {
    const { session, unmount } = await open();
    await fill('merchant_name', 'Half a na');
    unmount();
    render(Host, { session, screen: Settings, given: { part: null } });
    expect(await field('merchant_name')).toHaveValue('Half a na');
    await click('settings-undo');
    expect(await field('merchant_name')).toHaveValue('Al Noor Trading');
    expect(screen.queryByTestId('settings-state')).toBeNull();
  });

  it('shows no field that this till does not have', async () => {
    back.settings.mockResolvedValue(settingViews.filter(({ name }) => name !== 'tips'));
    await open('money');
    await field('discount_limit_percent');
    expect(screen.queryByTestId('setting-tips-on')).toBeNull();
  });

  it('says when the settings cannot be read, and tries again', async () => {
    back.settings.mockRejectedValueOnce(new TillError('storage', 'The disk is full.'));
    await open();
    await userEvent.click(await screen.findByText('Try again'));
    expect(await field('merchant_name')).toBeVisible();
  });
});

describe('the receipt of the shop', () => {
  it('is drawn with what is typed, before it is saved', async () => {
    await open();
    await fill('receipt_footer', 'Bye');
    await waitFor(() =>
      expect(back.receiptSample).toHaveBeenLastCalledWith([{ name: 'receipt_footer', value: 'Bye' }], '80'),
    );
    expect(back.changeSettings).not.toHaveBeenCalled();
  });
});

describe('barcodes', () => {
  it('take beginnings with the comma of either keyboard', async () => {
    await open('barcodes');
    await fill('price_prefixes', '20، 21');
    await click('settings-save');
    expect(back.changeSettings).toHaveBeenCalledExactlyOnceWith([
      { name: 'price_prefixes', value: '20, 21' },
    ]);
  });
});

describe('the printer', () => {
  it('is chosen from what is plugged in', async () => {
    await open('printer');
    await click('printer-kind-usb');
    await click('device-usb:04b8:0e15');
    await click('settings-save');
    expect(back.changeSettings).toHaveBeenCalledExactlyOnceWith([
      { name: 'printer', value: 'usb:04b8:0e15' },
    ]);
  });

  it('can be none, and its address is still there when somebody comes back', async () => {
    await open('printer');
    await click('printer-kind-none');
    expect(screen.queryByTestId('test-print')).toBeNull();
    await click('printer-kind-network');
    expect(await field('printer')).toHaveValue('192.168.1.50:9100');
    expect(screen.queryByTestId('settings-state')).toBeNull();
  });

  it('is tested as it is saved, not as it is typed', async () => {
    await open('printer');
    await click('test-print');
    expect(back.testPrint).toHaveBeenCalledOnce();
    await fill('printer', '10.0.0.9');
    expect(screen.getByTestId('test-print')).toBeDisabled();
    expect(screen.getByText(/Save first/)).toBeVisible();
  });

  it('says what is wrong with it when a test does not come out', async () => {
    back.testPrint.mockRejectedValue(
      new TillError('cover_open', 'The printer has its cover open: close it.'),
    );
    const { session } = await open('printer');
    session.printer = printer();
    await click('test-print');
    expect(await screen.findByText(/has its cover open/)).toBeVisible();
  });

  it('says its fault in the person’s language, by the code', async () => {
    const { session } = await open('printer');
    session.printer = printer({ fault: paperOut, queue: [job({ fault: paperOut })] });
    expect(await screen.findByTestId('printer-status')).toHaveTextContent(
      /192\.168\.1\.50:9100 is out of paper/,
    );
    speak('ar');
    await waitFor(() => expect(screen.getByTestId('printer-status')).toHaveTextContent(/نفد ورقها/));
    session.printer = printer({ fault: { code: 'new_fault', message: 'Something new.' } });
    await waitFor(() => expect(screen.getByTestId('printer-status')).toHaveTextContent('Something new.'));
    session.printer = printer({ warning: { code: 'paper_near_end', message: 'Nearly out of paper.' } });
    expect(await screen.findByTestId('printer-warning')).toHaveTextContent(/على وشك النفاد/);
  });

  it('does not print twice unasked: a person decides about what is uncertain', async () => {
    const { session } = await open('printer');
    session.printer = printer({ queue: [job({ state: 'uncertain' }), job({ id: 4, state: 'printing' })] });
    expect(await screen.findByText('Maybe printed')).toBeVisible();
    expect(screen.queryByTestId('again-4')).toBeNull();
    await click('again-3');
    expect(back.printAgain).toHaveBeenCalledExactlyOnceWith(3);
    session.printer = printer({ queue: [job({ state: 'uncertain' })] });
    await click('give-up-3');
    expect(back.giveUpPrint).toHaveBeenCalledExactlyOnceWith(3);
  });
});

describe('the line about the printer, on every screen', () => {
  async function line() {
    const session = await started(fake);
    render(Host, { session, screen: PrinterLine });
    return session;
  }

  it('is not there while all is well, nor without a printer', async () => {
    const session = await line();
    await waitFor(() => expect(session.printer).not.toBeNull());
    expect(screen.queryByTestId('printer-line')).toBeNull();
    fake.events.printChanged(printer({ set: false, connection: null, fault: paperOut }));
    expect(screen.queryByTestId('printer-line')).toBeNull();
  });

  it('says what is wrong, and leads to the queue', async () => {
    const session = await line();
    await waitFor(() => expect(session.printer).not.toBeNull());
    fake.events.printChanged(printer({ fault: paperOut }));
    expect(await screen.findByTestId('printer-line')).toHaveTextContent(/is out of paper/);
    await click('printer-line');
    expect(session.router.route).toEqual({ screen: 'settings', part: 'printer' });
    expect(screen.queryByTestId('printer-line')).toBeNull();
  });

  it('tells of a paper that nobody knows about', async () => {
    await line();
    await waitFor(() => expect(back.printer).toHaveBeenCalled());
    fake.events.printChanged(printer({ queue: [job({ state: 'uncertain' })] }));
    expect(await screen.findByText('A paper was maybe not printed')).toBeInTheDocument();
  });
});

describe('the customer’s screen', () => {
  it('is off, found by itself, or a certain one', async () => {
    await open('display');
    await click('setting-customer_display-screen');
    await click('screen-number-3');
    await click('settings-save');
    expect(back.changeSettings).toHaveBeenCalledExactlyOnceWith([{ name: 'customer_display', value: '3' }]);
  });
});

describe.each(['en', 'ar'] as const)('axe finds nothing wrong, in %s, with', (language) => {
  it.each(settingsParts)('%s', async (part) => {
    back.trySettings.mockResolvedValue([{ name: 'trn', takes: '15 digits' }]);
    const { session } = await open(part);
    session.printer = printer({ fault: paperOut, queue: [job({ state: 'uncertain' })] });
    speak(language);
    await waitFor(() => expect(back.settings).toHaveBeenCalled());
    expect(await wrongWith(document)).toEqual([]);
  });
});

vi.setConfig({ testTimeout: 20_000 });
