/** The languages of the customer's screen, which speaks one or two at once. It does without the rest of the catalogue. */
import { getContext, setContext } from 'svelte';
import { customer as ar } from '$shared/messages/ar/customer';
import { customer as en } from '$shared/messages/en/customer';

export type CustomerMessages = typeof en;

export interface Tongue {
  readonly code: 'en' | 'ar';
  readonly dir: 'ltr' | 'rtl';
  readonly says: CustomerMessages;
}

const known: Readonly<Record<string, Tongue>> = {
  en: { code: 'en', dir: 'ltr', says: en },
  ar: { code: 'ar', dir: 'rtl', says: ar },
};

const english: Tongue = { code: 'en', dir: 'ltr', says: en };

/** Those of these languages that the screen speaks, the first one first; there is always one. */
export function tongues(codes: readonly string[]): [Tongue, ...Tongue[]] {
  const [first, ...more] = codes.flatMap((code) => known[code] ?? []);
  return [first ?? english, ...more];
}

const key = Symbol('tongues');

export function provideTongues(of: () => [Tongue, ...Tongue[]]): void {
  setContext(key, of);
}

export function useTongues(): () => [Tongue, ...Tongue[]] {
  return getContext<() => [Tongue, ...Tongue[]]>(key);
}

/** What something is called in each language, the same name once. */
export function names(of: { name: string; name_ar: string | null }, spoken: readonly Tongue[]): Named[] {
  const all = spoken.map(({ code, dir }) => ({
    code,
    dir,
    name: code === 'ar' ? (of.name_ar ?? of.name) : of.name,
  }));
  return all.filter(
    (one, place) => one.name !== '' && all.findIndex(({ name }) => name === one.name) === place,
  );
}

export interface Named {
  readonly code: string;
  readonly dir: 'ltr' | 'rtl';
  readonly name: string;
}
