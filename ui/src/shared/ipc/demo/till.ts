/** The arithmetic behind the demo's basket. The core's own is in Rust, and is the one that counts. */
import type { LineView, ProductView, UnitCode, VatCode } from '../client';
import { money, parse } from './orders';

interface KeptLine {
  line: number;
  code: string | null;
  name: string;
  name_ar: string | null;
  note: string | null;
  quantity: string;
  unit: UnitCode;
  each: number;
  discount: string | null;
  vat: VatCode;
}

export interface Kept {
  lines: KeptLine[];
  discount: string | null;
  note: string | null;
}

export function keptLine(
  line: number,
  product: ProductView | undefined,
  quantity: string,
  price: string | null,
): KeptLine {
  return {
    line,
    code: product?.code ?? null,
    name: product?.name ?? '',
    name_ar: product?.name_ar ?? null,
    note: null,
    quantity: product?.unit === 'kg' ? Number(quantity).toFixed(3) : quantity,
    unit: product?.unit ?? 'piece',
    each: (price === null ? product?.price?.fils : parse(price).fils) ?? 0,
    discount: null,
    vat: product?.vat ?? '5',
  };
}

function off(text: string | null, from: number): number {
  if (text === null) {
    return 0;
  }
  const share = /^([\d.]+)\s*%$/.exec(text);
  const fils = share === null ? (parse(text).fils ?? 0) : Math.round((from * Number(share[1])) / 100);
  return Math.min(fils, from);
}

export function priced(kept: Kept) {
  const lines = kept.lines.map((one): LineView => {
    const gross = Math.round(one.each * Number(one.quantity));
    const discount = off(one.discount, gross);
    const { each, ...rest } = one;
    return {
      ...rest,
      price: money(each),
      gross: money(gross),
      discount: money(discount),
      discount_text: one.discount,
      total: money(gross - discount),
    };
  });
  const subtotal = lines.reduce((sum, one) => sum + one.total.fils, 0);
  const discount = off(kept.discount, subtotal);
  const total = subtotal - discount;
  return { lines, subtotal, discount, total, vat: Math.round((total * 5) / 105) };
}

/** A basket that somebody has already filled. */
export function demoBasket(
  shelf: { byCode(code: string): ProductView | undefined },
  most = Number.POSITIVE_INFINITY,
): Kept {
  const wanted: [string, string][] = [
    ['KHB-6', '2'],
    ['MLK-1L', '1'],
    ['BNN', '1.240'],
    ['HAL-250', '1'],
    ['ZAT-1', '3'],
  ];
  const lines = wanted.slice(0, most).flatMap(([code, quantity], n) => {
    const product = shelf.byCode(code);
    return product === undefined ? [] : [keptLine(n + 1, product, quantity, null)];
  });
  const cheese = lines.find((one) => one.code === 'HAL-250');
  if (cheese !== undefined) {
    cheese.discount = '10 %';
    cheese.note = 'Box is dented';
  }
  return { lines, discount: null, note: null };
}
