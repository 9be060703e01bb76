import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { type CashPreview, type SaleView, type TillClient, TillError } from '$shared/ipc/client';
import { type LanguageCode, languages } from '$shared/messages/index.svelte';
import { silent } from '$shared/sound/tones';
import Shell from '../src/app/Shell.svelte';
import { fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { money, order } from './support/orders';
import { basket, line, payment, product, sale } from './support/sales';
import { scan } from './support/scanner';

const none = money('0.00');

const paidSale: Partial<SaleView> = {
  complete: true,
  status: 'paid',
  paid: money('12.50'),
  due: none,
  cash_due: none,
  receipt: 'T1-001049',
};

const previews: { readonly [given in string]?: CashPreview } = {
  '': { given: money('12.50'), change: none, left: none, error: null },
  '20.00': { given: money('20.00'), change: money('7.50'), left: none, error: null },
  '5.00': { given: money('5.00'), change: none, left: money('7.50'), error: null },
};

async function paying(change: Partial<SaleView> = {}, over: Partial<TillClient> = {}) {
  const now = sale(change);
  const commands = {
    sale: vi.fn<TillClient['sale']>(async () => now),
    previewCash: vi.fn<TillClient['previewCash']>(
      async (_, given) => previews[given] ?? { given: null, change: null, left: null, error: 'amount_zero' },
    ),
    takeCash: vi.fn<TillClient['takeCash']>(async () =>
      sale({
        ...paidSale,
        change: money('7.50'),
        payments: [payment({ tender: 'cash', order: null, proof: 'proved' })],
      }),
    ),
    chargeSale: vi.fn<TillClient['chargeSale']>(async () => order({ order: 'T1-new', sale: 'S1' })),
    giveCashBack: vi.fn<TillClient['giveCashBack']>(async () => sale(paidSale)),
    backToBasket: vi.fn<TillClient['backToBasket']>(async () => basket([line()])),
    voidSale: vi.fn<TillClient['voidSale']>(async () => sale({ void: true })),
    printReceipt: vi.fn<TillClient['printReceipt']>(async () => undefined),
  };
  const fake = fakeClient({ ...commands, ...over });
  history.replaceState(null, '', '#/pay/S1');
  const sounds = { ...silent, paid: vi.fn(), scan: vi.fn(), unknownScan: vi.fn() };
  const session = await started(fake, [], sounds);
  render(Host, { session, screen: Shell });
  return { fake, session, commands, sounds };
}

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));

describe('cash', () => {
  it('says the change before it is taken, as the core computes it', async () => {
    const { commands } = await paying();
    await click('quick-2000');
    await waitFor(() => expect(screen.getByTestId('tender-cash')).toHaveTextContent('Change: AED 7.50'));
    expect(commands.previewCash).toHaveBeenLastCalledWith('S1', '20.00');
    expect(commands.takeCash).not.toHaveBeenCalled();
  });

  it('completes the sale, sounds, and shows the change to give', async () => {
    const { commands, sounds } = await paying();
    await click('quick-2000');
    await click('tender-cash');
    expect(commands.takeCash).toHaveBeenCalledExactlyOnceWith('S1', '20.00');
    expect(await screen.findByTestId('change-amount')).toHaveTextContent('7.50');
    expect(screen.getByTestId('payment-status')).toHaveTextContent('Paid');
    expect(screen.getByTestId('receipt-number')).toHaveTextContent('T1-001049');
    expect(sounds.paid).toHaveBeenCalledOnce();
  });

  it('without an amount is exactly what is due', async () => {
    const { commands } = await paying();
    await click('tender-cash');
    expect(commands.takeCash).toHaveBeenCalledExactlyOnceWith('S1', '');
  });

  it('may be a part: the rest stays to be paid', async () => {
    const { commands } = await paying();
    commands.takeCash.mockResolvedValue(
      sale({
        status: 'partly_paid',
        paid: money('5.00'),
        due: money('7.50'),
        payments: [payment({ tender: 'cash', order: null, amount: money('5.00'), proof: 'proved' })],
      }),
    );
    await click('pay-key-5');
    await waitFor(() =>
      expect(screen.getByTestId('tender-cash')).toHaveTextContent('Leaves AED 7.50 to pay'),
    );
    commands.sale.mockResolvedValue(await commands.takeCash('S1', '5'));
    await click('tender-cash');
    await waitFor(() => expect(screen.getByTestId('due-amount')).toHaveTextContent('7.50'));
    expect(screen.getByTestId('sale-payments')).toHaveTextContent('Received');
    expect(screen.queryByTestId('payment-status')).toBeNull();
  });

  it('more than is due is not for the wallet, and Enter takes it', async () => {
    const { commands } = await paying();
    await click('quick-2000');
    await waitFor(() => expect(screen.getByTestId('tender-wallet')).toBeDisabled());
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(commands.takeCash).toHaveBeenCalledOnce());
  });

  it('keeps what was typed when the core refuses it', async () => {
    const { commands } = await paying();
    commands.takeCash.mockRejectedValue(new TillError('disk', 'The disk is full. Nothing was taken.'));
    await click('pay-key-5');
    await click('tender-cash');
    expect(await screen.findByText('The disk is full. Nothing was taken.')).toBeVisible();
    expect(screen.getByTestId('pay-entry')).toHaveTextContent('5.00');
  });
});

