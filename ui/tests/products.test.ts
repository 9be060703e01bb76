import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ImportPreview,
  type ProductsQuery,
  type ProductView,
  type TillClient,
  TillError,
} from '$shared/ipc/client';
import { goods } from '$shared/ipc/demo/goods';
import { type LanguageCode, languages, speak } from '$shared/messages/index.svelte';
import { silent } from '$shared/sound/tones';
import Products from '../src/features/products/Products.svelte';
import { wrongWith } from './support/axe';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { money } from './support/orders';

function product(change: Partial<ProductView> = {}): ProductView {
  return {
    code: 'MLK',
    name: 'Milk 1 L',
    name_ar: 'حليب ١ لتر',
    barcodes: ['6291000100010'],
    price: money('6.75'),
    vat: '5',
    category: 'Dairy',
    colour: '#2f7fd6',
    unit: 'piece',
    active: true,
    ...change,
  };
}

const milk = product();
const dates = product({
  code: 'DTS',
  name: 'Medjool Dates',
  name_ar: 'تمر مجهول',
  barcodes: [],
  price: money('65.00'),
  vat: '0',
  category: 'Dates',
  colour: null,
  unit: 'kg',
});
const wrapping = product({ code: 'GIFT', name: 'Gift wrapping', name_ar: null, barcodes: [], price: null });

function preview(change: Partial<ImportPreview> = {}): ImportPreview {
  return {
    file: 'list.csv',
    added: 1,
    changed: 1,
    unchanged: 7,
    refused: 1,
    first_added: [{ row: 2, product: dates, before: null }],
    first_changed: [{ row: 3, product: product({ price: money('7.00') }), before: milk }],
    first_refused: [
      {
        row: 4,
        product: 'TUN',
        code: 'barcode_check_digit',
        message: 'Said of row 4.',
        problems: [
          {
            code: 'barcode_check_digit',
            message: '“6291000600048” was misread: its last digit should be 2.',
          },
          { code: 'unit_unknown', message: '“box” is not a unit: write piece or kg.' },
        ],
      },
    ],
    ignored_columns: ['supplier'],
    ignored_sheets: [],
    ...change,
  };
}

let shelf: ProductView[];
let fake: FakeClient;
const client = {
  products: vi.fn<TillClient['products']>(),
  categories: vi.fn<TillClient['categories']>(),
  putProduct: vi.fn<TillClient['putProduct']>(),
  pickImport: vi.fn<TillClient['pickImport']>(),
  applyImport: vi.fn<TillClient['applyImport']>(),
  dropImport: vi.fn<TillClient['dropImport']>(),
  exportProducts: vi.fn<TillClient['exportProducts']>(),
  exportSample: vi.fn<TillClient['exportSample']>(),
};

beforeEach(() => {
  speak('en');
  vi.resetAllMocks();
  shelf = [milk, dates, wrapping];
  client.products.mockImplementation(async (query: ProductsQuery) => {
    const fit = shelf.filter(
      (one) =>
        one.active !== query.inactive &&
        (query.category === null || one.category === query.category) &&
        (one.name.toLowerCase().startsWith(query.text.toLowerCase()) || one.barcodes.includes(query.text)),
    );
    return {
      products: fit.slice(query.offset, query.offset + query.limit),
      count: fit.length,
      more: false,
    };
  });
  client.categories.mockResolvedValue(['Dairy', 'Dates']);
  client.putProduct.mockImplementation(async () => milk);
  fake = fakeClient(client);
});

async function open() {
  const session = await started(fake, [], silent);
  render(Host, { session, screen: Products });
  await waitFor(() => expect(client.products).toHaveBeenCalled());
  return session;
}

const shown = () =>
  [...document.querySelectorAll('[data-testid^="product-"]')]
    .map((one) => one.getAttribute('data-testid'))
    .filter((testid) => /^product-[A-Z]/.test(testid ?? ''));

