import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TillError } from '$shared/ipc/client';
import { speak } from '$shared/messages/index.svelte';
import { dayParts, formatRoute, parseRoute, type Route } from '$shared/state/route.svelte';
import App from '../src/app/App.svelte';
import DayPage from '../src/features/day/DayPage.svelte';
import { wrongWith } from './support/axe';
import { type FakeClient, fakeClient, started } from './support/client';
import { compared, daysOf, dayView, decision, query, zRow } from './support/days';
import Host from './support/Host.svelte';
import { app, money } from './support/orders';

let days: ReturnType<typeof daysOf>;
let fake: FakeClient;

beforeEach(() => {
  days = daysOf();
  fake = fakeClient(days);
});

async function open(day: string | null = null) {
  const session = await started(fake);
  const shown = render(Host, { session, screen: DayPage, given: { day } });
  return { session, shown };
}

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));

describe('the way to the day', () => {
  it('is on the rail and on F9 for whoever may ask for it', async () => {
    fake.state.app = app({ may: ['see_day'] });
    const session = await started(fake);
    render(App, { session });
    await screen.findByTestId('nav-day');
    await userEvent.keyboard('{F9}');
    expect(session.router.route).toEqual({ screen: 'day', part: 'figures', day: null });
    expect(await screen.findByTestId('day-total')).toBeVisible();
    expect(screen.getByTestId('nav-day')).toHaveAttribute('aria-current', 'page');
  });

  it('leads back to the day whose orders were looked at', async () => {
    fake.state.app = app({ may: ['see_day'] });
    const session = await started(fake);
    session.router.go({
      screen: 'orders',
      order: null,
      query: { ...query, from: '2026-11-19', to: '2026-11-19' },
    });
    render(App, { session });
    await click('nav-day');
    expect(session.router.route).toEqual({ screen: 'day', part: 'figures', day: '2026-11-19' });
    await click('nav-day');
    expect(session.router.route).toEqual({ screen: 'day', part: 'figures', day: null });
  });

  it('is not there for anybody else', async () => {
    const session = await started(fake);
    render(App, { session });
    await screen.findByTestId('nav-alerts');
    expect(screen.queryByTestId('nav-day')).toBeNull();
    await userEvent.keyboard('{F9}');
    expect(session.router.route).toEqual({ screen: 'till' });
  });

  it('has a tab for each part, and keeps the day', async () => {
    fake.state.app = app({ may: ['see_day'] });
    const session = await started(fake);
    session.router.go({ screen: 'day', part: 'figures', day: '2026-11-19' });
    render(App, { session });
    for (const part of dayParts) {
      await screen.findByTestId(`day-tab-${part}`);
    }
    await click('day-tab-reports');
    expect(session.router.route).toEqual({ screen: 'day', part: 'reports', day: '2026-11-19' });
    expect(screen.getByTestId('day-tab-reports')).toHaveAttribute('aria-current', 'page');
  });

  it.each<[Route, string]>([
    [{ screen: 'day', part: 'figures', day: null }, '#/day/figures'],
    [{ screen: 'day', part: 'match', day: '2026-11-20' }, '#/day/match/2026-11-20'],
    [{ screen: 'orders', order: null }, '#/orders'],
    [{ screen: 'orders', order: 'T1-1' }, '#/orders/T1-1'],
    [{ screen: 'orders', order: null, query: { ...query, text: 'a/b ٣', hour: 13 } }, '#/orders//'],
    [{ screen: 'orders', order: 'T1-1', query }, '#/orders/T1-1/'],
  ])('is kept in the address: %j', (route, start) => {
    const hash = formatRoute(route);
    expect(hash.startsWith(start)).toBe(true);
    expect(parseRoute(hash)).toEqual(route);
  });

  it.each(['#/day', '#/day/nowhere', '#/day/figures/soon'])('is found from %s too', (hash) => {
    expect(parseRoute(hash)).toEqual({ screen: 'day', part: 'figures', day: null });
  });
});

