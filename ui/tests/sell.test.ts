import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type BasketView, type LineView, type TillClient, TillError } from '$shared/ipc/client';
import { type LanguageCode, languages } from '$shared/messages/index.svelte';
import Shell from '../src/app/Shell.svelte';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { app, money } from './support/orders';
import { basket, line, product, sale } from './support/sales';
import { scan } from './support/scanner';

const karak = product();
const bananas = product({
  code: 'BNN',
  name: 'Bananas',
  name_ar: 'موز',
  unit: 'kg',
  barcodes: [],
  category: 'Fruit',
});
const card = product({
  code: 'CARD',
  name: 'Gift card',
  name_ar: 'بطاقة هدية',
  price: null,
  barcodes: [],
  category: null,
});

/** A core with a shelf and a basket of two lines, which every edit gives back unchanged unless a test says else. */
function shop(lines: LineView[] = [], change: Partial<BasketView> = {}) {
  const now = basket(lines, { total: money('12.50'), vat: money('0.60'), ...change });
  const edit = () => vi.fn(async () => now);
  const commands = {
    basket: vi.fn<TillClient['basket']>(async () => now),
    categories: vi.fn<TillClient['categories']>(async () => ['Drinks', 'Fruit']),
    products: vi.fn<TillClient['products']>(async ({ text, category }) => {
      const all = [karak, bananas, card].filter(
        (one) =>
          (category === null || one.category === category) &&
          `${one.name} ${one.name_ar}`.toLowerCase().includes(text.toLowerCase()),
      );
      return { products: all, count: all.length, more: false };
    }),
    addProduct: edit(),
    addAmount: edit(),
    setQuantity: edit(),
    setPrice: edit(),
    discountLine: edit(),
    noteLine: edit(),
    removeLine: edit(),
    discountSale: edit(),
    noteSale: edit(),
    clearBasket: edit(),
    undo: edit(),
    park: edit(),
    takeUp: edit(),
    startSale: vi.fn<TillClient['startSale']>(async () => sale()),
  };
  return { fake: fakeClient(commands), commands };
}

async function open(fake: FakeClient) {
  const session = await started(fake);
  render(Host, { session, screen: Shell });
  await screen.findByTestId('basket');
  return session;
}

const two = [
  line({ line: 1, name: 'Karak', quantity: '2' }),
  line({ line: 2, code: 'BRD', name: 'Bread', name_ar: 'خبز' }),
];

beforeEach(() => vi.restoreAllMocks());

describe('the products', () => {
  it('are what a shop that has some sees first, and a touch adds one', async () => {
    const { fake, commands } = shop();
    await open(fake);
    await userEvent.click(await screen.findByTestId('product-KRK'));
    expect(commands.addProduct).toHaveBeenCalledExactlyOnceWith('KRK', null, null);
  });

  it('of a category are what remains when it is chosen', async () => {
    const { fake, commands } = shop();
    await open(fake);
    await userEvent.click(await screen.findByTestId('category-Fruit'));
    await waitFor(() => expect(screen.queryByTestId('product-KRK')).toBeNull());
    expect(commands.products).toHaveBeenLastCalledWith(expect.objectContaining({ category: 'Fruit' }));
  });

  it('are searched as somebody types, wherever the focus is, and Enter adds the first found', async () => {
    const { fake, commands } = shop();
    await open(fake);
    await screen.findByTestId('product-KRK');
    await userEvent.setup({ delay: 60 }).keyboard('gift');
    await waitFor(() => expect(screen.queryByTestId('product-KRK')).toBeNull());
    expect(screen.getByTestId('product-search')).toHaveFocus();
    await userEvent.setup({ delay: 60 }).keyboard('{Enter}');
    expect(await screen.findByTestId('ask-dialog')).toBeVisible();
    expect(commands.addProduct).not.toHaveBeenCalled();
  });

  it('sold by weight ask for it, and go in with what was entered', async () => {
    const { fake, commands } = shop();
    await open(fake);
    await userEvent.click(await screen.findByTestId('product-BNN'));
    for (const key of ['0', 'dot', '3', '5']) {
      await userEvent.click(screen.getByTestId(`ask-key-${key}`));
    }
    await userEvent.click(screen.getByTestId('ask-add'));
    expect(commands.addProduct).toHaveBeenCalledExactlyOnceWith('BNN', '0.35', null);
    await waitFor(() => expect(screen.queryByTestId('ask-dialog')).toBeNull());
  });

  it('with an open price keep asking while the core refuses it', async () => {
    const { fake, commands } = shop();
    commands.addProduct.mockRejectedValueOnce(new TillError('odd_price', 'That is not a price.'));
    await open(fake);
    await userEvent.click(await screen.findByTestId('product-CARD'));
    await userEvent.click(screen.getByTestId('ask-key-5'));
    await userEvent.click(screen.getByTestId('ask-add'));
    expect(await screen.findByText('That is not a price.')).toBeVisible();
    expect(screen.getByTestId('ask-dialog')).toBeVisible();
    expect(commands.addProduct).toHaveBeenCalledExactlyOnceWith('CARD', null, '5');
  });
});

