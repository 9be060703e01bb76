import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type FindQuery,
  type FoundRow,
  type LookedUpView,
  type StoryEntry,
  TillError,
} from '$shared/ipc/client';
import { speak } from '$shared/messages/index.svelte';
import { everything, renewed } from '../src/features/orders/finder.svelte';
import Orders from '../src/features/orders/Orders.svelte';
import { steps } from '../src/features/orders/timeline';
import { shiftDay } from '../src/shared/format/time';
import { wrongWith } from './support/axe';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { found, money, noActions, order } from './support/orders';

async function open(fake: FakeClient, selected: string | null = null, query: FindQuery | null = null) {
  const session = await started(fake);
  render(Host, { session, screen: Orders, given: { selected, query } });
  return session;
}

const today: FindQuery = { ...everything, from: '2026-11-21', to: '2026-11-21' };

function answer(fake: FakeClient, ...rows: FoundRow[]) {
  fake.client.findOrders.mockResolvedValue({ rows, next: null, behind: 0 });
}

/** What the search was asked last. */
const asked = (fake: FakeClient) => fake.client.findOrders.mock.lastCall?.[0];

beforeEach(() => {
  vi.setSystemTime('2026-11-21T08:00:00Z');
});

function entry(change: Partial<StoryEntry>): StoryEntry {
  return {
    seq: 1,
    at_ms: 1_795_000_000_000,
    kind: 'created',
    by: 'till',
    refund: null,
    text_params: {},
    raw: null,
    ...change,
  };
}