describe('what needs a decision', () => {
  it('comes first, each with its amount and the way to where it is decided', async () => {
    days.day.mockResolvedValue(
      dayView({
        to_decide: [
          decision({ amount: money('24.50'), about: 'T1-7' }),
          decision({ code: 'difference', count: 3, go: 'match', day: '2026-11-19', about: '2026-11-19' }),
          decision({ code: 'open_sale', go: 'orders', sale: 'S18', query: { ...query, states: ['open'] } }),
          decision({ code: 'unclosed_day', count: 2, go: 'reports', day: '2026-11-18' }),
          decision({ code: 'printer', go: 'settings_printer', about: 'Out of paper.' }),
          decision({ code: 'open_shift', go: 'shift' }),
          decision({ code: 'backup', go: 'health' }),
        ],
      }),
    );
    const { session } = await open();
    const list = await screen.findByTestId('to-decide');
    expect(list).toHaveTextContent(/A payment came after its sale was closed.*T1-7.*24\.50/s);
    expect(list).toHaveTextContent('PayBy and the books disagree 3 times');
    expect(list).toHaveTextContent('19 Nov 2026');
    const places: [string, Route][] = [
      ['late_payment', { screen: 'alerts' }],
      ['difference', { screen: 'day', part: 'match', day: '2026-11-19' }],
      ['open_sale', { screen: 'orders', order: 'S18', query: { ...query, states: ['open'] } }],
      ['unclosed_day', { screen: 'day', part: 'reports', day: '2026-11-18', act: 'close' }],
      ['printer', { screen: 'settings', part: 'printer' }],
      ['open_shift', { screen: 'shift' }],
      ['backup', { screen: 'day', part: 'health', day: '2026-11-21' }],
    ];
    for (const [code, place] of places) {
      await click(`decide-${code}`);
      expect(session.router.route).toEqual(place);
    }
  });

  it('says so when there is nothing', async () => {
    await open();
    expect(await screen.findByTestId('nothing-to-decide')).toHaveTextContent('Nothing is waiting for you');
    expect(screen.queryByTestId('to-decide')).toBeNull();
  });

  it('keeps the core’s English sentences from an Arabic screen', async () => {
    days.day.mockResolvedValue(
      dayView({ to_decide: [decision({ code: 'printer', go: 'settings_printer', about: 'Out of paper.' })] }),
    );
    await open();
    speak('ar');
    await tick();
    expect(await screen.findByTestId('to-decide')).not.toHaveTextContent('Out of paper');
  });
});

describe('the takings', () => {
  it('stand large, beside the day before and the same day last week in words and with a sign', async () => {
    await open();
    expect(await screen.findByTestId('day-total')).toHaveTextContent('210.00');
    expect(screen.getByTestId('day-yesterday')).toHaveTextContent(/100\.00.*110\.00 more.*\+110\.0 %/s);
    expect(screen.getByTestId('day-last-week')).toHaveTextContent(/300\.00.*90\.00 less.*−30\.0 %/s);
    expect(screen.getByTestId('day-last-week')).not.toHaveTextContent('-90');
  });

  it('lead to the days they are compared with', async () => {
    const { session } = await open('2026-11-10');
    await click('day-yesterday');
    expect(session.router.route).toEqual({ screen: 'day', part: 'figures', day: '2026-11-09' });
    await click('day-last-week');
    expect(session.router.route).toEqual({ screen: 'day', part: 'figures', day: '2026-11-03' });
  });

  it('say when there is nothing to compare with, or nothing differs', async () => {
    const nothing = { yesterday: money('0.00'), than_yesterday: money('0.00'), change_yesterday: null };
    days.day.mockResolvedValue(
      dayView({
        net: compared('210.00', { ...nothing, than_last_week: money('0.00'), change_last_week: '0.0 %' }),
      }),
    );
    await open();
    expect(await screen.findByTestId('day-yesterday')).toHaveTextContent('Nothing to compare with');
    expect(screen.getByTestId('day-last-week')).toHaveTextContent('Exactly the same');
  });

  it('name no VAT where the shop is not registered', async () => {
    days.day.mockResolvedValue(dayView({ vat_registered: false }));
    await open();
    await screen.findByTestId('day-total');
    expect(screen.queryByTestId('day-vat')).toBeNull();
    expect(screen.queryByTestId('figure-vat-5')).toBeNull();
  });
});

describe('every figure', () => {
  it.each([
    ['figure-takings-sold', {}],
    ['figure-takings-given_back', { refunded_on: '2026-11-21' }],
    ['figure-tender-cash', { tender: 'cash' }],
    ['figure-vat-5', { vat: '5' }],
    ['figure-cashier-Amina', { cashier: 'Amina' }],
    ['figure-category-', { category: '' }],
    ['figure-hour-13', { hour: 13 }],
    ['figure-also-discounts', { flags: ['discount'] }],
    ['figure-cash-sales', { tender: 'cash' }],
    ['figure-cash-refunds', { refunded_on: '2026-11-21', tender: 'cash' }],
    ['figure-wallet-of_receipts', { tender: 'wallet' }],
  ])('%s opens the orders behind it', async (testid, change) => {
    const { session } = await open();
    await click(testid);
    expect(session.router.route).toEqual({ screen: 'orders', order: null, query: { ...query, ...change } });
  });

  it('below nothing has its sign before the dirham’s', async () => {
    await open();
    expect(await screen.findByTestId('figure-category-')).toHaveTextContent(/−.*10\.00/);
    expect(screen.getByTestId('figure-category-')).not.toHaveTextContent('-10');
    expect(screen.getByText('No category')).toBeVisible();
  });

  it('leads to the log where it is about cancellations', async () => {
    const { session } = await open();
    await click('figure-also-cancellations');
    expect(session.router.route).toEqual({ screen: 'day', part: 'cancellations', day: '2026-11-21' });
  });

  it('of money on no receipt leads to the orders that hold it', async () => {
    const { session } = await open();
    await click('figure-wallet-held');
    expect(session.router.route).toMatchObject({
      screen: 'orders',
      query: { states: expect.arrayContaining(['late', 'open']) },
    });
  });
});