describe('the wallet', () => {
  it('is what Enter chooses, for all that is due', async () => {
    const { commands, session } = await paying();
    await screen.findByTestId('tender-wallet');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(commands.chargeSale).toHaveBeenCalledExactlyOnceWith('S1', null, null, null));
    expect(session.router.route).toEqual({ screen: 'payment', order: 'T1-new' });
  });

  it('takes only a part when one is typed', async () => {
    const { commands } = await paying();
    await click('pay-key-5');
    await click('tender-wallet');
    expect(commands.chargeSale).toHaveBeenCalledExactlyOnceWith('S1', '5.00', null, null);
  });

  it('takes the customer’s code from the scanner', async () => {
    const { fake, commands, sounds } = await paying();
    await screen.findByTestId('tender-code');
    scan(document.body, '281234567890123456');
    await waitFor(() =>
      expect(commands.chargeSale).toHaveBeenCalledExactlyOnceWith('S1', null, null, '281234567890123456'),
    );
    expect(fake.client.scan).toHaveBeenCalledExactlyOnceWith('281234567890123456', true);
    expect(sounds.scan).toHaveBeenCalledOnce();
  });

  it('is not charged with the barcode of something that is for sale', async () => {
    const { fake, commands, sounds } = await paying();
    fake.client.scan.mockResolvedValue({ kind: 'product', product: product() });
    await screen.findByTestId('tender-code');
    scan(document.body, '6291000100010');
    expect(await screen.findByText(/Go back to the basket to add to it/)).toBeVisible();
    expect(sounds.unknownScan).toHaveBeenCalledOnce();
    expect(commands.chargeSale).not.toHaveBeenCalled();
  });

  it('asks for the tip where tips are on, and nowhere else', async () => {
    const { commands } = await paying({ tips: true });
    await click('tender-wallet');
    expect(commands.chargeSale).not.toHaveBeenCalled();
    await click('tip-5.00');
    expect(commands.chargeSale).toHaveBeenCalledExactlyOnceWith('S1', null, '5.00', null);
  });

  it('holds the sale while it is under way, and cash says what it does', async () => {
    const { session } = await paying({ under_way: money('12.50'), payments: [payment()] });
    session.learn(order({ sale: 'S1' }));
    expect(await screen.findByTestId('wallet-held')).toHaveTextContent('12.50');
    expect(screen.getByTestId('tender-wallet')).toBeDisabled();
    expect(screen.getByTestId('tender-code')).toBeDisabled();
    expect(screen.getByTestId('tender-cash')).toBeEnabled();
    expect(screen.getByTestId('tender-cash')).toHaveTextContent('Cancels the wallet payment first');
    await click('show-qr');
    expect(session.router.route).toEqual({ screen: 'payment', order: 'T1-1' });
  });

  it('comes back to the sale when it has ended unpaid, and says so there', async () => {
    const { session, commands } = await paying({ payments: [payment({ proof: 'not_paid' })] });
    await screen.findByTestId('tender-wallet');
    session.learn(order({ sale: 'S1', at_ms: 1 }));
    session.router.go({ screen: 'payment', order: 'T1-1' });
    await screen.findByTestId('cancel-payment');
    session.learn(
      order({ sale: 'S1', state: 'closed', headline: 'closed_cancelled', at_ms: Date.now() + 1000 }),
    );
    expect(await screen.findByTestId('due-amount')).toBeVisible();
    expect(screen.getByTestId('payment-status')).toHaveTextContent('Cancelled');
    expect(commands.takeCash).not.toHaveBeenCalled();
  });

  it('that pays the rest leads to the end of the sale', async () => {
    const { session, commands } = await paying();
    await screen.findByTestId('tender-wallet');
    session.learn(order({ sale: 'S1', at_ms: 1 }));
    session.router.go({ screen: 'payment', order: 'T1-1' });
    await screen.findByTestId('cancel-payment');
    commands.sale.mockResolvedValue(sale({ ...paidSale, payments: [payment({ proof: 'proved' })] }));
    session.learn(order({ sale: 'S1', state: 'paid', headline: 'paid', at_ms: Date.now() + 1000 }));
    expect(await screen.findByTestId('receipt-number')).toBeVisible();
    expect(screen.getByTestId('payment-amount')).toHaveTextContent('12.50');
  });
});