describe('the list', () => {
  it('shows the core’s rows as they come, and what the day took', async () => {
    const fake = fakeClient();
    answer(
      fake,
      found({ sale: 'A', orders: ['T1-A'] }),
      found({ sale: 'B', tenders: ['cash'], receipt: 'T1-000017' }),
    );
    fake.client.orders.mockResolvedValue({
      day: '2026-11-21',
      rows: [],
      total_taken: money('1,591.00'),
      counts: { all: 0, open: 0, paid: 0, closed: 0, attention: 0 },
    });
    await open(fake);
    expect(await screen.findByTestId('order-row-T1-A')).toHaveTextContent('Karak ×2, Samosa');
    expect(screen.getByTestId('order-row-B')).toHaveTextContent('T1-000017');
    expect(screen.getByText('1,591.00')).toBeVisible();
    expect(fake.client.findOrders).toHaveBeenCalledWith(today);
  });

  it('asks the core to search and filter', async () => {
    const fake = fakeClient();
    await open(fake);
    await userEvent.type(screen.getByTestId('orders-search'), ' 12.50 ');
    await userEvent.click(screen.getByTestId('filter-attention'));
    await waitFor(() => expect(asked(fake)).toEqual({ ...today, text: '12.50', flags: ['attention'] }));
    await userEvent.click(screen.getByTestId('filter-paid'));
    await waitFor(() => expect(asked(fake)?.states).toEqual(['complete', 'part_returned', 'returned']));
    await userEvent.click(await screen.findByText('Show all'));
    await waitFor(() => expect(asked(fake)).toEqual(today));
  });

  it('that finds nothing on its day offers to search every day', async () => {
    const fake = fakeClient();
    await open(fake);
    await userEvent.type(screen.getByTestId('orders-search'), 'karak');
    await userEvent.click(await screen.findByTestId('search-all'));
    await waitFor(() => expect(asked(fake)).toEqual({ ...everything, text: 'karak' }));
    expect(screen.getByTestId('all-days')).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(screen.getByTestId('all-days'));
    await waitFor(() => expect(asked(fake)).toEqual({ ...today, text: 'karak' }));
  });

  it('is of what a figure leads to, and each part of that can be taken off', async () => {
    const fake = fakeClient();
    const query = { ...today, hour: 13, cashier: 'Aisha', vat: '0' };
    const session = await open(fake, null, query);
    await waitFor(() => expect(asked(fake)).toEqual(query));
    expect(screen.getByTestId('tag-hour')).toHaveTextContent('13:00–14:00');
    await userEvent.click(screen.getByTestId('tag-cashier'));
    await waitFor(() => expect(asked(fake)).toEqual({ ...query, cashier: null }));
    expect(session.router.route).toEqual({
      screen: 'orders',
      order: null,
      query: { ...query, cashier: null },
    });
  });

  it('is alive: what changes is asked for again', async () => {
    const fake = fakeClient();
    await open(fake);
    answer(fake, found({ sale: 'new' }));
    fake.events.changed(order({ order: 'new' }));
    expect(await screen.findByTestId('order-row-new')).toBeVisible();
  });

  it('goes through the days, and not beyond today', async () => {
    const fake = fakeClient();
    await open(fake);
    await screen.findByText(/21 Nov/);
    expect(screen.getByLabelText('Next day')).toBeDisabled();
    await userEvent.click(screen.getByLabelText('Previous day'));
    const day = { ...everything, from: '2026-11-20', to: '2026-11-20' };
    await waitFor(() => expect(asked(fake)).toEqual(day));
    await userEvent.click(screen.getByLabelText('Next day'));
    await waitFor(() => expect(asked(fake)).toEqual(today));
  });

  it('an answer that was overtaken by a newer question is dropped', async () => {
    const fake = fakeClient();
    const answers: ((row: FoundRow) => void)[] = [];
    fake.client.findOrders.mockImplementation(
      () => new Promise((done) => answers.push((row) => done({ rows: [row], next: null, behind: 0 }))),
    );
    await open(fake);
    await userEvent.click(screen.getByTestId('filter-paid'));
    await waitFor(() => expect(answers.length).toBeGreaterThan(1));
    answers.at(-1)?.(found({ sale: 'paid one' }));
    answers[0]?.(found({ sale: 'stale one' }));
    expect(await screen.findByTestId('order-row-paid one')).toBeVisible();
    expect(screen.queryByTestId('order-row-stale one')).toBeNull();
  });

  it('brings page after page, each once, and draws only what is seen', async () => {
    const fake = fakeClient();
    const all = Array.from({ length: 130 }, (_, n) => found({ sale: `S${n}` }));
    fake.client.findOrders.mockImplementation(async (query) => {
      const start = query.after === null ? 0 : Number(query.after);
      const end = start + 50;
      return { rows: all.slice(start, end), next: end < all.length ? String(end) : null, behind: 0 };
    });
    await open(fake, null, everything);
    await screen.findByTestId('order-row-S0');
    for (let page = 0; page < 8; page += 1) {
      await userEvent.keyboard('{End}');
    }
    await waitFor(() =>
      expect(fake.client.findOrders.mock.calls.map(([query]) => query.after)).toEqual([null, '50', '100']),
    );
    expect(screen.getAllByTestId(/^order-row-/).length).toBeLessThan(60);
  });

  it('keeps what was scrolled to when something changes', () => {
    const row = (sale: string, change: Partial<FoundRow> = {}) => found({ sale, ...change });
    const old = [row('5'), row('4'), row('3'), row('2'), row('1')];
    const page = [row('6'), row('5', { state: 'returned' }), row('4')];
    expect(renewed(old, page)?.map((one) => `${one.sale} ${one.state}`)).toEqual([
      '6 complete',
      '5 returned',
      '4 complete',
      '3 complete',
      '2 complete',
      '1 complete',
    ]);
    expect(renewed(old, [row('9')])).toBeNull();
  });

  it('says that it is not whole while the search is being made', async () => {
    const fake = fakeClient();
    fake.client.findOrders.mockResolvedValue({ rows: [], next: null, behind: 4200 });
    await open(fake);
    expect(await screen.findByTestId('orders-behind')).toHaveTextContent('4200');
  });

  it('is gone through by keyboard', async () => {
    const fake = fakeClient();
    answer(fake, ...Array.from({ length: 30 }, (_, n) => found({ sale: `S${n}` })));
    const session = await open(fake);
    await screen.findByTestId('order-row-S0');
    await userEvent.keyboard('{ArrowDown}');
    expect(session.router.route).toMatchObject({ screen: 'orders', order: 'S0' });
    await userEvent.keyboard('{End}');
    expect(session.router.route).toMatchObject({ order: 'S29' });
    await userEvent.keyboard('{Home}');
    expect(session.router.route).toMatchObject({ order: 'S0' });
    await userEvent.keyboard('{PageDown}');
    expect(session.router.route).not.toMatchObject({ order: 'S0' });
    await userEvent.keyboard('{Control>}f{/Control}');
    const field = screen.getByTestId('orders-search');
    expect(field).toHaveFocus();
    await userEvent.type(field, 'tea');
    await waitFor(() => expect(asked(fake)?.text).toBe('tea'));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(asked(fake)?.text).toBe(''));
    await userEvent.keyboard('{Enter}');
    expect(screen.getByLabelText('What happened')).toHaveFocus();
  });
});

