import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ReturnView, TillError } from '$shared/ipc/client';
import { speak } from '$shared/messages/index.svelte';
import SaleStory from '../src/features/orders/SaleStory.svelte';
import Receipts from '../src/features/receipts/Receipts.svelte';
import { wrongWith } from './support/axe';
import { backOf, paidSale, returnable } from './support/back';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { found, money, noActions, order } from './support/orders';

let back: ReturnType<typeof backOf>;
let fake: FakeClient;

beforeEach(() => {
  back = backOf();
  fake = fakeClient(back);
});

async function open(sale: string | null = null, give = false) {
  const session = await started(fake);
  render(Host, { session, screen: Receipts, given: { sale, give } });
  return session;
}

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));

function returned(change: Partial<ReturnView>): ReturnView {
  return {
    total: money('3.00'),
    vat: money('0.14'),
    tender: 'wallet',
    refund: 'R-1',
    receipt: null,
    at_ms: 1_795_000_000_000,
    by: 'Amina',
    approved_by: 'Khalid',
    reason: 'Too sweet',
    state: 'under_way',
    ...change,
  };
}

describe('the list', () => {
  it('asks the core to search, today or in all days', async () => {
    await open();
    expect(await screen.findByTestId('receipt-T1-001041')).toHaveTextContent('12.00');
    back.receipts.mockResolvedValue([]);
    await userEvent.type(screen.getByTestId('receipts-search'), ' 12.00 ');
    await waitFor(() =>
      expect(back.receipts).toHaveBeenLastCalledWith({ search: '12.00', day: null, all_days: false }),
    );
    await click('search-all');
    await waitFor(() =>
      expect(back.receipts).toHaveBeenLastCalledWith({ search: '12.00', day: null, all_days: true }),
    );
  });

  it('leads to the sale behind a receipt', async () => {
    const session = await open();
    await click('receipt-T1-001041');
    expect(session.router.route).toEqual({ screen: 'receipts', sale: 'S1' });
  });
});

describe('a receipt', () => {
  it('is shown as it prints, on either paper', async () => {
    await open('S1');
    await waitFor(() => expect(back.receiptPicture).toHaveBeenLastCalledWith('T1-001041', '80'));
    await click('paper-width-58');
    await waitFor(() => expect(back.receiptPicture).toHaveBeenLastCalledWith('T1-001041', '58'));
    expect(await screen.findByTestId('paper-picture')).toHaveAttribute('src', 'data:image/png;base64,AAAA');
  });

  it('is printed again and saved', async () => {
    back.saveReceipt.mockResolvedValue('/home/shop/T1-001041.pdf');
    await open('S1');
    await click('print-receipt');
    expect(back.printReceipt).toHaveBeenCalledExactlyOnceWith('T1-001041');
    await click('save-receipt');
    await waitFor(() => expect(screen.getByText('/home/shop/T1-001041.pdf')).toBeInTheDocument());
  });

  it('shows what was sold and how it was paid', async () => {
    await open('S1');
    const article = await screen.findByTestId('sale-behind');
    expect(article).toHaveTextContent(/Karak\s*4 ×\s*AED\s*3\.00/);
    expect(article).toHaveTextContent(/given\s*AED\s*10\.00, change\s*AED\s*5\.00/);
    expect(screen.getByTestId('payment-T1-9')).toBeVisible();
  });

  it('speaks of a sale that is not there in words', async () => {
    back.returnable.mockRejectedValue(new TillError('no_such_sale', 'There is no such sale.'));
    await open('S404');
    expect(await screen.findByText('There is no such sale')).toBeVisible();
  });
});

