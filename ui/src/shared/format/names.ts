import type { LanguageCode } from '../messages/index.svelte';

/** What something is called, in the language in use where it has a name in it. */
export function nameIn(language: LanguageCode, of: { name: string; name_ar: string | null }): string {
  return language === 'ar' ? (of.name_ar ?? of.name) : of.name;
}
