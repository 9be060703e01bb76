/** What a person likes on this computer. Kept in the window's own storage; without one it lasts until the end. */
import { type LanguageCode, languages, speak } from '../messages/index.svelte';

export const themes = ['system', 'light', 'dark'] as const;
export const textSizes = ['normal', 'large', 'largest'] as const;

export type ThemeChoice = (typeof themes)[number];
export type TextSize = (typeof textSizes)[number];

export const languageCodes = Object.keys(languages) as readonly LanguageCode[];

const place = 'fils.preferences';

interface Kept {
  language: LanguageCode;
  theme: ThemeChoice;
  textSize: TextSize;
  sounds: boolean;
  /** Whether training still shows the way through a first sale. */
  guide: boolean;
}

function oneOf<T extends string>(choices: readonly T[], value: unknown, otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

/** What was kept; a value that is damaged, or of another version, is as if it had never been chosen. */
function read(): { readonly [name in keyof Kept]?: unknown } {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

function write(kept: Kept): void {
  try {
    localStorage.setItem(place, JSON.stringify(kept));
  } catch {
    // A window without storage forgets; nothing else depends on it.
  }
}

export class Preferences {
  #language = $state<LanguageCode>('en');
  #theme = $state<ThemeChoice>('system');
  #textSize = $state<TextSize>('normal');
  #sounds = $state(true);
  #guide = $state(true);

  constructor() {
    const kept = read();
    const computers = navigator.language.startsWith('ar') ? 'ar' : 'en';
    this.#language = oneOf(languageCodes, kept.language, computers);
    this.#theme = oneOf(themes, kept.theme, 'system');
    this.#textSize = oneOf(textSizes, kept.textSize, 'normal');
    this.#sounds = kept.sounds !== false;
    this.#guide = kept.guide !== false;
    this.#show();
  }

  get language(): LanguageCode {
    return this.#language;
  }

  set language(code: LanguageCode) {
    this.#language = code;
    this.#changed();
  }

  get theme(): ThemeChoice {
    return this.#theme;
  }

  set theme(choice: ThemeChoice) {
    this.#theme = choice;
    this.#changed();
  }

  get textSize(): TextSize {
    return this.#textSize;
  }

  set textSize(size: TextSize) {
    this.#textSize = size;
    this.#changed();
  }

  get sounds(): boolean {
    return this.#sounds;
  }

  set sounds(on: boolean) {
    this.#sounds = on;
    this.#changed();
  }

  get guide(): boolean {
    return this.#guide;
  }

  set guide(on: boolean) {
    this.#guide = on;
    this.#changed();
  }

  #changed(): void {
    this.#show();
    write({
      language: this.#language,
      theme: this.#theme,
      textSize: this.#textSize,
      sounds: this.#sounds,
      guide: this.#guide,
    });
  }

  #show(): void {
    speak(this.#language);
    const root = document.documentElement.dataset;
    root['theme'] = this.#theme;
    root['textSize'] = this.#textSize;
  }
}