describe('giving back', () => {
  async function opened() {
    const session = await open('S1');
    await click('give-back');
    return session;
  }

  it('shows what it comes to before anything is done, and which payment has how much left', async () => {
    await opened();
    await click('give-line-1-more');
    await waitFor(() => expect(screen.getByTestId('give-preview')).toHaveTextContent('3.00'));
    expect(back.creditPreview).toHaveBeenLastCalledWith('S1', {
      kind: 'lines',
      lines: [{ line: 1, quantity: '1' }],
    });
    expect(screen.getByTestId('give-confirm')).toBeDisabled();
    expect(screen.getByText('Choose which way it goes back')).toBeVisible();
    expect(back.giveBack).not.toHaveBeenCalled();
  });

  it('gives goods back in cash, with the reason, and opens the credit note', async () => {
    back.giveBack.mockResolvedValue(
      returnable({
        left: money('9.00'),
        returns: [returned({ tender: 'cash', state: 'done', receipt: 'T1-001042' })],
        papers: [
          ...returnable().papers,
          {
            number: 'T1-001042',
            kind: 'refund',
            sale: 'S1',
            total: money('3.00'),
            at_ms: 1_795_000_000_000,
            by: 'Amina',
            lines: 1,
            first: 'Karak',
            first_ar: null,
          },
        ],
      }),
    );
    await opened();
    await click('give-line-1-more');
    await click('way-cash');
    await waitFor(() => expect(screen.getByTestId('give-confirm')).toBeEnabled());
    await click('give-confirm');
    expect(screen.getByText('Please say why')).toBeVisible();
    expect(back.giveBack).not.toHaveBeenCalled();
    await userEvent.type(screen.getByTestId('give-reason'), 'Too sweet');
    await click('give-confirm');
    expect(back.giveBack).toHaveBeenCalledExactlyOnceWith(
      'S1',
      { kind: 'lines', lines: [{ line: 1, quantity: '1' }] },
      'cash',
      null,
      'Too sweet',
    );
    await waitFor(() => expect(back.receiptPicture).toHaveBeenLastCalledWith('T1-001042', '80'));
    expect(screen.getByText('Handed back in cash')).toBeVisible();
  });

  it('takes an amount in Arabic digits, and keeps it when the core refuses', async () => {
    back.creditPreview.mockRejectedValue(
      new TillError('return_too_much', 'Only 12.00 of this is left to give back. Enter at most that.'),
    );
    await opened();
    await click('what-amount');
    await userEvent.type(screen.getByTestId('give-amount'), '٤٠');
    expect(
      await screen.findByText('Only 12.00 of this is left to give back. Enter at most that.'),
    ).toBeVisible();
    expect(back.creditPreview).toHaveBeenLastCalledWith('S1', { kind: 'amount', amount: '40' });
    expect(screen.getByTestId('give-amount')).toHaveValue('40');
    expect(screen.getByTestId('give-confirm')).toBeDisabled();
  });

  it('does not send more than is left on the chosen payment', async () => {
    back.creditPreview.mockResolvedValue(money('12.00'));
    await opened();
    await click('what-all');
    await click('way-T1-9');
    expect(await screen.findByText(/is left on this payment/)).toBeVisible();
    expect(screen.getByTestId('give-confirm')).toBeDisabled();
  });

  it('keeps all that was typed when it is refused, and says why in the dialog', async () => {
    back.giveBack.mockRejectedValue(new TillError('refund_too_late', 'It is too late.'));
    await opened();
    await click('give-all-1');
    await click('way-T1-9');
    await userEvent.type(screen.getByTestId('give-reason'), 'Broken');
    await waitFor(() => expect(screen.getByTestId('give-confirm')).toBeEnabled());
    await click('give-confirm');
    expect(await screen.findByText('It is too late.')).toBeVisible();
    expect(screen.getByTestId('give-line-1')).toHaveValue('4');
    expect(screen.getByTestId('give-reason')).toHaveValue('Broken');
  });

  it('begins at once for who came here for it', async () => {
    await open('S1', true);
    expect(await screen.findByTestId('give-back-dialog')).toBeVisible();
  });

  it('is not offered when nothing is left', async () => {
    back.returnable.mockResolvedValue(
      returnable({ left: money('0.00'), ways: [], sale: paidSale({ returned: money('12.00') }) }),
    );
    await open('S1');
    expect(await screen.findByText('All of it was given back')).toBeVisible();
    expect(screen.queryByTestId('give-back')).toBeNull();
  });
});