describe('a sale', () => {
  it('is never called paid while it is not complete', async () => {
    await paying({ paid: money('12.50'), due: none, complete: false, under_way: money('12.50') });
    await screen.findByTestId('due-amount');
    expect(screen.queryByTestId('payment-status')).toBeNull();
  });

  it('follows what the core announces', async () => {
    const { fake } = await paying();
    await screen.findByTestId('due-amount');
    fake.client.sale = vi.fn(async () => sale(paidSale));
    fake.events.saleChanged(sale({ ...paidSale, payments: [payment({ proof: 'proved' })] }));
    expect(await screen.findByTestId('payment-status')).toHaveTextContent('Paid');
  });

  it('goes back to the basket while nothing is paid', async () => {
    const { commands, session } = await paying();
    await click('back-to-basket');
    expect(commands.backToBasket).toHaveBeenCalledExactlyOnceWith('S1');
    await waitFor(() => expect(session.router.route).toEqual({ screen: 'till' }));
    expect(await screen.findByTestId('line-1')).toBeVisible();
    expect(screen.queryByTestId('open-sale-S1')).toBeNull();
  });

  it('does not offer the basket once something is paid', async () => {
    await paying({ status: 'partly_paid', paid: money('5.00'), due: money('7.50') });
    await screen.findByTestId('void-sale');
    expect(screen.queryByTestId('back-to-basket')).toBeNull();
  });

  it('gives the cash of a part back, and only where there was some', async () => {
    const cash = payment({ tender: 'cash', order: null, amount: money('5.00'), proof: 'proved' });
    const { commands } = await paying({
      status: 'partly_paid',
      paid: money('5.00'),
      due: money('7.50'),
      payments: [cash],
    });
    await screen.findByTestId('give-cash-back');
    commands.giveCashBack.mockResolvedValue(sale({ payments: [{ ...cash, proof: 'returned' }] }));
    commands.sale.mockResolvedValue(await commands.giveCashBack('S1'));
    await click('give-cash-back');
    expect(commands.giveCashBack).toHaveBeenLastCalledWith('S1');
    await waitFor(() => expect(screen.queryByTestId('give-cash-back')).toBeNull());
    expect(screen.getByTestId('due-amount')).toHaveTextContent('12.50');
  });

  it('is void only with a reason', async () => {
    const { commands } = await paying();
    await click('void-sale');
    expect(screen.getByTestId('void-go')).toBeDisabled();
    await userEvent.type(screen.getByTestId('void-reason'), 'Customer left');
    commands.sale.mockResolvedValue(sale({ void: true }));
    await userEvent.click(screen.getByTestId('void-go'));
    expect(commands.voidSale).toHaveBeenCalledExactlyOnceWith('S1', 'Customer left');
    expect(await screen.findByText('This sale is void')).toBeVisible();
  });

  it('that was paid twice says so, with the way out', async () => {
    const { session } = await paying({
      ...paidSale,
      status: 'overpaid',
      over: money('12.50'),
      payments: [payment({ proof: 'proved' }), payment({ tender: 'cash', order: null, proof: 'proved' })],
    });
    expect(await screen.findByTestId('sale-over')).toHaveTextContent('12.50');
    await click('give-over-back');
    expect(session.router.route).toMatchObject({ screen: 'receipts', sale: 'S1' });
  });

  it('that is not finished stays in sight on every screen', async () => {
    const part = sale({ paid: money('5.00'), due: money('7.50'), status: 'partly_paid' });
    const { session } = await paying({}, { openSales: async () => [part] });
    session.router.go({ screen: 'orders', order: null });
    await userEvent.click(await screen.findByTestId('open-sale-S1'));
    expect(session.router.route).toEqual({ screen: 'pay', sale: 'S1' });
  });

  it('that is complete prints, and Enter begins the next', async () => {
    const { commands, session } = await paying({ ...paidSale, payments: [payment({ proof: 'proved' })] });
    await click('print-receipt');
    expect(commands.printReceipt).toHaveBeenCalledExactlyOnceWith('T1-001049');
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(session.router.route).toEqual({ screen: 'till' }));
  });

  it('that nobody knows says so', async () => {
    await paying(
      {},
      { sale: async () => Promise.reject(new TillError('no_such_sale', 'There is no such sale.')) },
    );
    expect(await screen.findByText('This sale can’t be found')).toBeVisible();
  });
});

const options: axe.RunOptions = {
  resultTypes: ['violations'],
  rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
};

describe.each(Object.keys(languages) as LanguageCode[])('in %s axe finds nothing wrong with', (language) => {
  it.each([
    ['the tenders', {}, []],
    [
      'a part paid, and a wallet payment under way',
      { paid: money('5.00'), under_way: money('7.50'), payments: [payment()] },
      [],
    ],
    ['a sale that needs somebody', { has_odd: true, payments: [payment({ proof: 'not_paid' })] }, []],
    ['the tip', { tips: true }, ['tender-wallet']],
    ['the void', {}, ['void-sale']],
    ['the customer’s code', {}, ['tender-code']],
    ['the end', { ...paidSale, change: money('7.50') }, []],
    [
      'a sale paid twice',
      {
        ...paidSale,
        over: money('2.50'),
        payments: [payment({ tender: 'cash', order: null, proof: 'proved' })],
      },
      [],
    ],
  ] as [string, Partial<SaleView>, string[]][])('%s', async (_, change, clicks) => {
    document.title = 'Fils';
    const { session } = await paying(change);
    session.preferences.language = language;
    for (const testid of clicks) {
      await click(testid);
    }
    await screen.findAllByText(/./);
    const { violations } = await axe.run(document, options);
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ).toEqual([]);
  });
});

vi.setConfig({ testTimeout: 20_000 });