describe('the search', () => {
  it.each([
    ['parked or paid for', basket([], { sale: 'S-next' })],
    ['cleared', basket()],
  ])('is empty again once the basket is %s', async (_, next) => {
    const { fake } = shop(two);
    await open(fake);
    const search = await screen.findByTestId('product-search');
    await userEvent.type(search, 'bread');
    fake.events.basketChanged(basket([...two, line({ line: 3 })]));
    expect(search).toHaveValue('bread');
    fake.events.basketChanged(next);
    await waitFor(() => expect(search).toHaveValue(''));
  });

  it('is empty again once an amount is to be typed', async () => {
    const { fake } = shop();
    await open(fake);
    await userEvent.type(await screen.findByTestId('product-search'), 'da');
    await userEvent.click(screen.getByTestId('way-amount'));
    expect(screen.getByTestId('product-search')).toHaveValue('');
    expect(screen.getByTestId('amount-display')).toBeVisible();
  });
});

describe('the basket', () => {
  it('shows the core’s figures and computes none', async () => {
    const { fake } = shop(two, { total: money('7,777.77'), vat: money('1.11'), count: 99 });
    await open(fake);
    expect(screen.getByTestId('basket-total')).toHaveTextContent('7,777.77');
    expect(screen.getByTestId('basket-vat')).toHaveTextContent('1.11');
    expect(screen.getByTestId('basket-count')).toHaveTextContent('99');
  });

  it('is what an event says it has become', async () => {
    const { fake } = shop();
    await open(fake);
    fake.events.basketChanged(basket(two, { total: money('4.00') }));
    expect(await screen.findByTestId('line-2')).toBeVisible();
    expect(screen.getByTestId('basket-total')).toHaveTextContent('4.00');
  });

  it('steps the line in front, two quick touches by two', async () => {
    const { fake, commands } = shop(two);
    commands.setQuantity.mockImplementation((async (_: number, quantity: string) =>
      basket([line({ line: 2, quantity }), ...two.slice(0, 1)], { changed_line: 2 })) as never);
    await open(fake);
    const more = await screen.findByTestId('line-more');
    more.click();
    more.click();
    await waitFor(() =>
      expect(commands.setQuantity.mock.calls).toEqual([
        [2, '2'],
        [2, '3'],
      ]),
    );
  });

  it('lets the last of a line go', async () => {
    const { fake, commands } = shop([line({ line: 7 })]);
    await open(fake);
    await userEvent.click(await screen.findByTestId('line-less'));
    expect(commands.removeLine).toHaveBeenCalledExactlyOnceWith(7);
  });

  it('is worked from the keyboard: arrows, plus, minus, delete, undo', async () => {
    const { fake, commands } = shop(two, { can_undo: true });
    await open(fake);
    await screen.findByTestId('line-2');
    const keys = userEvent.setup({ delay: 60 });
    await keys.keyboard('{ArrowUp}');
    expect(within(screen.getByTestId('line-1')).getByTestId('line-more')).toBeVisible();
    await keys.keyboard('{+}x');
    await waitFor(() => expect(commands.setQuantity).toHaveBeenCalledWith(1, '3'));
    await keys.keyboard('{Escape}');
    (document.activeElement as HTMLElement).blur();
    await keys.keyboard('{Delete}');
    await waitFor(() => expect(commands.removeLine).toHaveBeenCalled());
    await keys.keyboard('{Control>}[KeyZ]{/Control}');
    await waitFor(() => expect(commands.undo).toHaveBeenCalledOnce());
  });

  it('changes of a line only what was changed', async () => {
    const { fake, commands } = shop(two);
    await open(fake);
    await userEvent.click(await screen.findByTestId('line-change'));
    const discount = screen.getByTestId('line-discount');
    await userEvent.click(discount);
    await userEvent.click(screen.getByTestId('line-key-1'));
    await userEvent.click(screen.getByTestId('line-key-0'));
    await userEvent.type(screen.getByTestId('line-note'), 'Dented');
    await userEvent.click(screen.getByTestId('line-save'));
    await waitFor(() => expect(screen.queryByTestId('line-dialog')).toBeNull());
    expect(commands.discountLine).toHaveBeenCalledExactlyOnceWith(2, '10%');
    expect(commands.noteLine).toHaveBeenCalledExactlyOnceWith(2, 'Dented');
    expect(commands.setQuantity).not.toHaveBeenCalled();
    expect(commands.setPrice).not.toHaveBeenCalled();
  });

  it('takes a discount in dirhams on the whole sale', async () => {
    const { fake, commands } = shop(two);
    await open(fake);
    await userEvent.click(screen.getByTestId('open-extras'));
    await userEvent.click(screen.getByTestId('sale-discount-amount'));
    await userEvent.click(screen.getByTestId('sale-key-5'));
    await userEvent.click(screen.getByTestId('extras-save'));
    expect(commands.discountSale).toHaveBeenCalledExactlyOnceWith('5');
    expect(commands.noteSale).not.toHaveBeenCalled();
  });

  it('is parked under a name, and taken up again', async () => {
    const { fake, commands } = shop(two);
    fake.client.parked.mockResolvedValue([
      {
        sale: 'P1',
        name: 'Blue shirt',
        total: money('9.00'),
        lines: 2,
        first: 'Tea',
        first_ar: null,
        parked_at_ms: 0,
        by: 'Amina',
      },
    ]);
    await open(fake);
    expect(await screen.findByTestId('parked-count')).toHaveTextContent('1');
    await userEvent.click(screen.getByTestId('open-park'));
    await userEvent.type(screen.getByTestId('park-name'), 'Table 4');
    await userEvent.click(screen.getByTestId('park-go'));
    expect(commands.park).toHaveBeenCalledExactlyOnceWith('Table 4');
    await userEvent.click(screen.getByTestId('open-parked'));
    await userEvent.click(await screen.findByTestId('take-up-P1'));
    expect(commands.takeUp).toHaveBeenCalledExactlyOnceWith('P1');
  });

  it('goes to be paid as one sale', async () => {
    const { fake, commands } = shop(two);
    const session = await open(fake);
    await userEvent.click(await screen.findByTestId('pay'));
    expect(commands.startSale).toHaveBeenCalledOnce();
    expect(session.router.route).toEqual({ screen: 'pay', sale: 'S1' });
  });

  it('takes a typed amount along, under what it is for', async () => {
    const { fake, commands } = shop(two);
    await open(fake);
    await userEvent.click(await screen.findByTestId('way-amount'));
    await userEvent.click(screen.getByTestId('key-7'));
    await userEvent.type(screen.getByTestId('description'), 'Wrapping');
    await userEvent.click(screen.getByTestId('pay'));
    expect(commands.addAmount).toHaveBeenCalledExactlyOnceWith('7.00', 'Wrapping', '5');
    await waitFor(() => expect(commands.startSale).toHaveBeenCalledOnce());
  });

  it('is not lost from sight when it is empty: it says what to do', async () => {
    const { fake } = shop();
    await open(fake);
    expect(screen.getByText('Ready for the next sale')).toBeVisible();
    expect(screen.getByTestId('pay')).toBeDisabled();
  });
});

