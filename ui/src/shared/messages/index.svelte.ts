import { en, type Messages } from './en';

export type { Advice, Messages } from './en';

class Language {
  messages = $state.raw<Messages>(en);
}

const language = new Language();

/** The texts of the language in use. Call it where the text is shown, so that a change of language is seen. */
export function t(): Messages {
  return language.messages;
}

/** Shows every screen in another language from now on, and turns the writing direction with it. */
export function speak(messages: Messages): void {
  language.messages = messages;
  document.documentElement.lang = messages.language.code;
  document.documentElement.dir = messages.language.dir;
}
