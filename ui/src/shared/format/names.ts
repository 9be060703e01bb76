import type { LanguageCode } from '../messages/index.svelte';

/** What an order or a sale is about, in the language in use where it has a name in it. */
export function subjectIn(language: string, of: { subject: string; subject_ar: string | null }): string {
  return language === 'ar' ? (of.subject_ar ?? of.subject) : of.subject;
}

/** The first of several things, likewise. */
export function firstIn(language: string, of: { first: string; first_ar: string | null }): string {
  return language === 'ar' ? (of.first_ar ?? of.first) : of.first;
}

/** What something is called, in the language in use where it has a name in it. */
export function nameIn(language: LanguageCode, of: { name: string; name_ar: string | null }): string {
  return language === 'ar' ? (of.name_ar ?? of.name) : of.name;
}