describe('filters', () => {
  it('are chosen together, and asked for at once', async () => {
    const fake = fakeClient();
    fake.client.findChoices.mockResolvedValue({ people: ['Aisha', 'Bilal'], categories: ['Drinks'] });
    await open(fake);
    await userEvent.click(screen.getByTestId('orders-filter'));
    await screen.findByText('Bilal');
    await userEvent.selectOptions(screen.getByTestId('filter-cashier'), 'Bilal');
    await userEvent.selectOptions(screen.getByTestId('filter-category'), '');
    await userEvent.selectOptions(screen.getByTestId('filter-hour'), '13');
    await userEvent.click(screen.getByTestId('state-returned'));
    await userEvent.click(screen.getByTestId('flag-discount'));
    await userEvent.click(screen.getByTestId('filter-show'));
    await waitFor(() =>
      expect(asked(fake)).toEqual({
        ...today,
        cashier: 'Bilal',
        category: '',
        hour: 13,
        states: ['returned'],
        flags: ['discount'],
      }),
    );
    expect(screen.queryByTestId('filter-dialog')).toBeNull();
    expect(screen.getByTestId('orders-filter')).toHaveAccessibleName('Filter, 5 set');
  });

  it('are kept under a name, used with a touch, and forgotten', async () => {
    const fake = fakeClient();
    await open(fake, null, { ...everything, states: ['late'] });
    await userEvent.click(screen.getByTestId('orders-filter'));
    await userEvent.click(screen.getByTestId('keep-search'));
    expect(screen.getByText('Give it a name')).toBeVisible();
    expect(fake.client.saveFilter).not.toHaveBeenCalled();
    await userEvent.type(screen.getByTestId('keep-name'), ' Late ');
    await userEvent.click(screen.getByTestId('keep-search'));
    expect(fake.client.saveFilter).toHaveBeenCalledWith('Late', { ...everything, states: ['late'] });
    await userEvent.click(await screen.findByTestId('filter-clear'));
    await userEvent.click(screen.getByTestId('filter-show'));
    await waitFor(() => expect(asked(fake)).toEqual(today));
    await userEvent.click(screen.getByTestId('saved-1'));
    await waitFor(() => expect(asked(fake)).toEqual({ ...everything, states: ['late'] }));
    await userEvent.click(screen.getByTestId('orders-filter'));
    await userEvent.click(screen.getByTestId('forget-1'));
    expect(fake.client.forgetFilter).toHaveBeenCalledWith('1');
    await waitFor(() => expect(screen.queryByTestId('saved-1')).toBeNull());
  });
});

