/** The shelf of the demo: lists, searches and keeps products as the core would, and plays an import. */
import {
  type ImportPreview,
  type ImportProgress,
  type ProductForm,
  type ProductsClient,
  type ProductView,
  TillError,
} from '../client';
import { goods } from './goods';
import { money, parse } from './orders';

const importTakesMs = 1200;
const steps = 12;

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u064b-\u0652\u0640]/g, '')
    .replace(/[أإآ]/g, 'ا')
    .replaceAll('ة', 'ه')
    .replaceAll('ى', 'ي')
    .toLowerCase();
}

function fits(product: ProductView, words: string[]): boolean {
  const all = fold(`${product.name} ${product.name_ar ?? ''} ${product.code}`).split(/[^\p{L}\p{N}]+/u);
  return words.every(
    (word) =>
      all.some((one) => one.startsWith(word)) ||
      product.code.toLowerCase().startsWith(word) ||
      product.barcodes.some((barcode) => barcode.startsWith(word)),
  );
}

export class DemoProducts implements ProductsClient {
  #goods: ProductView[];
  #picked: ImportPreview | null = null;

  constructor(
    readonly scene: string,
    readonly progress: (progress: ImportProgress) => void,
  ) {
    this.#goods = scene === 'noproducts' ? [] : goods();
  }

  byCode(code: string): ProductView | undefined {
    return this.#goods.find((one) => one.code.toLowerCase() === code.trim().toLowerCase());
  }

  byBarcode(barcode: string): ProductView | undefined {
    return this.#goods.find((one) => one.barcodes.includes(barcode));
  }

  products: ProductsClient['products'] = async (query) => {
    const words = fold(query.text).split(/\s+/).filter(Boolean);
    const found = this.#goods.filter(
      (one) =>
        one.active !== query.inactive &&
        (query.category === null || one.category === query.category) &&
        fits(one, words),
    );
    if (query.language === 'ar') {
      found.sort((one, other) => (one.name_ar ?? one.name).localeCompare(other.name_ar ?? other.name, 'ar'));
    }
    return {
      products: found.slice(query.offset, query.offset + query.limit),
      count: found.length,
      more: false,
    };
  };

  categories = async () =>
    [
      ...new Set(this.#goods.flatMap((one) => (one.active && one.category !== null ? [one.category] : []))),
    ].sort();

  putProduct: ProductsClient['putProduct'] = async (form) => {
    const product = this.#read(form);
    this.#goods = [...this.#goods.filter((one) => one.code !== form.before), product].sort((one, other) =>
      one.name.localeCompare(other.name),
    );
    return product;
  };

  #read(form: ProductForm): ProductView {
    const refuse = (code: string, message: string) => {
      throw new TillError(code, message);
    };
    const [code, name] = [form.code.trim(), form.name.trim()];
    if (code === '') {
      refuse('code_missing', 'The code is missing: every product needs one.');
    }
    if (name === '') {
      refuse('name_missing', 'The name is missing: every product needs one.');
    }
    const same = this.byCode(code);
    if (same !== undefined && same.code !== form.before) {
      refuse('code_taken', `The code ${code} belongs to another product: choose another code.`);
    }
    for (const barcode of form.barcodes) {
      const owner = this.byBarcode(barcode);
      if (owner !== undefined && owner.code !== form.before) {
        refuse(
          'barcode_taken',
          `The barcode ${barcode} belongs to the product ${owner.code}: take it off that product first.`,
        );
      }
    }
    const price = form.price_text.trim() === '' ? null : parse(form.price_text);
    if (price !== null && price.fils === null) {
      refuse(price.error ?? 'amount_not_a_number', 'Write the price as 12.50.');
    }
    return {
      code,
      name,
      name_ar: form.name_ar.trim() || null,
      barcodes: form.barcodes,
      price: price?.fils ? money(price.fils) : null,
      vat: form.vat,
      category: form.category.trim() || null,
      colour: form.colour,
      unit: form.unit,
      active: form.active,
    };
  }

  pickImport = async () => {
    await this.#count();
    this.#picked = this.#preview();
    return this.#picked;
  };

  applyImport: ProductsClient['applyImport'] = async (leaveOutRefused) => {
    const picked = this.#picked;
    if (picked === null) {
      throw new TillError('nothing_picked', 'There is no file to import: choose it again.');
    }
    if (picked.refused > 0 && !leaveOutRefused) {
      throw new TillError(
        'import_refused_rows',
        `${picked.refused} rows cannot be imported: mend them, or import the others without them.`,
      );
    }
    await this.#count();
    const rows = [...picked.first_added, ...picked.first_changed].map((row) => row.product);
    const codes = new Set(rows.map((one) => one.code));
    this.#goods = [...this.#goods.filter((one) => !codes.has(one.code)), ...rows].sort((one, other) =>
      one.name.localeCompare(other.name),
    );
    this.#picked = null;
    return picked;
  };

  dropImport = async () => {
    this.#picked = null;
  };

  exportSample = async () => '/home/shop/Documents/products-sample.csv';

  exportProducts = async () => '/home/shop/Documents/products.csv';

  async #count(): Promise<void> {
    const all = 12_480;
    for (let step = 1; step <= steps; step += 1) {
      await new Promise((done) => setTimeout(done, importTakesMs / steps));
      this.progress({ done: Math.round((all * step) / steps), all });
    }
  }

  #preview(): ImportPreview {
    const milk = this.byCode('MLK-1L');
    const rice = this.byCode('RIC-5');
    const blank = goods()[0];
    const fresh = (code: string, name: string, name_ar: string, fils: number): ProductView => ({
      ...(blank as ProductView),
      code,
      name,
      name_ar,
      barcodes: [],
      price: money(fils),
      category: 'Pantry',
    });
    const changed = [milk, rice].flatMap((one, at) =>
      one === undefined
        ? []
        : [{ row: 7 + at, product: { ...one, price: money((one.price?.fils ?? 0) + 25) }, before: one }],
    );
    const added = [
      { row: 2, product: fresh('SAF-1', 'Saffron 1 g', 'زعفران ١ غ', 1500), before: null },
      { row: 3, product: fresh('VIN-500', 'Grape Vinegar 500 ml', 'خل عنب ٥٠٠ مل', 495), before: null },
    ];
    const clean = this.scene === 'cleanimport';
    const refused = [
      {
        row: 4,
        product: 'TUN-185',
        problems: [
          {
            code: 'barcode_check_digit',
            message: '“6291000600048” was misread or mistyped: its last digit should be 2. Scan it again.',
          },
        ],
      },
      {
        row: 11,
        product: null,
        problems: [
          { code: 'code_missing', message: 'The code is missing: every product needs one.' },
          { code: 'unit_unknown', message: '“box” is not a unit: write piece or kg.' },
        ],
      },
    ];
    return {
      file: 'supplier-list-november.xlsx',
      added: added.length,
      changed: changed.length,
      unchanged: 12_474,
      refused: clean ? 0 : refused.length,
      first_added: added,
      first_changed: changed,
      first_refused: clean
        ? []
        : refused.map((one) => ({
            ...one,
            code: one.problems[0]?.code ?? '',
            message: one.problems.map((problem) => problem.message).join(' '),
          })),
      ignored_columns: ['supplier'],
      ignored_sheets: clean ? [] : ['Prices 2025'],
    };
  }
}