describe('a scan', () => {
  const code = '6291000100010';

  function sounds() {
    return { paid: vi.fn(), refused: vi.fn(), alert: vi.fn(), scan: vi.fn(), unknownScan: vi.fn() };
  }

  async function hear(fake: FakeClient) {
    const heard = sounds();
    const session = await started(fake, [], heard);
    render(Host, { session, screen: Shell });
    await screen.findByTestId('basket');
    return { heard, session };
  }

  it('adds the product, is heard, and never lands in the field it met', async () => {
    const { fake } = shop();
    fake.client.scan.mockResolvedValue({ kind: 'added', basket: basket(two) });
    const { heard } = await hear(fake);
    const search = (await screen.findByTestId('product-search')) as HTMLInputElement;
    search.focus();
    scan(search, code);
    expect(await screen.findByTestId('line-2')).toBeVisible();
    expect(fake.client.scan).toHaveBeenCalledExactlyOnceWith(code, false);
    expect(search.value).toBe('');
    expect(heard.scan).toHaveBeenCalledOnce();
  });

  it('works while a dialog is open, and its keys do not land there', async () => {
    const { fake } = shop(two);
    fake.client.scan.mockResolvedValue({ kind: 'added', basket: basket(two) });
    const { heard } = await hear(fake);
    await userEvent.click(await screen.findByTestId('open-extras'));
    const field = screen.getByTestId('sale-discount') as HTMLInputElement;
    field.focus();
    scan(field, code);
    await waitFor(() => expect(heard.scan).toHaveBeenCalledOnce());
    expect(field.value).toBe('');
    expect(screen.getByTestId('extras-dialog')).toBeVisible();
  });

  it('that nobody knows sounds otherwise, and says what to do', async () => {
    const { fake } = shop();
    const { heard } = await hear(fake);
    scan(document.body, code);
    expect(await screen.findByTestId('toast')).toHaveTextContent(
      `No product has the code ${code}. Search it by name, or type its amount.`,
    );
    expect(heard.unknownScan).toHaveBeenCalledOnce();
    expect(heard.scan).not.toHaveBeenCalled();
  });

  it('of goods by weight asks for the weight, one after the other', async () => {
    const { fake, commands } = shop();
    fake.client.scan
      .mockResolvedValueOnce({ kind: 'wants_weight', product: bananas })
      .mockResolvedValueOnce({ kind: 'wants_price', product: card });
    await hear(fake);
    scan(document.body, code);
    await screen.findByTestId('ask-dialog');
    scan(document.body, code);
    await userEvent.click(screen.getByTestId('ask-key-1'));
    await userEvent.click(screen.getByTestId('ask-add'));
    expect(await screen.findByText('What does it cost?')).toBeVisible();
    expect(commands.addProduct).toHaveBeenCalledExactlyOnceWith('BNN', '1', null);
  });

  it('of a receipt opens it', async () => {
    const { fake } = shop();
    fake.client.scan.mockResolvedValue({ kind: 'receipt', number: 'T1-001', sale: 'S9' });
    const { session } = await hear(fake);
    scan(document.body, 'T1-20261121');
    await waitFor(() => expect(session.router.route).toMatchObject({ screen: 'receipts', sale: 'S9' }));
  });

  it('on another screen goes into the next sale, and says so', async () => {
    const { fake } = shop();
    fake.client.scan.mockResolvedValue({ kind: 'added', basket: basket(two) });
    const { session } = await hear(fake);
    session.router.go({ screen: 'orders', order: null });
    await screen.findByTestId('orders-search');
    scan(document.body, code);
    expect(await screen.findByText(/is in the basket of the next sale/)).toBeVisible();
  });

  it('ten in a row are ten, in their order', async () => {
    const { fake } = shop();
    const codes = Array.from({ length: 10 }, (_, i) => `629100010${1000 + i}`);
    let calls = 0;
    fake.client.scan.mockImplementation(async () => {
      await new Promise((done) => setTimeout(done, 5 - (calls++ % 5)));
      return { kind: 'added', basket: basket(two) };
    });
    const { heard } = await hear(fake);
    for (const one of codes) {
      scan(document.body, one);
      await new Promise((done) => setTimeout(done, 1));
    }
    await waitFor(() => expect(heard.scan).toHaveBeenCalledTimes(10));
    expect(fake.client.scan.mock.calls.map(([scanned]) => scanned)).toEqual(codes);
  });
});

