import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TillError } from '$shared/ipc/client';
import { silent } from '$shared/sound/tones';
import { Preferences } from '$shared/state/preferences.svelte';
import { Session } from '$shared/state/session.svelte';
import { shortcutGroups } from '$shared/state/shortcuts';
import App from '../src/app/App.svelte';
import { ar } from '../src/shared/messages/ar';
import { en } from '../src/shared/messages/en';
import { type FakeClient, fakeClient, started } from './support/client';
import { alert, app, found, money, order } from './support/orders';

async function open(fake: FakeClient = fakeClient()): Promise<Session> {
  const session = new Session(fake.client, silent);
  render(App, { session });
  await screen.findByTestId('switch-language');
  return session;
}

const root = document.documentElement;

describe('the language', () => {
  it('is switched at any time, and the whole screen turns with it', async () => {
    const fake = fakeClient();
    fake.state.payments = [order({ headline: 'scanned', amount: money('12.50') })];
    await open(fake);
    await userEvent.click(screen.getByTestId('switch-language'));
    expect(root).toHaveAttribute('lang', 'ar');
    expect(root).toHaveAttribute('dir', 'rtl');
    expect(screen.getByTestId('charge')).toHaveTextContent(ar.till.charge);
    expect(await screen.findByTestId('open-payment-T1-1')).toHaveTextContent(ar.payment.brief.scanned);
    expect(screen.getByTestId('open-payment-T1-1')).toHaveTextContent('12.50');
    await userEvent.click(screen.getByTestId('switch-language'));
    expect(root).toHaveAttribute('dir', 'ltr');
    expect(screen.getByTestId('charge')).toHaveTextContent(en.till.charge);
  });

  it('can be switched before anything is set up, by who cannot read the screen', async () => {
    const fake = fakeClient();
    fake.state.app = app({ setup: 'needed', mode: null });
    await open(fake);
    const button = screen.getByTestId('switch-language');
    expect(button).toHaveTextContent('العربية');
    expect(button).toHaveAttribute('lang', 'ar');
    await userEvent.click(button);
    expect(screen.getByText(ar.setup.welcome)).toBeVisible();
    expect(screen.getByTestId('switch-language')).toHaveTextContent('English');
  });

  it('keeps digits and amounts left to right on an Arabic screen', async () => {
    await open();
    await userEvent.click(screen.getByTestId('switch-language'));
    expect(screen.getByRole('group', { name: ar.till.keypad })).toHaveAttribute('dir', 'ltr');
    for (const money of document.querySelectorAll('.money')) {
      expect(money.tagName).toBe('BDI');
      expect(money).toHaveAttribute('dir', 'ltr');
    }
    expect(document.body.textContent).not.toMatch(/[٠-٩۰-۹]/);
  });

  it('says the core’s refusals in Arabic', async () => {
    const fake = fakeClient();
    fake.client.charge.mockRejectedValue(
      new TillError('db_disk_full', 'The disk that holds D:\\fils is full.'),
    );
    const session = await open(fake);
    session.preferences.language = 'ar';
    await userEvent.click(await screen.findByTestId('key-5'));
    await userEvent.click(screen.getByTestId('charge'));
    const toast = await screen.findByTestId('toast');
    expect(toast).toHaveTextContent('القرص ممتلئ');
    expect(toast).toHaveTextContent('D:\\fils');
  });

  it('turns arrows round, and neither clocks nor checkmarks', async () => {
    await open();
    await userEvent.click(screen.getByTestId('nav-orders'));
    const arrows = screen.getByLabelText(en.orders.previousDay).querySelector('svg');
    expect(arrows).toHaveClass('directed');
    for (const mark of document.querySelectorAll('.mark svg')) {
      expect(mark).not.toHaveClass('directed');
    }
  });
});

