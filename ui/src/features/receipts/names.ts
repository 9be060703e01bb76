import { t } from '$shared/messages/index.svelte';

/** What something is called in the language in use. */
export function nameOf(thing: { name: string; name_ar: string | null }): string {
  return t().language.code === 'ar' ? (thing.name_ar ?? thing.name) : thing.name;
}
