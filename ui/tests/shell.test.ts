import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { OrderView } from '$shared/ipc/client';
import { silent } from '$shared/sound/tones';
import { Session } from '$shared/state/session.svelte';
import App from '../src/app/App.svelte';
import { type FakeClient, fakeClient, started } from './support/client';
import { alert, app, money, order } from './support/orders';
import { sale } from './support/sales';

async function open(fake: FakeClient): Promise<Session> {
  const session = new Session(fake.client, silent);
  render(App, { session });
  await screen.findByTestId('nav-till');
  return session;
}

describe('payments under way', () => {
  it('stay in sight on every screen, each its own', async () => {
    const fake = fakeClient();
    fake.state.payments = [
      order({ order: 'A', amount: money('1.11') }),
      order({ order: 'B', amount: money('2.22'), headline: 'scanned' }),
    ];
    const session = await open(fake);
    for (const place of ['nav-till', 'nav-orders', 'nav-alerts']) {
      await userEvent.click(screen.getByTestId(place));
      expect(await screen.findByTestId('open-payment-A')).toHaveTextContent('1.11');
      expect(screen.getByTestId('open-payment-B')).toHaveTextContent('2.22');
      expect(screen.getByTestId('open-payment-B')).toHaveTextContent('Scanned');
    }
    await userEvent.click(screen.getByTestId('open-payment-B'));
    expect(session.router.route).toEqual({ screen: 'payment', order: 'B' });
    expect(screen.getByTestId('payment-amount')).toHaveTextContent('2.22');
  });

  it('a result lands on its own payment only', async () => {
    const fake = fakeClient();
    const [a, b] = [
      order({ order: 'A', amount: money('1.11') }),
      order({ order: 'B', amount: money('2.22') }),
    ];
    fake.state.payments = [a, b];
    await open(fake);
    await userEvent.click(await screen.findByTestId('open-payment-A'));
    fake.events.changed({ ...b, state: 'paid', headline: 'paid' });
    await waitFor(() => expect(screen.getByTestId('open-payment-B')).toHaveTextContent('Paid'));
    expect(screen.getByTestId('payment-status')).toHaveTextContent('Waiting for the customer');
    expect(screen.getByTestId('payment-amount')).toHaveTextContent('1.11');
  });
});

describe('a sale and the payments for it', () => {
  it('stand in the strip once', async () => {
    const fake = fakeClient({
      openSales: async () => [sale({ sale: 'rest' }), sale({ sale: 'late' })],
    });
    const refused = { state: 'closed', headline: 'closed_refused' } as const;
    fake.state.payments = [
      order({ order: 'A', sale: 'rest', ...refused }),
      order({
        order: 'B',
        sale: 'late',
        state: 'paid_late',
        headline: 'paid_late',
        alert: alert('paid_late'),
      }),
      order({ order: 'C', sale: 'cash', ...refused }),
      order({ order: 'D', sale: 'other', ...refused }),
    ];
    const session = await open(fake);
    session.counter.learn(sale({ sale: 'cash', complete: true }));
    expect(await screen.findByTestId('open-sale-rest')).toBeVisible();
    await waitFor(() => expect(screen.queryByTestId('open-payment-C')).toBeNull());
    expect(screen.queryByTestId('open-payment-A')).toBeNull();
    expect(screen.getByTestId('open-payment-D')).toBeVisible();
    expect(screen.queryByTestId('open-sale-late')).toBeNull();
    await userEvent.click(screen.getByTestId('open-payment-B'));
    await userEvent.click(await screen.findByTestId('odd-sale'));
    expect(session.router.route).toEqual({ screen: 'pay', sale: 'late' });
  });
});

describe('going to another screen', () => {
  it('leaves the button that led there: Enter charges and does not press it again', async () => {
    const fake = fakeClient();
    await open(fake);
    for (const place of ['nav-orders', 'nav-till']) {
      await userEvent.click(screen.getByTestId(place));
      await waitFor(() => expect(document.activeElement?.tagName).toBe('MAIN'));
    }
    await userEvent.click(screen.getByTestId('key-5'));
    expect(document.activeElement?.tagName).toBe('MAIN');
  });
});

describe('training', () => {
  it.each(['nav-till', 'nav-orders', 'nav-alerts'])('is marked on %s', async (place) => {
    const fake = fakeClient();
    fake.state.app = app({ mode: 'training' });
    await open(fake);
    await userEvent.click(screen.getByTestId(place));
    expect(screen.getByTestId('training-banner')).toHaveTextContent('No real money moves');
  });

  it('has no trace with a real account', async () => {
    const fake = fakeClient();
    await open(fake);
    await userEvent.keyboard('{Shift>}{F9}{/Shift}');
    expect(screen.queryByTestId('training-banner')).toBeNull();
    expect(screen.queryByTestId('training-drawer')).toBeNull();
  });

  it('plays the customer of the payment in front', async () => {
    const fake = fakeClient();
    fake.state.app = app({ mode: 'training' });
    fake.state.payments = [order({ order: 'A' }), order({ order: 'B' })];
    await open(fake);
    await userEvent.click(await screen.findByTestId('open-payment-B'));
    await userEvent.click(screen.getByTestId('training-drawer-toggle'));
    await userEvent.click(screen.getByTestId('training-pay'));
    expect(fake.client.trainingCustomer).toHaveBeenCalledExactlyOnceWith('B', 'pay');
  });

  it('breaks the network and puts everything right again', async () => {
    const fake = fakeClient();
    fake.state.app = app({ mode: 'training' });
    await open(fake);
    await userEvent.click(screen.getByTestId('training-drawer-toggle'));
    await userEvent.click(screen.getByTestId('training-network-down'));
    expect(fake.client.trainingFault).toHaveBeenCalledWith({ kind: 'network_down', op: null, count: 1 });
    await userEvent.click(screen.getByTestId('training-clear'));
    expect(fake.client.trainingClear).toHaveBeenCalledOnce();
  });
});