describe('a return to a wallet', () => {
  it.each([
    ['under_way', 'On its way: PayBy is working on it'],
    ['done', 'Back in the customer’s wallet'],
    ['failed', 'PayBy did not do it. Nothing was given back.'],
  ] as const)('that is %s says so', async (state, words) => {
    back.returnable.mockResolvedValue(returnable({ returns: [returned({ state })] }));
    await open('S1');
    expect(await screen.findByText(words)).toBeVisible();
  });

  it('is followed until it is done', async () => {
    back.returnable.mockResolvedValue(returnable({ returns: [returned({})] }));
    const session = await open('S1');
    await screen.findByText('On its way: PayBy is working on it');
    back.returnable.mockResolvedValue(
      returnable({ returns: [returned({ state: 'done', receipt: 'T1-001042' })] }),
    );
    session.revision += 1;
    expect(await screen.findByTestId('credit-note-T1-001042')).toBeVisible();
  });
});

describe('a sale that holds too much', () => {
  it('says so, and hands it back in cash with a reason', async () => {
    back.returnable.mockResolvedValue(
      returnable({ sale: paidSale({ over: money('7.00'), status: 'overpaid' }) }),
    );
    await open('S1');
    await click('give-excess');
    await click('excess-confirm');
    expect(back.giveExcessBack).not.toHaveBeenCalled();
    await userEvent.type(screen.getByTestId('excess-reason'), 'Paid twice');
    await click('excess-confirm');
    expect(back.giveExcessBack).toHaveBeenCalledExactlyOnceWith('S1', 'Paid twice');
  });
});

describe('a sale that is not paid in full', () => {
  it('leads to its payment', async () => {
    back.returnable.mockResolvedValue(
      returnable({
        sale: paidSale({ complete: false, due: money('4.00'), receipt: null }),
        papers: [],
        ways: [],
      }),
    );
    const session = await open('S1');
    await click('go-to-pay');
    expect(session.router.route).toEqual({ screen: 'pay', sale: 'S1' });
  });
});

describe('the story of a payment', () => {
  const paid = order({
    state: 'paid',
    headline: 'paid',
    actions: { ...noActions, refund: true },
    sale: 'S1',
  });

  async function story(receipt: string | null = 'T1-000007') {
    fake.client.saleStory.mockResolvedValue({
      row: found({ sale: 'S1', receipt, orders: [paid.order] }),
      orders: [{ order: paid, refunds: [], entries: [] }],
      entries: [],
    });
    const session = await started(fake);
    const given = { number: 'T1-1', onback: () => undefined, onlookup: () => undefined };
    render(Host, { session, screen: SaleStory, given });
    return session;
  }

  it('leads to the receipt of its sale, and to giving back by line', async () => {
    const session = await story();
    await click('story-receipt');
    expect(session.router.route).toEqual({ screen: 'receipts', sale: 'S1' });
    await click('story-give-back');
    expect(session.router.route).toEqual({ screen: 'receipts', sale: 'S1', give: true });
    expect(screen.queryByTestId('story-refund')).toBeNull();
  });

  it('keeps the plain refund where there is no sale over the counter', async () => {
    await story(null);
    expect(await screen.findByTestId('story-refund')).toBeVisible();
    expect(screen.queryByTestId('story-receipt')).toBeNull();
  });
});

describe.each(['en', 'ar'] as const)('axe finds nothing wrong, in %s, with', (language) => {
  it('a receipt, its returns and the dialog', async () => {
    back.returnable.mockResolvedValue(returnable({ returns: [returned({})] }));
    await open('S1');
    speak(language);
    await screen.findByTestId('paper-picture');
    expect(await wrongWith(document)).toEqual([]);
    await click('give-back');
    expect(await wrongWith(document)).toEqual([]);
  });

  it('an empty list', async () => {
    back.receipts.mockResolvedValue([]);
    await open();
    speak(language);
    await waitFor(() => expect(back.receipts).toHaveBeenCalled());
    expect(await wrongWith(document)).toEqual([]);
  });
});

vi.setConfig({ testTimeout: 20_000 });
