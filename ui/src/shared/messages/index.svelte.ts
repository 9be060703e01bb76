import { ar } from './ar';
import { en } from './en';
import { known } from './known';
import type { Messages, Said } from './shape';

export { known } from './known';
export type { Advice, Messages } from './shape';

/** Every language Fils speaks, by its code. */
export const languages = { en, ar } as const satisfies Record<string, Messages>;

export type LanguageCode = keyof typeof languages;

class Language {
  messages = $state.raw<Messages>(en);
}

const language = new Language();

/** The texts of the language in use. Call it where the text is shown, so that a change of language is seen. */
export function t(): Messages {
  return language.messages;
}

/** Shows every screen in another language from now on, and turns the writing direction with it. */
export function speak(code: LanguageCode): void {
  language.messages = languages[code];
  document.documentElement.lang = language.messages.language.code;
  document.documentElement.dir = language.messages.language.dir;
}

/** What the core refused, in the language in use; in the core's own words where no language knows the code. */
export function refusal(code: string, sentence: string): string {
  const said: Said = { text: sentence, figures: sentence.match(/\d[\d,]*(?:\.\d+)?/g) ?? [] };
  return known(t().errors, code)?.(said) ?? sentence;
}