describe('what a person prefers', () => {
  const choices = [
    ['theme-dark', () => root.dataset['theme'], 'dark'],
    ['text-size-largest', () => root.dataset['textSize'], 'largest'],
    ['language-ar', () => root.lang, 'ar'],
  ] as const;

  it.each(choices)('%s takes effect at once and is there after a restart', async (testid, shown, value) => {
    await open();
    await userEvent.click(screen.getByTestId('open-preferences'));
    await userEvent.click(screen.getByTestId(testid));
    expect(shown()).toBe(value);
    expect(screen.getByTestId(testid)).toBeChecked();
    root.removeAttribute('data-theme');
    root.removeAttribute('data-text-size');
    root.lang = '';
    new Preferences();
    expect(shown()).toBe(value);
  });

  it('sounds can be turned off, and stay off', async () => {
    const sounds = { ...silent, paid: vi.fn(), alert: vi.fn(), refused: vi.fn() };
    const fake = fakeClient();
    const [a, b, c] = [order({ order: 'A' }), order({ order: 'B' }), order({ order: 'C' })];
    const session = await started(fake, [a, b, c], sounds);
    session.preferences.sounds = false;
    fake.events.changed({ ...a, state: 'paid', headline: 'paid' });
    fake.events.changed({ ...b, alert: alert('payby_not_answering') });
    fake.events.changed({ ...c, state: 'closed', headline: 'closed_refused' });
    expect([sounds.paid, sounds.alert, sounds.refused].flatMap((sound) => sound.mock.calls)).toEqual([]);
    expect(new Preferences().sounds).toBe(false);
  });

  it('a refusal has a sound of its own, once', async () => {
    const sounds = { ...silent, refused: vi.fn() };
    const fake = fakeClient();
    const waiting = order();
    await started(fake, [waiting], sounds);
    const refused = { ...waiting, state: 'closed' as const, headline: 'closed_refused' as const };
    fake.events.changed(refused);
    fake.events.changed({ ...refused, at_ms: refused.at_ms + 1 });
    expect(sounds.refused).toHaveBeenCalledOnce();
  });

  it.each(['{', '[]', 'null', '{"language":"xx","theme":7,"textSize":null,"sounds":"no"}'])(
    'a damaged memory is none: %s',
    (kept) => {
      localStorage.setItem('fils.preferences', kept);
      const preferences = new Preferences();
      expect(preferences.language).toBe('en');
      expect(preferences.theme).toBe('system');
      expect(preferences.textSize).toBe('normal');
      expect(preferences.sounds).toBe(true);
    },
  );

  it('a window without storage works, and forgets', () => {
    const broken = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    const storage = vi.spyOn(window, 'localStorage', 'get').mockImplementation(broken);
    const preferences = new Preferences();
    preferences.theme = 'dark';
    expect(root.dataset['theme']).toBe('dark');
    storage.mockRestore();
    expect(new Preferences().theme).toBe('system');
  });

  it('starts in Arabic on a computer that speaks Arabic', () => {
    const language = vi.spyOn(navigator, 'language', 'get').mockReturnValue('ar-AE');
    expect(new Preferences().language).toBe('ar');
    language.mockRestore();
  });
});

describe('the sheet of shortcuts', () => {
  const typing = userEvent.setup({ delay: 60 });
  /** Ends the wait for more keys of a scan: jsdom's events and its clock do not count from the same moment. */
  const flush = '{ArrowLeft}';
  let fake: FakeClient;
  let session: Session;
  beforeEach(async () => {
    fake = fakeClient();
    session = await open(fake);
    await screen.findByTestId('amount-display');
  });

  it.each(['{F1}', '?', '؟'])('opens with %s, and no key lands in the amount', async (key) => {
    await typing.keyboard(`${key}${flush}`);
    expect(await screen.findByTestId('shortcuts')).toBeVisible();
    await typing.keyboard(`7${flush}`);
    await typing.click(screen.getByTestId('shortcuts-close'));
    expect(screen.queryByTestId('shortcuts')).toBeNull();
    expect(screen.getByTestId('charge')).toBeDisabled();
  });

  it('opens from the rail and names every key', async () => {
    await userEvent.click(screen.getByTestId('open-shortcuts'));
    const sheet = screen.getByTestId('shortcuts');
    for (const { what, keys } of Object.values(shortcutGroups).flat()) {
      expect(sheet).toHaveTextContent(en.shortcuts.what[what]);
      for (const key of keys) {
        expect(sheet).toHaveTextContent(key);
      }
    }
  });

  it('a question mark in a field is a question mark', async () => {
    await typing.click(screen.getByTestId('description'));
    await typing.keyboard('Why?');
    expect(screen.getByTestId('description')).toHaveValue('Why?');
    expect(screen.queryByTestId('shortcuts')).toBeNull();
  });

  it('Enter charges nothing behind a dialog', async () => {
    await typing.keyboard(`5${flush}`);
    await waitFor(() => expect(screen.getByTestId('charge')).toBeEnabled());
    session.dialog = 'preferences';
    await screen.findByTestId('preferences');
    await typing.keyboard('{Enter}');
    expect(fake.client.charge).not.toHaveBeenCalled();
  });
});

describe('the list of orders by keyboard', () => {
  it('goes up and down, and to the search', async () => {
    const fake = fakeClient();
    const rows = ['A', 'B', 'C'].map((number) => found({ sale: `S-${number}`, orders: [number] }));
    fake.client.findOrders.mockResolvedValue({ rows, next: null, behind: 0 });
    const session = await open(fake);
    await userEvent.keyboard('{F3}');
    await screen.findByTestId('order-row-A');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(session.router.route).toEqual({ screen: 'orders', order: 'B' });
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(session.router.route).toEqual({ screen: 'orders', order: 'A' });
    await userEvent.keyboard('{Control>}f{/Control}');
    expect(screen.getByTestId('orders-search')).toHaveFocus();
  });
});

vi.setConfig({ testTimeout: 10_000 });