describe('looking up at PayBy', () => {
  const said = (change: Partial<LookedUpView>): LookedUpView => ({
    kind: 'payment',
    end: 'found',
    words: null,
    number: 'T1-X',
    payby_no: '1319900',
    status: 'PAID_SUCCESS',
    amount: money('12.50'),
    paid_at_ms: 1_795_233_600_000,
    subject: 'Lunch',
    detail: [{ code: 'fee', text: 'AED 0.13' }],
    raw: '{ "tokenUrl": "***" }',
    here: null,
    ...change,
  });

  async function ask(answered: LookedUpView, kind = 'payment') {
    const fake = fakeClient();
    fake.client.lookUp.mockResolvedValue(answered);
    const session = await open(fake);
    await userEvent.click(screen.getByTestId('look-up'));
    await userEvent.click(screen.getByTestId(`look-up-${kind}`));
    await userEvent.type(screen.getByTestId('look-up-number'), ' 1319900 ');
    await userEvent.click(screen.getByTestId('look-up-ask'));
    await screen.findByTestId('looked-up');
    return { fake, session };
  }

  it('tells what PayBy signed, and leads to the order where it is one of this till', async () => {
    const { fake, session } = await ask(said({ here: found({ sale: 'S9' }) }), 'refund');
    expect(fake.client.lookUp).toHaveBeenCalledExactlyOnceWith('refund', '1319900');
    const shown = screen.getByTestId('looked-up');
    expect(shown).toHaveTextContent('Paid');
    expect(shown).toHaveTextContent('12.50');
    expect(shown).toHaveTextContent('This till made it.');
    expect(screen.getByText('{ "tokenUrl": "***" }')).not.toBeVisible();
    await userEvent.click(screen.getByTestId('look-up-open'));
    expect(session.router.route).toMatchObject({ screen: 'orders', order: 'S9' });
  });

  it('says of a foreign payment that this till did not make it', async () => {
    await ask(said({}));
    expect(screen.getByText('This till did not make it.')).toBeVisible();
    expect(screen.queryByTestId('look-up-open')).toBeNull();
  });

  it('shows nothing as a fact that is not proved', async () => {
    await ask(said({ end: 'no_proof', words: 'the connection timed out' }));
    const shown = screen.getByTestId('looked-up');
    expect(shown).toHaveTextContent('Nothing is known');
    expect(shown).toHaveTextContent('the connection timed out');
    expect(shown).not.toHaveTextContent('12.50');
    expect(shown).not.toHaveTextContent('Lunch');
  });

  it('needs a number', async () => {
    const fake = fakeClient();
    await open(fake);
    await userEvent.click(screen.getByTestId('look-up'));
    await userEvent.click(screen.getByTestId('look-up-ask'));
    expect(screen.getByText('Type the number')).toBeVisible();
    expect(fake.client.lookUp).not.toHaveBeenCalled();
  });
});

describe.each(['en', 'ar'] as const)('axe finds nothing wrong, in %s, with', (language) => {
  it.each(['orders-filter', 'look-up'])('the list, a story and the dialog of %s', async (button) => {
    const fake = fakeClient();
    answer(fake, found({ sale: 'A', receipt: 'T1-000001' }), found({ sale: 'B', returned: money('2.00') }));
    fake.client.findChoices.mockResolvedValue({ people: ['Aisha'], categories: ['Drinks'] });
    await open(fake, 'A', { ...everything, hour: 4 });
    speak(language);
    await screen.findByTestId('sale-story');
    expect(await wrongWith(document)).toEqual([]);
    await userEvent.click(screen.getByTestId(button));
    expect(await wrongWith(document)).toEqual([]);
    speak('en');
  });
});