describe('the way through a first sale', () => {
  it('is shown in training only, and not again once it was dismissed', async () => {
    const { fake } = shop(two);
    fake.state.app = app({ mode: 'training' });
    const session = await open(fake);
    expect(screen.getByTestId('guide')).toHaveTextContent('Press Pay');
    await userEvent.click(screen.getByTestId('guide-dismiss'));
    expect(screen.queryByTestId('guide')).toBeNull();
    expect(session.preferences.guide).toBe(false);
  });

  it('is not in the way where money is real', async () => {
    const { fake } = shop(two);
    await open(fake);
    expect(screen.queryByTestId('guide')).toBeNull();
  });
});

const options: axe.RunOptions = {
  resultTypes: ['violations'],
  rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
};

describe.each(Object.keys(languages) as LanguageCode[])('in %s axe finds nothing wrong with', (language) => {
  it.each([
    ['a filled basket', []],
    ['the change of a line', ['line-change']],
    ['the discount', ['open-extras']],
    ['parking', ['open-park']],
    ['the parked sales', ['open-parked']],
    ['a weight', ['product-BNN']],
    ['the keypad beside a basket', ['way-amount']],
  ] as [string, string[]][])('%s', async (_, click) => {
    document.title = 'Fils';
    const { fake } = shop(
      [line({ discount: money('1.00'), discount_text: '10 %', note: 'Dented' }), ...two.slice(1)],
      {
        discount: money('1.00'),
        discount_text: '5 %',
        note: 'For Ali',
        can_undo: true,
      },
    );
    const session = await started(fake);
    session.preferences.language = language;
    render(Host, { session, screen: Shell });
    for (const testid of click) {
      await userEvent.click(await screen.findByTestId(testid));
    }
    await screen.findByTestId('line-2');
    const { violations } = await axe.run(document, options);
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ).toEqual([]);
  });
});

vi.setConfig({ testTimeout: 20_000 });