describe('the hours', () => {
  it('reach from the first to the last in which something was sold, on either day', async () => {
    await open();
    const chart = await screen.findByTestId('by-hour');
    const names = within(chart)
      .getAllByTestId(/^figure-hour-/)
      .map((one) => one.dataset['hour']);
    expect(names.slice(0, 5)).toEqual(['9', '10', '11', '12', '13']);
    expect(names.length).toBe(8);
  });

  it('say what they are worth to whoever does not see the bars', async () => {
    await open();
    expect(await screen.findByTestId('figure-hour-13')).toHaveAccessibleName(
      /13:00–14:00.*150\.00.*8 receipts.*last week.*0\.00/,
    );
    expect(screen.getByTestId('figure-hour-10')).toBeDisabled();
  });

  it('go by the arrows, as they lie in both directions', async () => {
    await open();
    const nine = await screen.findByTestId('figure-hour-9');
    nine.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByTestId('figure-hour-13')).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(nine).toHaveFocus();
    speak('ar');
    await tick();
    await userEvent.keyboard('{ArrowLeft}');
    expect(screen.getByTestId('figure-hour-13')).toHaveFocus();
  });

  it('are a table too', async () => {
    const { session } = await open();
    await click('hours-table');
    expect(screen.getByTestId('hour-row-9')).toHaveTextContent('60.00');
    await click('hour-row-9');
    expect(session.router.route).toMatchObject({ query: { hour: 9 } });
  });
});

describe('cash and wallets', () => {
  it('say the difference in words, for the day and for each shift', async () => {
    await open();
    expect(await screen.findByTestId('cash-difference')).toHaveTextContent(/2\.00 too little/);
    expect(screen.getByTestId('day-cash')).toHaveTextContent(/Shift 7, Amina/);
    expect(screen.getByTestId('figure-cash-refunds')).toHaveTextContent(/−.*10\.00/);
  });

  it('say that nothing was counted yet', async () => {
    const { cash } = dayView();
    days.day.mockResolvedValue(dayView({ cash: { ...cash, counted: null, difference: null } }));
    await open();
    expect(await screen.findByTestId('figure-cash-counted')).toHaveTextContent('Not counted yet');
    expect(screen.queryByTestId('cash-difference')).toBeNull();
  });

  it.each([
    [{ list_at_ms: null, statement_at_ms: null, open_differences: 0 }, 'Not compared with PayBy yet'],
    [{ list_at_ms: 1_795_260_000_000, statement_at_ms: null, open_differences: 0 }, 'Everything agrees'],
    [{ list_at_ms: 1_795_260_000_000, statement_at_ms: null, open_differences: 2 }, '2 differences are open'],
  ])('say whether it was compared with PayBy: %j', async (matched, words) => {
    days.day.mockResolvedValue(dayView({ matched }));
    await open();
    expect(await screen.findByTestId('day-matched')).toHaveTextContent(words);
  });
});

