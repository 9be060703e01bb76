import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { type AlertKind, TillError } from '$shared/ipc/client';
import Shell from '../src/app/Shell.svelte';
import Alerts from '../src/features/alerts/Alerts.svelte';
import { fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { alert, money, noActions, order } from './support/orders';
import { payment, sale } from './support/sales';

const kinds: AlertKind[] = [
  'payby_not_answering',
  'signature_not_accepted',
  'cancel_not_confirmed',
  'revoke_not_confirmed',
  'refund_not_confirmed',
  'paid_late',
  'needs_review',
];

const late = order({
  state: 'paid_late',
  headline: 'paid_late',
  amount: money('99.00'),
  alert: alert('paid_late'),
  actions: { ...noActions, ask: true, keep: true, revoke: true },
});

async function open(screenUnderTest: typeof Alerts | typeof Shell, alerts = [late]) {
  const fake = fakeClient();
  fake.state.alerts = alerts;
  const session = await started(fake);
  render(Host, { session, screen: screenUnderTest });
  return { fake, session };
}

describe('the alerts', () => {
  it.each(kinds)('%s: what is known, what Fils does, what you do', async (code) => {
    await open(Alerts, [order({ alert: alert(code, 'SIGNATURE_INVALID') })]);
    const parts = ['What is known', 'What Fils is doing', 'What you should do'].map(
      (label) => screen.getByText(label).nextElementSibling?.textContent?.trim() ?? '',
    );
    expect(new Set(parts).size).toBe(3);
    for (const part of parts) {
      expect(part.length).toBeGreaterThan(20);
    }
    expect(screen.getByText(/SIGNATURE_INVALID/)).toBeVisible();
  });

  it.each([
    ['a sale that holds too much to its receipt', false, { screen: 'receipts', sale: 'S1' }],
    ['money for a void sale to its order', true, { screen: 'orders', order: 'T1-9' }],
  ])('lead from %s', async (_, isVoid, place) => {
    const over = sale({
      void: isVoid,
      over: money('12.50'),
      payments: [payment({ proof: 'not_paid', order: 'T1-8' }), payment({ proof: 'proved', order: 'T1-9' })],
    });
    const session = await started(fakeClient({ overpaidSales: async () => [over] }));
    render(Host, { session, screen: Alerts });
    const card = await screen.findByTestId('over-S1');
    await userEvent.click(within(card).getByRole('button'));
    expect(session.router.route).toMatchObject(place);
  });

  it('say so when there is none', async () => {
    await open(Alerts, []);
    expect(screen.getByText('Nothing needs you')).toBeVisible();
  });

  it('a decision needs a reason, and is sent with it', async () => {
    const { fake } = await open(Alerts);
    await userEvent.click(screen.getByTestId('decide-keep'));
    await userEvent.click(screen.getByTestId('decide-confirm'));
    expect(screen.getByText('Please say why')).toBeVisible();
    expect(fake.client.decide).not.toHaveBeenCalled();

    await userEvent.type(screen.getByTestId('decide-reason'), ' The customer has the goods ');
    await userEvent.click(screen.getByTestId('decide-confirm'));
    expect(fake.client.decide).toHaveBeenCalledExactlyOnceWith('T1-1', 'keep', 'The customer has the goods');
    await waitFor(() => expect(screen.queryByTestId('decide-dialog')).toBeNull());
  });

  it('a refused decision stays open and says why', async () => {
    const { fake } = await open(Alerts);
    fake.client.decide.mockRejectedValue(new TillError('has_refund', 'A refund is under way.'));
    await userEvent.click(screen.getByTestId('decide-revoke'));
    await userEvent.type(screen.getByTestId('decide-reason'), 'wrong');
    await userEvent.click(screen.getByTestId('decide-confirm'));
    expect(await screen.findByText('A refund is under way.')).toBeVisible();
    expect(screen.getByTestId('decide-dialog')).toBeVisible();
  });

  it('offer only what the core allows', async () => {
    await open(Alerts, [
      order({ alert: alert('payby_not_answering'), actions: { ...noActions, ask: true } }),
    ]);
    for (const decision of ['keep', 'revoke', 'close']) {
      expect(screen.queryByTestId(`decide-${decision}`)).toBeNull();
    }
  });
});

describe('the alert bar', () => {
  it.each(['#/till', '#/orders', '#/alerts', '#/payment/T1-1'])('is there on %s', async (hash) => {
    history.replaceState(null, '', hash);
    await open(Shell);
    expect(screen.getByTestId('alert-bar')).toHaveTextContent('99.00');
    expect(screen.getByTestId('nav-alerts')).toHaveAccessibleName(/1 alert/);
  });

  it('goes to the alerts, and leaves when the last is settled', async () => {
    const { fake, session } = await open(Shell);
    await userEvent.click(screen.getByTestId('alert-bar'));
    expect(session.router.route).toEqual({ screen: 'alerts' });
    fake.state.alerts = [];
    fake.events.changed({ ...late, alert: null, state: 'paid', headline: 'paid_kept' });
    await waitFor(() => expect(screen.queryByTestId('alert-bar')).toBeNull());
  });
});