describe('a sale’s story', () => {
  const told = (entries: StoryEntry[], view = order({ order: 'A', actions: noActions })) => {
    const fake = fakeClient();
    fake.client.saleStory.mockResolvedValue({
      row: found({ sale: 'S1', orders: ['A'] }),
      orders: [{ order: view, refunds: [], entries }],
      entries: [],
    });
    return fake;
  };

  it('is told in plain sentences, with what was sent one touch away', async () => {
    const fake = told([
      entry({ seq: 1, kind: 'created', by: 'Aisha', text_params: { amount: '12.50' } }),
      entry({ seq: 2, kind: 'call_started', text_params: { op: 'create' } }),
      entry({
        seq: 3,
        kind: 'call_answered',
        text_params: { op: 'get_order', outcome: 'accepted', status: 'PAID_SUCCESS' },
        raw: 'POST /acquire2/getOrder',
      }),
      entry({ seq: 4, kind: 'state_changed', text_params: { to: 'paid' } }),
      entry({
        seq: 5,
        kind: 'person_acted',
        by: 'Aisha',
        text_params: { action: 'decide_keep', reason: 'goods gone' },
      }),
      entry({ seq: 6, kind: 'something_new', text_params: {} }),
    ]);
    await open(fake, 'A');
    const lines = (await screen.findAllByRole('listitem')).map((line) =>
      line.textContent
        ?.replace(/[\u2068\u2069]/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    );
    const text = lines.join('\n');
    expect(text).toContain('AED 12.50 was charged by Aisha');
    expect(text).toContain('Fils sent the payment to PayBy');
    expect(text).toContain('PayBy says: paid');
    expect(text).toContain('Paid: PayBy has proved it');
    expect(text).toContain('The sale was kept: goods gone by Aisha');
    expect(text).toContain('Recorded: something_new');
    expect(text).not.toContain('by till');

    const raw = screen.getByText('POST /acquire2/getOrder');
    expect(raw).not.toBeVisible();
    await userEvent.click(screen.getByText('What was sent and received'));
    expect(raw).toBeVisible();
  });

  it('tells the sale and its payments as one, in their order', async () => {
    const fake = told([
      entry({ seq: 2, kind: 'created', by: 'Aisha', text_params: { amount: '10.00' } }),
      entry({ seq: 5, kind: 'state_changed', text_params: { to: 'paid' } }),
    ]);
    fake.client.saleStory.mockResolvedValue({
      row: found({ sale: 'S1', orders: ['A', 'B'], receipt: 'T1-000004', tenders: ['cash', 'wallet'] }),
      orders: (await fake.client.saleStory('A')).orders.flatMap((one) => [
        one,
        { ...one, order: order({ order: 'B', actions: noActions }), entries: [] },
      ]),
      entries: [
        entry({ seq: 1, kind: 'sale_started', by: 'Aisha', text_params: { amount: '12.50' } }),
        entry({
          seq: 4,
          kind: 'cash_taken',
          by: 'Aisha',
          text_params: { towards: '2.50', given: '5.00', change: '2.50' },
        }),
        entry({ seq: 6, kind: 'sale_completed', text_params: { receipt: 'T1-000004' } }),
        entry({
          seq: 7,
          kind: 'cash_refunded',
          by: 'Bilal',
          text_params: { amount: '2.50', reason: 'cold', approved_by: 'Noor' },
        }),
      ],
    });
    await open(fake, 'S1');
    await screen.findByTestId('order-part-B');
    const lines = screen
      .getAllByRole('listitem')
      .map((line) => line.querySelector('time + .dot + div p')?.textContent?.replace(/[\u2068\u2069]/g, ''))
      .filter((line) => line !== undefined)
      .map((line) => line.replace(/\s+/g, ' ').trim());
    expect(lines).toEqual([
      'The sale of AED 12.50 was started by Aisha',
      'AED 10.00 was charged by Aisha',
      'AED 2.50 was paid in cash: AED 5.00 given, AED 2.50 change by Aisha',
      'Paid: PayBy has proved it',
      'Paid in full: receipt T1-000004',
      'AED 2.50 was given back in cash: cold; allowed by Noor by Bilal',
    ]);
    expect(screen.getByTestId('story-receipt')).toBeVisible();
  });

  it('of a number that is not here leads to PayBy', async () => {
    const fake = fakeClient();
    fake.client.saleStory.mockRejectedValue(new TillError('no_such_sale', 'There is no such sale.'));
    await open(fake, 'X');
    expect(await screen.findByText('There is no such order')).toBeVisible();
  });

  it('counts the same answer again and again once, and never merges what a person did', () => {
    const answer = (seq: number) => entry({ seq, kind: 'call_answered', text_params: { status: 'CREATED' } });
    const acted = (seq: number) => entry({ seq, kind: 'person_acted', text_params: { action: 'ask' } });
    const found = steps([answer(1), answer(2), answer(3), acted(4), acted(5), answer(6)], (one) => one.kind);
    expect(found.map((step) => step.entries.length)).toEqual([3, 1, 1, 1]);
    expect(found.flatMap((step) => step.entries.map((one) => one.seq))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ['cancel', 'story-cancel'],
    ['ask', 'story-ask'],
    ['replace', 'story-replace'],
    ['refund', 'story-refund'],
    ['keep', 'decide-keep'],
    ['revoke', 'decide-revoke'],
    ['close', 'decide-close'],
  ] as const)('offers %s only when the core allows it', async (action, testid) => {
    const { unmount } = render(Host, {
      session: await started(told([])),
      screen: Orders,
      given: { selected: 'A' },
    });
    await screen.findByText('What happened');
    expect(screen.queryByTestId(testid)).toBeNull();
    unmount();
    const view = order({ order: 'A', actions: { ...noActions, [action]: true } });
    await open(told([], view), 'A');
    expect(await screen.findByTestId(testid)).toBeVisible();
  });
});

describe('a refund', () => {
  const paid = order({
    order: 'A',
    state: 'paid',
    headline: 'paid',
    refundable: money('100.00'),
    actions: { ...noActions, refund: true },
  });

  async function ask() {
    const fake = fakeClient();
    fake.client.saleStory.mockResolvedValue({
      row: found({ orders: ['A'] }),
      orders: [{ order: paid, refunds: [], entries: [] }],
      entries: [],
    });
    await open(fake, 'A');
    await userEvent.click(await screen.findByTestId('story-refund'));
    return fake;
  }

  it('takes an amount the core understands and a reason', async () => {
    const fake = await ask();
    const field = screen.getByTestId('refund-amount');
    await userEvent.clear(field);
    await userEvent.type(field, '40.5');
    await waitFor(() => expect(screen.getByTestId('refund-confirm')).toHaveTextContent('40.50'));
    await userEvent.click(screen.getByTestId('refund-confirm'));
    expect(fake.client.refund).not.toHaveBeenCalled();
    await userEvent.type(screen.getByTestId('refund-reason'), 'One was broken');
    await userEvent.click(screen.getByTestId('refund-confirm'));
    expect(fake.client.refund).toHaveBeenCalledExactlyOnceWith('A', '40.50', 'One was broken');
    await waitFor(() => expect(screen.queryByTestId('refund-dialog')).toBeNull());
  });

  it('cannot be sent with what is no amount', async () => {
    await ask();
    const field = screen.getByTestId('refund-amount');
    await userEvent.clear(field);
    await userEvent.type(field, 'ten');
    await waitFor(() => expect(screen.getByTestId('refund-confirm')).toBeDisabled());
    expect(screen.getByText('That is not an amount')).toBeVisible();
  });

  it('stays open with the core’s sentence when it is refused', async () => {
    const fake = await ask();
    fake.client.refund.mockRejectedValue(new TillError('too_much', 'Only AED 60.00 can still be refunded.'));
    await userEvent.type(screen.getByTestId('refund-reason'), 'broken');
    await userEvent.click(screen.getByTestId('refund-confirm'));
    expect(await screen.findByText('Only AED 60.00 can still be refunded.')).toBeVisible();
  });
});

describe('days', () => {
  it('follow each other over months and years', () => {
    expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28');
    expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01');
  });
});

vi.setConfig({ testTimeout: 10_000 });
