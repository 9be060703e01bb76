import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { type OrderView, type StoryEntry, TillError } from '$shared/ipc/client';
import Orders from '../src/features/orders/Orders.svelte';
import { steps } from '../src/features/orders/timeline';
import { shiftDay } from '../src/shared/format/time';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { money, noActions, order } from './support/orders';

async function open(fake: FakeClient, selected: string | null = null) {
  const session = await started(fake);
  render(Host, { session, screen: Orders, given: { selected } });
  return session;
}

function day(rows: OrderView[]) {
  return {
    day: '2026-11-21',
    rows,
    total_taken: money('1,591.00'),
    counts: { all: 12, open: 3, paid: 7, closed: 2, attention: 0 },
  };
}

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
  it('shows the core’s rows, figures and counts as they come', async () => {
    const fake = fakeClient();
    fake.client.orders.mockResolvedValue(day([order({ order: 'A' }), order({ order: 'B' })]));
    await open(fake);
    expect(await screen.findByTestId('order-row-A')).toBeVisible();
    expect(screen.getByText('1,591.00')).toBeVisible();
    expect(screen.getByTestId('filter-paid')).toHaveTextContent('7');
  });

  it('asks the core to search and filter', async () => {
    const fake = fakeClient();
    await open(fake);
    await userEvent.type(screen.getByTestId('orders-search'), ' 12.50 ');
    await userEvent.click(screen.getByTestId('filter-attention'));
    await waitFor(() =>
      expect(fake.client.orders).toHaveBeenLastCalledWith({
        day: null,
        search: '12.50',
        filter: 'attention',
      }),
    );
    await userEvent.click(await screen.findByText('Show all'));
    await waitFor(() =>
      expect(fake.client.orders).toHaveBeenLastCalledWith({ day: null, search: '', filter: 'all' }),
    );
  });

  it('is alive: what changes is asked for again', async () => {
    const fake = fakeClient();
    await open(fake);
    fake.client.orders.mockResolvedValue(day([order({ order: 'new' })]));
    fake.events.changed(order({ order: 'new' }));
    expect(await screen.findByTestId('order-row-new')).toBeVisible();
  });

  it('goes through the days, and not beyond today', async () => {
    const fake = fakeClient();
    fake.client.orders.mockImplementation((query) =>
      Promise.resolve({ ...day([]), day: query.day ?? '2026-11-21' }),
    );
    await open(fake);
    await screen.findByText(/21 Nov/);
    expect(screen.getByLabelText('Next day')).toBeDisabled();
    await userEvent.click(screen.getByLabelText('Previous day'));
    await waitFor(() =>
      expect(fake.client.orders).toHaveBeenLastCalledWith({ day: '2026-11-20', search: '', filter: 'all' }),
    );
    await userEvent.click(screen.getByLabelText('Next day'));
    await waitFor(() =>
      expect(fake.client.orders).toHaveBeenLastCalledWith({ day: null, search: '', filter: 'all' }),
    );
  });

  it('an answer that was overtaken by a newer question is dropped', async () => {
    const fake = fakeClient();
    const answers: ((rows: OrderView[]) => void)[] = [];
    fake.client.orders.mockImplementation(
      () => new Promise((done) => answers.push((rows) => done(day(rows)))),
    );
    await open(fake);
    await userEvent.click(screen.getByTestId('filter-paid'));
    await waitFor(() => expect(answers.length).toBeGreaterThan(1));
    answers.at(-1)?.([order({ order: 'paid one' })]);
    answers[0]?.([order({ order: 'stale one' })]);
    expect(await screen.findByTestId('order-row-paid one')).toBeVisible();
    expect(screen.queryByTestId('order-row-stale one')).toBeNull();
  });
});

describe('an order’s story', () => {
  const told = (entries: StoryEntry[], view = order({ order: 'A', actions: noActions })) => {
    const fake = fakeClient();
    fake.client.story.mockResolvedValue({ order: view, refunds: [], entries });
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
    fake.client.story.mockResolvedValue({ order: paid, refunds: [], entries: [] });
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
