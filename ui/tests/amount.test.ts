import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TillError } from '$shared/ipc/client';
import Shell from '../src/app/Shell.svelte';
import { latinDigits, typedAndImplied } from '../src/shared/format/amount';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { order } from './support/orders';

async function open(fake: FakeClient) {
  const session = await started(fake);
  render(Host, { session, screen: Shell });
  // A shop without products types amounts.
  await screen.findByTestId('amount-display');
  return session;
}

async function press(...keys: string[]) {
  for (const key of keys) {
    await userEvent.click(await screen.findByTestId(`key-${key}`));
  }
}

const shown = () => screen.getByTestId('amount-display').textContent?.replace(/\s|AED/g, '');

describe('an amount at the till', () => {
  let fake: FakeClient;
  beforeEach(() => {
    fake = fakeClient();
  });

  it('shows what the core says of the typed text, and computes nothing', async () => {
    fake.client.enterAmount.mockResolvedValue({
      ok: true,
      amount: { fils: 1, text: '9,999.00', currency: 'AED' },
      error: null,
    });
    await open(fake);
    await press('7');
    expect(shown()).toBe('9,999.00');
    expect(fake.client.enterAmount).toHaveBeenCalledWith('7');
  });

  it('charges what the keypad says, with the description', async () => {
    const session = await open(fake);
    await press('1', '2', 'dot', '5');
    await userEvent.type(screen.getByTestId('description'), 'Lunch, table 7');
    await userEvent.click(screen.getByTestId('charge'));
    expect(fake.client.charge).toHaveBeenCalledExactlyOnceWith('12.50', 'Lunch, table 7');
    expect(session.router.route).toEqual({ screen: 'payment', order: 'T1-new' });
  });

  it('does not take a third decimal and says why', async () => {
    await open(fake);
    await press('1', 'dot', '2', '5', '9');
    expect(shown()).toBe('1.25');
    expect(screen.getByText('Two digits after the point at most')).toBeVisible();
    await press('back');
    expect(shown()).toBe('1.20');
  });

  it('lets zeros lead to an amount, and charges nothing before', async () => {
    await open(fake);
    expect(screen.getByTestId('charge')).toBeDisabled();
    await press('0', 'dot', '0');
    expect(screen.getByTestId('charge')).toBeDisabled();
    await press('5');
    expect(shown()).toBe('0.05');
    expect(screen.getByTestId('charge')).toBeEnabled();
  });

  it('takes digits from the keyboard wherever the focus is not in a field, and Enter charges', async () => {
    await open(fake);
    await userEvent.setup({ delay: 60 }).keyboard('45{Backspace}0{Enter}');
    await waitFor(() => expect(fake.client.charge).toHaveBeenCalledExactlyOnceWith('40.00', null));
  });

  it('does not charge twice while the first is on its way', async () => {
    let answer: (view: ReturnType<typeof order>) => void = () => undefined;
    fake.client.charge.mockImplementation(() => new Promise((done) => (answer = done)));
    await open(fake);
    await press('5');
    await userEvent.click(screen.getByTestId('charge'));
    await userEvent.keyboard('{Enter}');
    expect(screen.getByTestId('charge')).toBeDisabled();
    expect(fake.client.charge).toHaveBeenCalledOnce();
    answer(order());
  });

  it('keeps the amount and shows the core’s sentence when a charge is refused', async () => {
    fake.client.charge.mockRejectedValue(
      new TillError('disk_full', 'The disk is full. Nothing was charged.'),
    );
    await open(fake);
    await press('5');
    await userEvent.click(screen.getByTestId('charge'));
    expect(await screen.findByText('The disk is full. Nothing was charged.')).toBeVisible();
    expect(shown()).toBe('5.00');
    expect(screen.getByTestId('charge')).toBeEnabled();
  });

  it('counts a description’s characters as people do, and refuses the 65th with the count', async () => {
    await open(fake);
    await press('5');
    const field = screen.getByTestId('description');
    await userEvent.click(field);
    await userEvent.paste(`${'ش'.repeat(63)}🌴`);
    expect(screen.getByTestId('charge')).toBeEnabled();
    await userEvent.paste('!');
    expect(screen.getByText('65 characters. PayBy takes 64: please shorten by 1.')).toBeVisible();
    expect(screen.getByTestId('charge')).toBeDisabled();
  });
});

describe('a customer’s code', () => {
  const code = '281234567890123456';
  const scan = () => {
    for (const key of [...code, 'Enter']) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    }
  };

  it('charges the entered amount at once, and no digit of it lands in the amount', async () => {
    const fake = fakeClient();
    await open(fake);
    await press('6', 'dot', '5');
    scan();
    await waitFor(() => expect(fake.client.chargeCode).toHaveBeenCalledExactlyOnceWith('6.50', null, code));
    for (const [text] of fake.client.enterAmount.mock.calls) {
      expect(['6', '6.', '6.5']).toContain(text);
    }
    expect(fake.client.charge).not.toHaveBeenCalled();
  });

  it('without an amount charges nothing and says what to do', async () => {
    const fake = fakeClient();
    await open(fake);
    scan();
    expect(
      await screen.findByText('Enter the amount first, then scan the customer’s code again.'),
    ).toBeVisible();
    expect(fake.client.chargeCode).not.toHaveBeenCalled();
    expect(shown()).toBe('0.00');
  });

  it('can be pasted into the dialog', async () => {
    const fake = fakeClient();
    await open(fake);
    await press('8');
    await userEvent.click(screen.getByTestId('scan-code'));
    await userEvent.click(screen.getByTestId('scan-field'));
    await userEvent.paste(` ${code}\n`);
    await userEvent.click(screen.getByTestId('scan-charge'));
    expect(fake.client.chargeCode).toHaveBeenCalledExactlyOnceWith('8.00', null, code);
  });

  it('is asked for when the dialog is sent empty', async () => {
    const fake = fakeClient();
    await open(fake);
    await press('8');
    await userEvent.click(screen.getByTestId('scan-code'));
    await userEvent.click(screen.getByTestId('scan-charge'));
    expect(screen.getByText('Scan or paste the code first')).toBeVisible();
    expect(fake.client.chargeCode).not.toHaveBeenCalled();
  });
});

describe('the digits of an Arabic keyboard', () => {
  it('are the same amount', async () => {
    const fake = fakeClient();
    await open(fake);
    await userEvent.setup({ delay: 60 }).keyboard('٤٥٫٥{Enter}');
    await waitFor(() => expect(fake.client.charge).toHaveBeenCalledExactlyOnceWith('45.50', null));
  });

  it.each([
    ['١٬٢٣٤٫٥٠', '1234.50'],
    ['۷۸۹', '789'],
    ['1,234.5', '1234.5'],
  ])('%s is %s', (typed, latin) => {
    expect(latinDigits(typed)).toBe(latin);
  });
});

describe('typed and implied digits', () => {
  it.each([
    ['1,234.50', '1234.5', '1,234.5', '0'],
    ['1,234.50', '1234.50', '1,234.50', ''],
    ['12.00', '12', '12', '.00'],
    ['12.00', '12.', '12.', '00'],
    ['0.05', '0.05', '0.05', ''],
  ])('%s for a typed %s is %s and %s', (text, typed, solid, implied) => {
    expect(typedAndImplied(text, typed)).toEqual([solid, implied]);
  });
});

vi.setConfig({ testTimeout: 10_000 });
