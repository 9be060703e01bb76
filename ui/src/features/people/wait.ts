import type { PersonView } from '$shared/ipc/client';

/** What is left of a wait, `m:ss`; null when there is none. */
export function waitOf(person: PersonView | null, now: number): string | null {
  const until = person?.locked_until_ms ?? null;
  const left = until === null ? 0 : Math.ceil((until - now) / 1000);
  if (left <= 0) {
    return null;
  }
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}
