/** How a discount was given, in the two parts a person enters. The core reads them together again. */
export type DiscountKind = 'percent' | 'amount';

export interface Discount {
  readonly kind: DiscountKind;
  readonly number: string;
}

export function discountOf(text: string | null): Discount {
  const share = /^(.*?)\s*%$/.exec(text ?? '');
  return share === null
    ? { kind: text === null ? 'percent' : 'amount', number: (text ?? '').replaceAll(',', '') }
    : { kind: 'percent', number: share[1] ?? '' };
}

/** Null where there is none. */
export function discountText({ kind, number }: Discount): string | null {
  const trimmed = number.trim();
  if (trimmed === '') {
    return null;
  }
  return kind === 'percent' ? `${trimmed}%` : trimmed;
}