describe('what is odd with the till itself', () => {
  it('offline is said, and goes when it is over', async () => {
    const fake = fakeClient();
    await open(fake);
    fake.events.appChanged(app({ online: false }));
    expect(await screen.findByTestId('offline-bar')).toBeVisible();
    fake.events.appChanged(app());
    await waitFor(() => expect(screen.queryByTestId('offline-bar')).toBeNull());
  });

  it('a wrong clock is said with its direction', async () => {
    const fake = fakeClient();
    fake.state.app = app({ clock: { offset_ms: 247_000 } });
    await open(fake);
    expect(screen.getByTestId('clock-bar')).toHaveTextContent('247 seconds behind');
  });
});

describe('what the core says of itself', () => {
  it('books that cannot be written are said with what to do, on every screen', async () => {
    const fake = fakeClient();
    fake.state.app = app({ storage: 'The disk is full. Free some space.' });
    await open(fake);
    await userEvent.click(screen.getByTestId('nav-orders'));
    expect(screen.getByTestId('storage-bar')).toHaveTextContent('The disk is full. Free some space.');
  });

  it('when more changed than could be told, everything is asked for again', async () => {
    const fake = fakeClient();
    const session = await started(fake);
    fake.state.payments = [order({ order: 'missed' })];
    fake.state.app = app({ online: false });
    fake.events.resync();
    await waitFor(() => expect(session.payments.map((one) => one.order)).toEqual(['missed']));
    expect(session.app?.online).toBe(false);
  });
});

describe('closing the window', () => {
  it.each(['stay', 'background', 'quit'] as const)('asks, and passes on: %s', async (decision) => {
    const fake = fakeClient();
    await open(fake);
    fake.events.closeRequested({ open: 2 });
    expect(await screen.findByText('2 payments are still under way')).toBeVisible();
    await userEvent.click(screen.getByTestId(`close-${decision}`));
    expect(fake.client.closeDecision).toHaveBeenCalledExactlyOnceWith(decision);
    expect(screen.queryByTestId('close-dialog')).toBeNull();
  });
});

describe('a screen that breaks', () => {
  it('becomes a safe one and recovers, while everything else goes on', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const fake = fakeClient();
    const whole = order({ order: 'A' });
    fake.state.payments = [whole];
    await open(fake);
    // A view no screen can draw.
    fake.events.changed({ ...whole, amount: null } as unknown as OrderView);
    expect(await screen.findByTestId('safe-screen')).toHaveTextContent('Your payments are safe');
    fake.events.changed(whole);
    await userEvent.click(screen.getByTestId('safe-reload'));
    expect(await screen.findByTestId('amount-display')).toBeVisible();
    expect(screen.getByTestId('open-payment-A')).toBeVisible();
  });
});

describe('sounds and notices', () => {
  const heard = () => ({
    paid: vi.fn(),
    refused: vi.fn(),
    alert: vi.fn(),
    scan: vi.fn(),
    unknownScan: vi.fn(),
  });

  it('paid sounds once, and only when it becomes paid here', async () => {
    const fake = fakeClient();
    const sounds = heard();
    const waiting = order();
    await started(fake, [waiting], sounds);
    const paid: OrderView = { ...waiting, state: 'paid', headline: 'paid' };
    fake.events.changed(paid);
    fake.events.changed(paid);
    fake.events.changed({ ...paid, order: 'old one, never seen' });
    expect(sounds.paid).toHaveBeenCalledOnce();
  });

  it('a payment that is not in front is told by a notice with its amount', async () => {
    const fake = fakeClient();
    const waiting = order({ amount: money('77.00') });
    const session = await started(fake, [waiting]);
    fake.events.changed({ ...waiting, state: 'paid', headline: 'paid' });
    expect(session.toasts.map((toast) => toast.text).join()).toContain('77.00');
  });

  it('an alert sounds different, once', async () => {
    const fake = fakeClient();
    const sounds = heard();
    const waiting = order();
    await started(fake, [waiting], sounds);
    const odd: OrderView = { ...waiting, alert: alert('payby_not_answering') };
    fake.events.changed(odd);
    fake.events.changed(odd);
    expect(sounds.alert).toHaveBeenCalledOnce();
    expect(sounds.paid).not.toHaveBeenCalled();
  });
});

describe('what the session keeps', () => {
  it('an answer that comes after a newer event does not turn the clock back', async () => {
    const fake = fakeClient();
    const session = await started(fake);
    const sent = order({ state: 'submitting', headline: 'sending', at_ms: 1 });
    fake.events.changed({ ...sent, state: 'awaiting_payment', headline: 'waiting_for_customer', at_ms: 2 });
    session.learn(sent);
    expect(session.known.get('T1-1')?.state).toBe('awaiting_payment');
  });

  it('asks for the lists again after the last change, however many there are', async () => {
    const fake = fakeClient();
    const session = await started(fake);
    fake.client.payments.mockClear();
    for (let i = 0; i < 50; i += 1) {
      fake.events.changed(order({ at_ms: i }));
    }
    fake.state.payments = [order({ order: 'last' })];
    await waitFor(() => expect(session.payments.map((one) => one.order)).toEqual(['last']));
    expect(fake.client.payments.mock.calls.length).toBeLessThan(5);
  });
});
