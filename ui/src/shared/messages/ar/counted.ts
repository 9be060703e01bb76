import { iso } from '../isolate';

const rules = new Intl.PluralRules('ar');
const digits = new Intl.NumberFormat('ar-AE', { numberingSystem: 'latn' });

/** A number in a sentence, in Latin digits. */
export function number(n: number): string {
  return iso(digits.format(n));
}

/** The six forms of Arabic. None, one and two say themselves; the others take the number. */
export interface Forms {
  readonly zero: string;
  readonly one: string;
  readonly two: string;
  /** 3 to 10, also at the end of larger numbers. */
  readonly few: string;
  /** 11 to 99. */
  readonly many: string;
  /** Hundreds and fractions. */
  readonly other: string;
}

/** A number of things. */
export function counted(n: number, forms: Forms): string {
  const form = rules.select(n);
  const words = forms[form];
  return form === 'few' || form === 'many' || form === 'other' ? `${number(n)} ${words}` : words;
}

export const seconds: Forms = {
  zero: 'أقل من ثانية',
  one: 'ثانية واحدة',
  two: 'ثانيتين',
  few: 'ثوانٍ',
  many: 'ثانية',
  other: 'ثانية',
};

export const characters: Forms = {
  zero: 'لا أحرف',
  one: 'حرف واحد',
  two: 'حرفان',
  few: 'أحرف',
  many: 'حرفًا',
  other: 'حرف',
};

export const times: Forms = {
  zero: 'ولا مرة',
  one: 'مرة واحدة',
  two: 'مرتان',
  few: 'مرات',
  many: 'مرة',
  other: 'مرة',
};
