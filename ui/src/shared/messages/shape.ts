/** What every language must have. English is the measure: a key that another language lacks fails the build. */
import type { en } from './en';

type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Widened<T[K]> };

/** What a person must know when something is odd: what is known, what Fils does, what the person does. */
export interface Advice {
  readonly title: string;
  readonly known: string;
  readonly doing: string;
  readonly you: string;
}

/** What the core said about a refusal, for a catalogue that puts it into its own words. */
export interface Said {
  /** The core's own sentence, in English. */
  readonly text: string;
  /** The figures in it, in their order: amounts, lengths. */
  readonly figures: readonly string[];
}

/** A language in its own words. */
export interface LanguageFacts {
  readonly code: string;
  readonly dir: 'ltr' | 'rtl';
  /** For dates and numbers. */
  readonly locale: string;
  readonly name: string;
}

export type Messages = Omit<Widened<typeof en>, 'language'> & { readonly language: LanguageFacts };
