import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Headline, OrderView, StateView } from '$shared/ipc/client';
import Payment from '../src/features/payment/Payment.svelte';
import { fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { alert, money, noActions, order } from './support/orders';

async function show(view: OrderView, fake = fakeClient()) {
  const session = await started(fake, [view]);
  session.router.go({ screen: 'payment', order: view.order });
  render(Host, { session, screen: Payment, given: { order: view.order } });
  return { session, fake };
}

const status = () => screen.getByTestId('payment-status').textContent?.replace(/\s+/g, ' ').trim() ?? '';

/** Every headline with a state it comes in. */
const lives: [StateView, Headline][] = [
  ['submitting', 'sending'],
  ['submitting', 'checking'],
  ['awaiting_payment', 'waiting_for_customer'],
  ['awaiting_payment', 'scanned'],
  ['awaiting_payment', 'confirming'],
  ['closing', 'cancelling_by_cashier'],
  ['closing', 'cancelling_expired'],
  ['closing', 'cancelling_refused'],
  ['paid', 'paid'],
  ['paid', 'paid_while_cancelling'],
  ['paid', 'paid_kept'],
  ['closed', 'closed_cancelled'],
  ['closed', 'closed_expired'],
  ['closed', 'closed_refused'],
  ['closed', 'closed_failed'],
  ['closed', 'closed_revoked'],
  ['closed', 'closed_refunded'],
  ['closed', 'closed_by_person'],
  ['closed', 'closed_never_reached'],
  ['paid_late', 'paid_late'],
  ['paid_late', 'revoking'],
  ['needs_review', 'needs_review'],
];

describe('every state of a payment', () => {
  it.each(lives)('%s, %s: says something, shows the amount, can be left', async (state, headline) => {
    const { session } = await show(order({ state, headline, amount: money('1,234.50') }));
    expect(status().length).toBeGreaterThan(3);
    expect(screen.getByTestId('payment-amount')).toHaveTextContent('1,234.50');
    await userEvent.click(screen.getByTestId('new-sale'));
    expect(session.router.route).toEqual({ screen: 'till' });
  });

  it.each(lives)('%s, %s: leaving it tells the core nothing', async (state, headline) => {
    const { fake } = await show(order({ state, headline }));
    await userEvent.click(screen.getByTestId('new-sale'));
    expect(fake.client.cancel).not.toHaveBeenCalled();
    expect(fake.client.decide).not.toHaveBeenCalled();
  });

  it.each(lives.filter(([state]) => state !== 'paid' && state !== 'paid_late'))(
    '%s, %s: does not look paid',
    async (state, headline) => {
      const { container } = await show(order({ state, headline })).then(() => ({ container: document.body }));
      expect(status()).not.toMatch(/\bpaid$|^paid|has just paid|has confirmed this payment/i);
      expect(container.querySelector('.paid')).toBeNull();
    },
  );

  it.each(lives.filter(([state]) => state !== 'awaiting_payment'))(
    '%s, %s: shows no QR',
    async (state, headline) => {
      // Even if an old address were still in the view.
      const { fake } = await show(order({ state, headline, token_url: 'https://example.com/qr/1' }));
      expect(screen.queryByTestId('qr')).toBeNull();
      expect(fake.client.qr).not.toHaveBeenCalled();
    },
  );
});

describe('the QR', () => {
  it('is the core’s drawing, with four light modules around it', async () => {
    await show(order());
    const qr = await screen.findByTestId('qr');
    expect(qr).toHaveAttribute('viewBox', '-4 -4 29 29');
    expect(qr.querySelector('path')).toHaveAttribute('d', 'M0 0h1v1h-1z');
    expect(qr).toHaveAccessibleName(/12\.50/);
  });

  it('leaves as soon as the payment is paid', async () => {
    const view = order();
    const { fake } = await show(view);
    await screen.findByTestId('qr');
    fake.events.changed({ ...view, state: 'paid', headline: 'paid', token_url: null });
    await waitFor(() => expect(screen.queryByTestId('qr')).toBeNull());
    expect(status()).toBe('Paid');
  });

  it('is not there when the customer’s code was charged', async () => {
    await show(order({ scene: 'code', headline: 'confirming', token_url: null }));
    expect(screen.queryByTestId('qr')).toBeNull();
    expect(status()).toContain('Waiting for the customer to confirm');
  });
});

describe('who scanned', () => {
  it('is named as the core masks them', async () => {
    await show(order({ headline: 'scanned', scanned_by: '+971-58*92' }));
    expect(status()).toContain('Scanned, +971-58*92 is confirming');
  });
});

describe('cancelling never lies', () => {
  const view = order();
  const closing: OrderView = {
    ...view,
    state: 'closing',
    headline: 'cancelling_by_cashier',
    at_ms: view.at_ms + 1,
    token_url: null,
  };

  it('says cancelling, not cancelled, although the command has succeeded', async () => {
    const { fake } = await show(view);
    await userEvent.click(screen.getByTestId('cancel-payment'));
    expect(fake.client.cancel).toHaveBeenCalledExactlyOnceWith('T1-1');
    fake.events.changed(closing);
    await waitFor(() => expect(status()).toContain('Cancelling…'));
    expect(screen.getByTestId('cancel-payment')).toHaveTextContent('Cancelling…');
    expect(screen.getByTestId('cancel-payment')).toBeDisabled();
    expect(status()).not.toMatch(/cancelled|nothing was taken/i);
  });

  it('says cancelled once the core has proof', async () => {
    const { fake } = await show(closing);
    fake.events.changed({ ...closing, state: 'closed', headline: 'closed_cancelled', actions: noActions });
    await waitFor(() => expect(status()).toContain('Cancelled'));
    expect(status()).toContain('nothing was taken');
  });

  it('says that the customer has just paid when that is what happened', async () => {
    const { fake } = await show(closing);
    fake.events.changed({ ...closing, state: 'paid', headline: 'paid_while_cancelling', actions: noActions });
    await waitFor(() => expect(status()).toContain('The customer has just paid'));
    expect(screen.queryByTestId('cancel-payment')).toBeNull();
  });

  it('stays a payment under way when the cancel could not even be asked for', async () => {
    const fake = fakeClient({ cancel: () => Promise.reject(new Error('boom')) });
    await show(view, fake);
    await userEvent.click(screen.getByTestId('cancel-payment'));
    expect(status()).toContain('Waiting for the customer');
    expect(screen.getByTestId('cancel-payment')).toHaveTextContent('Cancel payment');
    expect(await screen.findByTestId('toast')).toBeVisible();
  });

  it('lets a person try again once PayBy does not confirm', async () => {
    await show({ ...closing, alert: alert('cancel_not_confirmed') });
    expect(screen.getByTestId('cancel-payment')).toBeEnabled();
    expect(screen.getByTestId('cancel-payment')).toHaveTextContent('Cancel again');
    expect(status()).not.toMatch(/cancelled\b/i);
  });
});

describe('after the end', () => {
  const closed = order({ state: 'closed', headline: 'closed_expired', at_ms: 5 });

  it('offers another try only when the core allows it', async () => {
    await show({ ...closed, actions: noActions });
    expect(screen.queryByTestId('try-again')).toBeNull();
  });

  it('another try is another order of the same sale, made by the core', async () => {
    const { fake, session } = await show({ ...closed, actions: { ...noActions, replace: true } });
    await userEvent.click(screen.getByTestId('try-again'));
    expect(fake.client.replace).toHaveBeenCalledExactlyOnceWith('T1-1');
    expect(fake.client.charge).not.toHaveBeenCalled();
    expect(session.router.route).toEqual({ screen: 'payment', order: 'T1-again' });
  });

  it('paid shows the sign, the amount and the last digits', async () => {
    await show(order({ state: 'paid', headline: 'paid', paid_at_ms: Date.now() }));
    expect(status()).toBe('Paid');
    expect(document.body.querySelector('.paid')).toHaveTextContent('7K2Q');
  });

  it('a late payment waits for a person', async () => {
    await show(
      order({
        state: 'paid_late',
        headline: 'paid_late',
        alert: alert('paid_late'),
        actions: { ...noActions, keep: true, revoke: true },
      }),
    );
    expect(screen.getByText('What is known')).toBeVisible();
    expect(screen.getByText('What Fils is doing')).toBeVisible();
    expect(screen.getByText('What you should do')).toBeVisible();
    expect(screen.getByTestId('decide-keep')).toBeVisible();
    expect(screen.getByTestId('decide-revoke')).toBeVisible();
    expect(screen.queryByTestId('decide-close')).toBeNull();
  });
});