describe('the day itself', () => {
  it('is asked for again when something changed', async () => {
    const { session } = await open();
    await screen.findByTestId('day-total');
    days.day.mockResolvedValue(dayView({ net: compared('222.00') }));
    session.revision += 1;
    await waitFor(() => expect(screen.getByTestId('day-total')).toHaveTextContent('222.00'));
  });

  it('can be another one, by its button or its date', async () => {
    const { session } = await open();
    await screen.findByTestId('day-total');
    expect(screen.getByTestId('day-next')).toBeDisabled();
    await click('day-previous');
    expect(session.router.route).toEqual({ screen: 'day', part: 'figures', day: '2026-11-20' });
  });

  it('shows the newest that was asked for, however late an older answer comes', async () => {
    let late: (view: ReturnType<typeof dayView>) => void = () => undefined;
    days.day.mockImplementationOnce(() => new Promise((done) => (late = done)));
    const { session } = await open();
    session.revision += 1;
    await screen.findByTestId('day-total');
    late(dayView({ net: compared('1.00') }));
    await tick();
    expect(screen.getByTestId('day-total')).toHaveTextContent('210.00');
  });

  it('that is closed names its Z report, and is not closed again', async () => {
    days.day.mockResolvedValue(dayView({ day: '2026-11-20', closed_by: zRow(9, '2026-11-20') }));
    const { session } = await open('2026-11-20');
    expect(await screen.findByTestId('day-closed')).toHaveTextContent('T1-Z0009');
    expect(screen.queryByTestId('close-day')).toBeNull();
    await click('print-report');
    expect(days.printReport).toHaveBeenCalledExactlyOnceWith(9);
    await click('z-report');
    expect(session.router.route).toEqual({ screen: 'day', part: 'reports', day: '2026-11-20' });
  });

  it('that runs offers X, its print, and to be closed', async () => {
    const { session } = await open();
    await click('print-report');
    expect(days.printReport).toHaveBeenCalledExactlyOnceWith(null);
    expect(await screen.findByText('The report is on its way to the printer.')).toBeVisible();
    await click('x-report');
    expect(session.router.route).toMatchObject({ part: 'reports', act: 'x' });
    await click('close-day');
    expect(session.router.route).toMatchObject({ part: 'reports', act: 'close' });
  });

  it('without a sale says so, and still what needs a decision', async () => {
    const none = compared('0.00', { count: 0 });
    const { wallet } = dayView();
    days.day.mockResolvedValue(
      dayView({
        sold: none,
        given_back: none,
        net: none,
        wallet: { ...wallet, received: money('0.00') },
        to_decide: [decision({ code: 'open_shift', go: 'shift' })],
      }),
    );
    await open();
    expect(await screen.findByText('Nothing is sold yet today')).toBeVisible();
    expect(screen.getByTestId('decide-open_shift')).toBeVisible();
    expect(screen.queryByTestId('day-total')).toBeNull();
    expect(screen.queryByTestId('close-day')).toBeNull();
  });

  it('that is yet to come leads back to today', async () => {
    days.day.mockResolvedValue(dayView({ day: '2026-11-25' }));
    const { session } = await open('2026-11-25');
    await click('go-today');
    expect(session.router.route).toEqual({ screen: 'day', part: 'figures', day: null });
  });

  it('that cannot be added up says why, and is tried again', async () => {
    days.day.mockRejectedValueOnce(new TillError('storage', 'The disk is full.'));
    await open();
    expect(await screen.findByText('The disk is full.')).toBeVisible();
    await click('day-again');
    expect(await screen.findByTestId('day-total')).toBeVisible();
  });
});

describe('a cashier', () => {
  const refused = () => new TillError('needs_manager', 'This needs a manager.', 'see_day');

  it('is told whom to ask when no manager comes', async () => {
    days.day.mockRejectedValue(refused());
    const { session } = await open();
    await waitFor(() => expect(session.approval?.action).toBe('see_day'));
    session.approval?.settle(false);
    expect(await screen.findByText('The day is for managers')).toBeVisible();
    session.revision += 1;
    await tick();
    expect(session.approval).toBeNull();
    await click('day-ask');
    await waitFor(() => expect(session.approval?.action).toBe('see_day'));
  });

  it('is asked for one PIN, and not for another with every change', async () => {
    days.day.mockRejectedValueOnce(refused());
    const { session } = await open();
    await waitFor(() => expect(session.approval).not.toBeNull());
    session.approval?.settle(true);
    await screen.findByTestId('day-total');
    session.revision += 1;
    await tick();
    expect(days.day).toHaveBeenCalledTimes(2);
    await click('day-refresh');
    expect(days.day).toHaveBeenCalledTimes(3);
  });
});

describe.each(['en', 'ar'] as const)('axe finds nothing wrong, in %s, with', (language) => {
  async function check() {
    speak(language);
    await tick();
    expect(await wrongWith(document)).toEqual([]);
  }

  it('the whole day', async () => {
    days.day.mockResolvedValue(dayView({ to_decide: [decision({ amount: money('24.50') })] }));
    await open();
    await screen.findByTestId('day-total');
    await check();
    await click('hours-table');
    await check();
  });

  it('a quiet one that is closed', async () => {
    const none = compared('0.00', { count: 0 });
    days.day.mockResolvedValue(
      dayView({ sold: none, given_back: none, net: none, closed_by: zRow(9, '2026-11-21') }),
    );
    await open();
    await screen.findByTestId('day-closed');
    await check();
  });

  it('the frame', async () => {
    fake.state.app = app({ may: ['see_day'] });
    const session = await started(fake);
    session.router.go({ screen: 'day', part: 'figures', day: null });
    render(App, { session });
    await screen.findByTestId('day-total');
    await check();
  });
});

vi.setConfig({ testTimeout: 20_000 });
