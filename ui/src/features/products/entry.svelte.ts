import { type MoneyView, type ProductForm, type ProductView, TillError } from '$shared/ipc/client';
import { sentenceOf } from '$shared/state/session.svelte';

/** Where a refusal belongs; null is the whole form. */
export type Place = 'code' | 'name' | 'barcodes' | 'price' | 'category' | null;

/** The field that the core's code is about. */
export function placeOf(code: string): Place {
  if (code === 'code_missing' || code === 'code_taken') {
    return 'code';
  }
  if (code === 'name_missing') {
    return 'name';
  }
  if (code.startsWith('barcode')) {
    return 'barcodes';
  }
  return code.startsWith('amount_') || code === 'price_zero' ? 'price' : null;
}

/** A product as somebody types it. Whatever the core refuses, what was typed stays. */
export class Entry {
  code = $state('');
  name = $state('');
  nameAr = $state('');
  barcodes = $state.raw<string[]>([]);
  /** A barcode that is being typed: who presses “Save” means it, too. */
  barcode = $state('');
  price = $state('');
  amount = $state.raw<MoneyView | null>(null);
  vat = $state<ProductForm['vat']>('5');
  category = $state('');
  colour = $state<string | null>(null);
  unit = $state<ProductForm['unit']>('piece');
  active = $state(true);

  refused = $state.raw<{ place: Place; sentence: string } | null>(null);
  readonly before: string | null;
  readonly #start: string;

  constructor(product: ProductView | null, barcode: string | null) {
    this.before = product?.code ?? null;
    if (product !== null) {
      this.code = product.code;
      this.name = product.name;
      this.nameAr = product.name_ar ?? '';
      this.barcodes = product.barcodes;
      this.price = product.price?.text.replaceAll(',', '') ?? '';
      this.amount = product.price;
      this.vat = product.vat;
      this.category = product.category ?? '';
      this.colour = product.colour;
      this.unit = product.unit;
      this.active = product.active;
    } else if (barcode !== null) {
      this.code = barcode;
      this.barcodes = [barcode];
    }
    this.#start = JSON.stringify(this.form);
  }

  get form(): ProductForm {
    const typed = this.barcode.trim();
    const more = typed !== '' && !this.barcodes.includes(typed) ? [typed] : [];
    return {
      before: this.before,
      code: this.code,
      name: this.name,
      name_ar: this.nameAr,
      barcodes: [...this.barcodes, ...more],
      price_text: this.price,
      vat: this.vat,
      category: this.category,
      colour: this.colour,
      unit: this.unit,
      active: this.active,
    };
  }

  get changed(): boolean {
    return JSON.stringify(this.form) !== this.#start;
  }

  /** Takes a scanned code, unless it is there already. */
  scan(code: string): void {
    if (!this.barcodes.includes(code)) {
      this.barcodes = [...this.barcodes, code];
    }
  }

  refuse(error: unknown): void {
    const place = error instanceof TillError ? placeOf(error.code) : null;
    this.refused = { place, sentence: sentenceOf(error) };
  }

  problem(place: Place): string | null {
    return this.refused !== null && this.refused.place === place ? this.refused.sentence : null;
  }
}