describe('the shelf', () => {
  it('lists every product with what a cashier asks about', async () => {
    await open();
    const row = await screen.findByTestId('product-DTS');
    expect(row).toHaveTextContent(/Medjool Dates\s*تمر مجهول/);
    expect(row).toHaveTextContent(/65\.00\s*per kg\s*VAT 0 %/);
    expect(screen.getByTestId('product-GIFT')).toHaveTextContent('Price asked at the till');
    expect(screen.getByTestId('products-count')).toHaveTextContent('3 products');
  });

  it('puts the Arabic name first in Arabic, and asks for that order', async () => {
    await open();
    speak('ar');
    await waitFor(() =>
      expect(screen.getByTestId('product-DTS')).toHaveTextContent(/^\s*تمر مجهول\s*Medjool Dates/),
    );
    expect(client.products.mock.calls.at(-1)?.[0].language).toBe('ar');
  });

  it('asks with every letter, and shows no answer that is out of date', async () => {
    await open();
    const answers = new Map<string, (got: Awaited<ReturnType<TillClient['products']>>) => void>();
    client.products.mockImplementation((query) => new Promise((answer) => answers.set(query.text, answer)));
    await userEvent.type(screen.getByTestId('products-search'), 'mi');
    answers.get('mi')?.({ products: [milk], count: 1, more: false });
    await waitFor(() => expect(shown()).toEqual(['product-MLK']));
    answers.get('m')?.({ products: [milk, dates], count: 2, more: false });
    // Every promise that is settled by now has been heard.
    await new Promise((heard) => setTimeout(heard));
    expect(shown()).toEqual(['product-MLK']);
  });

  it('searches for what is typed while no field has the focus', async () => {
    const session = await open();
    session.typed?.('mil');
    await waitFor(() => expect(shown()).toEqual(['product-MLK']));
    expect(screen.getByTestId('products-search')).toHaveFocus();
  });

  it('narrows down to a category, and to what is not on sale', async () => {
    shelf.push(product({ code: 'OLD', name: 'Old lemonade', active: false }));
    await open();
    await screen.findByRole('option', { name: 'Dates' });
    await userEvent.selectOptions(screen.getByTestId('products-category'), 'Dates');
    await waitFor(() => expect(shown()).toEqual(['product-DTS']));
    await userEvent.click(screen.getByTestId('products-stopped'));
    await userEvent.selectOptions(screen.getByTestId('products-category'), 'All categories');
    await waitFor(() => expect(shown()).toEqual(['product-OLD']));
  });

  it('shows a page at a time', async () => {
    shelf = Array.from({ length: 230 }, (_, n) => product({ code: `P${n}`, name: `Tea ${n}`, barcodes: [] }));
    await open();
    await waitFor(() => expect(shown()).toHaveLength(100));
    await userEvent.click(screen.getByTestId('products-further'));
    await userEvent.click(await screen.findByTestId('products-further'));
    await waitFor(() => expect(shown()).toHaveLength(230));
    expect(new Set(shown()).size).toBe(230);
    expect(screen.queryByTestId('products-further')).toBeNull();
  });

  it('says that more fit than are counted', async () => {
    client.products.mockResolvedValue({ products: [milk], count: 300, more: true });
    await open();
    await waitFor(() => expect(screen.getByTestId('products-count')).toHaveTextContent(/more than 300/i));
  });

  it('is walked with the arrow keys', async () => {
    await open();
    await screen.findByTestId('product-MLK');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(screen.getByTestId('product-DTS')).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(screen.getByTestId('products-search')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(await screen.findByTestId('product-dialog')).toBeVisible();
  });

  it('helps when it is empty, and when nothing fits', async () => {
    shelf = [];
    client.exportSample.mockResolvedValue('/tmp/sample.csv');
    const session = await open();
    await userEvent.click(await screen.findByTestId('products-sample'));
    expect(session.toasts.at(-1)?.text).toContain('/tmp/sample.csv');
    await userEvent.click(screen.getByTestId('products-import-first'));
    await userEvent.click(await screen.findByTestId('import-cancel'));
    await userEvent.type(screen.getByTestId('products-search'), 'nothing');
    await userEvent.click(await screen.findByTestId('products-clear'));
    expect(await screen.findByTestId('products-add-first')).toBeVisible();
  });

  it('says where an export is, and nothing when the person closed the dialog', async () => {
    client.exportProducts.mockResolvedValueOnce(null).mockResolvedValueOnce('/tmp/products.csv');
    const session = await open();
    await screen.findByTestId('product-MLK');
    await userEvent.click(screen.getByTestId('products-export'));
    expect(session.toasts).toHaveLength(0);
    await userEvent.click(screen.getByTestId('products-export'));
    expect(session.toasts.at(-1)?.text).toContain('/tmp/products.csv');
  });
});

describe('a scan', () => {
  it('opens the product it is on, also one that is not on sale', async () => {
    shelf = [product({ active: false })];
    const session = await open();
    session.scanned?.('6291000100010');
    expect(await screen.findByTestId('product-name')).toHaveValue('Milk 1 L');
  });

  it('begins a new product when nobody knows it', async () => {
    const session = await open();
    session.scanned?.('6291000500030');
    expect(await screen.findByTestId('product-dialog')).toHaveTextContent('6291000500030');
    expect(screen.getByTestId('product-code')).toHaveValue('6291000500030');
    await userEvent.type(screen.getByTestId('product-name'), 'Cola');
    await userEvent.click(screen.getByTestId('product-save'));
    expect(client.putProduct.mock.calls[0]?.[0]).toMatchObject({
      before: null,
      name: 'Cola',
      barcodes: ['6291000500030'],
    });
  });

  it('is one more barcode of the product that is being changed', async () => {
    const session = await open();
    await userEvent.click(await screen.findByTestId('product-DTS'));
    session.scanned?.('96385074');
    session.scanned?.('96385074');
    await waitFor(() => expect(screen.getAllByText('96385074')).toHaveLength(1));
    await userEvent.click(screen.getByTestId('product-save'));
    expect(client.putProduct.mock.calls[0]?.[0].barcodes).toEqual(['96385074']);
  });
});

describe('a product', () => {
  it('is sent as it was typed, and seen in the list', async () => {
    const session = await open();
    await userEvent.click(screen.getByTestId('products-add'));
    await userEvent.type(screen.getByTestId('product-name'), 'Karak');
    await userEvent.type(screen.getByTestId('product-name-ar'), 'كرك');
    await userEvent.type(screen.getByTestId('product-price'), '٢٫٥٠');
    await userEvent.type(screen.getByTestId('product-code'), 'KRK');
    await userEvent.type(screen.getByTestId('product-barcode'), '96385074{Enter}5449000000996');
    await userEvent.click(screen.getByTestId('product-unit-kg'));
    await userEvent.click(screen.getByTestId('product-vat-exempt'));
    await userEvent.selectOptions(screen.getByTestId('product-category'), 'New category…');
    await userEvent.type(screen.getByTestId('product-new-category'), 'Hot drinks');
    await userEvent.click(screen.getByTestId('colour-teal'));
    await userEvent.click(screen.getByTestId('product-active-no'));
    const asked = client.products.mock.calls.length;
    await userEvent.click(screen.getByTestId('product-save'));
    expect(client.putProduct).toHaveBeenCalledExactlyOnceWith({
      before: null,
      code: 'KRK',
      name: 'Karak',
      name_ar: 'كرك',
      barcodes: ['96385074', '5449000000996'],
      price_text: '2.50',
      vat: 'exempt',
      category: 'Hot drinks',
      colour: '#16838c',
      unit: 'kg',
      active: false,
    });
    expect(session.toasts.at(-1)?.tone).toBe('good');
    expect(screen.queryByTestId('product-dialog')).toBeNull();
    await waitFor(() => expect(client.products.mock.calls.length).toBeGreaterThan(asked));
  });

  it('keeps what it had when only its price changes', async () => {
    await open();
    await userEvent.click(await screen.findByTestId('product-MLK'));
    await userEvent.clear(screen.getByTestId('product-price'));
    await userEvent.click(screen.getByTestId('product-save'));
    expect(client.putProduct.mock.calls[0]?.[0]).toEqual({
      before: 'MLK',
      code: 'MLK',
      name: 'Milk 1 L',
      name_ar: 'حليب ١ لتر',
      barcodes: ['6291000100010'],
      price_text: '',
      vat: '5',
      category: 'Dairy',
      colour: '#2f7fd6',
      unit: 'piece',
      active: true,
    });
  });

  it.each([
    ['name_missing', 'product-name'],
    ['code_taken', 'product-code'],
    ['barcode_check_digit', 'product-barcode'],
    ['amount_too_many_decimals', 'product-price'],
  ])('that is refused with %s keeps what was typed, and says where it is wrong', async (code, testid) => {
    client.putProduct.mockRejectedValueOnce(new TillError(code, 'What is wrong.'));
    await open();
    await userEvent.click(await screen.findByTestId('product-MLK'));
    await userEvent.type(screen.getByTestId('product-name'), '!');
    await userEvent.click(screen.getByTestId('product-save'));
    await waitFor(() => expect(screen.getByTestId(testid)).toHaveAttribute('aria-invalid', 'true'));
    expect(screen.getByTestId(testid)).toHaveFocus();
    expect(screen.getByTestId('product-name')).toHaveValue('Milk 1 L!');
    await userEvent.click(screen.getByTestId('product-save'));
    expect(screen.queryByTestId('product-dialog')).toBeNull();
  });

  it('that is refused for another reason says so, too', async () => {
    client.putProduct.mockRejectedValueOnce(new TillError('catalogue_disk_full', 'The disk is full.'));
    await open();
    await userEvent.click(await screen.findByTestId('product-MLK'));
    await userEvent.click(screen.getByTestId('product-save'));
    expect(await screen.findByText('The disk is full.')).toBeVisible();
  });

  it('is not thrown away unasked', async () => {
    await open();
    await userEvent.click(await screen.findByTestId('product-MLK'));
    await userEvent.click(screen.getByTestId('product-cancel'));
    expect(screen.queryByTestId('product-dialog')).toBeNull();
    await userEvent.click(await screen.findByTestId('product-MLK'));
    await userEvent.type(screen.getByTestId('product-name'), '!');
    await userEvent.click(screen.getByTestId('product-cancel'));
    await userEvent.click(await screen.findByTestId('product-keep'));
    expect(screen.getByTestId('product-name')).toHaveValue('Milk 1 L!');
    await userEvent.click(screen.getByTestId('product-cancel'));
    await userEvent.click(await screen.findByTestId('product-discard'));
    expect(screen.queryByTestId('product-dialog')).toBeNull();
    expect(client.putProduct).not.toHaveBeenCalled();
  });
});

describe('an import', () => {
  async function picked(what: ImportPreview | null) {
    client.pickImport.mockResolvedValue(what);
    const session = await open();
    await userEvent.click(screen.getByTestId('products-import'));
    await userEvent.click(await screen.findByTestId('import-choose'));
    return session;
  }

  it('shows what it would do, the refused rows first, and changes nothing', async () => {
    await picked(preview());
    const refused = await screen.findByTestId('import-rows-refused');
    expect(refused).toHaveTextContent(/Row 4\s*TUN/);
    expect(refused).toHaveTextContent('its last digit should be 2.');
    expect(refused).toHaveTextContent('“box” is not a unit');
    expect(screen.getByTestId('import-unchanged')).toHaveTextContent('7');
    expect(screen.getByTestId('import-dialog')).toHaveTextContent('supplier');
    await userEvent.click(screen.getByTestId('import-added'));
    expect(screen.getByTestId('import-rows-added')).toHaveTextContent(/Row 2\s*Medjool Dates/);
    await userEvent.click(screen.getByTestId('import-changed'));
    const changed = screen.getByTestId('import-rows-changed');
    expect(within(changed).getByText('6.75')).toBeVisible();
    expect(within(changed).getByText('7.00')).toBeVisible();
    expect(changed).not.toHaveTextContent('Category');
    await userEvent.click(screen.getByTestId('import-stop'));
    expect(client.applyImport).not.toHaveBeenCalled();
    expect(client.dropImport).toHaveBeenCalledOnce();
    expect(screen.queryByTestId('import-dialog')).toBeNull();
  });

  it('leaves out the refused rows when the person wants that, and says what became of it', async () => {
    client.applyImport.mockResolvedValue(preview());
    await picked(preview());
    const apply = await screen.findByTestId('import-apply');
    expect(apply).toHaveTextContent('Import 2 products, leave out 1 row');
    const asked = client.products.mock.calls.length;
    await userEvent.click(apply);
    expect(client.applyImport).toHaveBeenCalledExactlyOnceWith(true);
    expect(await screen.findByTestId('import-done')).toHaveTextContent(
      '1 product is new, 1 has changed. 1 row was left out.',
    );
    await userEvent.click(screen.getByTestId('import-close'));
    await waitFor(() => expect(client.products.mock.calls.length).toBeGreaterThan(asked));
  });

  it('forbids refused rows where there were none', async () => {
    client.applyImport.mockResolvedValue(preview({ refused: 0, first_refused: [] }));
    await picked(preview({ refused: 0, first_refused: [] }));
    await userEvent.click(await screen.findByTestId('import-apply'));
    expect(client.applyImport).toHaveBeenCalledExactlyOnceWith(false);
  });

  it('has nothing to import when nothing is new, or nothing is good', async () => {
    await picked(preview({ added: 0, changed: 0, refused: 0 }));
    expect(await screen.findByText(/There is nothing to import/)).toBeVisible();
    expect(screen.queryByTestId('import-apply')).toBeNull();
    client.pickImport.mockResolvedValue(preview({ added: 0, changed: 0 }));
    await userEvent.click(screen.getByTestId('import-choose'));
    expect(await screen.findByText(/No row of this file can be taken/)).toBeVisible();
  });

  it('shows how far it is, and stays until it is through', async () => {
    let store: (got: ImportPreview) => void = () => undefined;
    client.applyImport.mockReturnValue(
      new Promise((done) => {
        store = done;
      }),
    );
    await picked(preview());
    await userEvent.click(await screen.findByTestId('import-apply'));
    fake.events.importProgress({ done: 1000, all: 12_480 });
    expect(await screen.findByText('1,000 of 12,480 rows')).toBeVisible();
    const dialog = screen.getByTestId('import-dialog');
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
    expect(screen.getByTestId('import-dialog')).toBeVisible();
    store(preview());
    expect(await screen.findByTestId('import-done')).toBeVisible();
  });

  it('says why a file is not taken, and lets another one be chosen', async () => {
    await picked(null);
    expect(await screen.findByTestId('import-choose')).toBeVisible();
    client.pickImport.mockRejectedValueOnce(new TillError('import_empty', 'The file is empty.'));
    await userEvent.click(screen.getByTestId('import-choose'));
    expect(await screen.findByText('The file is empty.')).toBeVisible();
    client.pickImport.mockResolvedValue(preview());
    await userEvent.click(screen.getByTestId('import-choose'));
    client.applyImport.mockRejectedValueOnce(new TillError('import_stale', 'Stale.'));
    await userEvent.click(await screen.findByTestId('import-apply'));
    expect(await screen.findByText(/Choose the file again/)).toBeVisible();
    expect(screen.queryByTestId('import-apply')).toBeNull();
    await userEvent.click(screen.getByTestId('import-choose'));
    expect(await screen.findByTestId('import-apply')).toBeVisible();
  });
});

const views: { name: string; open: () => Promise<void> }[] = [
  { name: 'the shelf', open: async () => void (await screen.findByTestId('product-MLK')) },
  {
    name: 'a product',
    open: async () => {
      await userEvent.click(await screen.findByTestId('product-MLK'));
      client.putProduct.mockRejectedValueOnce(new TillError('name_missing', 'x'));
      await userEvent.click(screen.getByTestId('product-save'));
    },
  },
  {
    name: 'a preview',
    open: async () => {
      client.pickImport.mockResolvedValue(preview());
      await userEvent.click(screen.getByTestId('products-import'));
      await userEvent.click(await screen.findByTestId('import-choose'));
      await userEvent.click(await screen.findByTestId('import-changed'));
    },
  },
  {
    name: 'an empty shelf',
    open: async () => {
      shelf = [];
      await userEvent.type(screen.getByTestId('products-search'), 'x');
      await userEvent.click(await screen.findByTestId('products-clear'));
      await screen.findByTestId('products-sample');
    },
  },
];

describe.each(Object.keys(languages) as LanguageCode[])('in %s, axe finds nothing wrong with', (language) => {
  it.each(views)('$name', async (view) => {
    await open();
    speak(language);
    await view.open();
    expect(await wrongWith(document)).toEqual([]);
  });
});

it('the demo sells what a scanner can read', () => {
  const barcodes = goods().flatMap((one) => one.barcodes);
  expect(barcodes.length).toBeGreaterThan(20);
  expect(new Set(barcodes).size).toBe(barcodes.length);
  for (const barcode of barcodes) {
    const sum = [...barcode].reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
    expect(`${barcode}: ${sum % 10}`).toBe(`${barcode}: 0`);
  }
});

vi.setConfig({ testTimeout: 20_000 });
