import type { StoryEntry } from '$shared/ipc/client';

/** Entries that say the same one after the other: PayBy is asked every few seconds, and mostly nothing has changed. */
export interface Step {
  readonly first: StoryEntry;
  readonly sentence: string;
  readonly entries: readonly StoryEntry[];
}

export function steps(entries: readonly StoryEntry[], sentence: (entry: StoryEntry) => string): Step[] {
  const told: Step[] = [];
  for (const entry of entries) {
    const words = sentence(entry);
    const last = told.at(-1);
    if (
      last !== undefined &&
      entry.kind === 'call_answered' &&
      last.first.kind === entry.kind &&
      last.sentence === words
    ) {
      told[told.length - 1] = { ...last, entries: [...last.entries, entry] };
    } else {
      told.push({ first: entry, sentence: words, entries: [entry] });
    }
  }
  return told;
}

/** How an entry is marked in the margin. */
export function mark(entry: StoryEntry): 'good' | 'bad' | 'plain' {
  if (entry.kind === 'alert_raised' || entry.kind === 'notification_rejected') {
    return 'bad';
  }
  if (entry.kind !== 'state_changed') {
    return 'plain';
  }
  const to = entry.text_params['to'];
  if (to === 'paid' || to === 'refunded') {
    return 'good';
  }
  return to === 'paid_late' || to === 'needs_review' || to === 'failed' ? 'bad' : 'plain';
}

/** Nobody: what the till and PayBy do of themselves. */
const machines = new Set(['till', 'payby']);

/** Who did it, where it was a person; `cashier` is whoever stood at the till. */
export function person(entry: StoryEntry, cashier: string): string | null {
  if (entry.by === null || machines.has(entry.by)) {
    return null;
  }
  return entry.by === 'cashier' ? cashier : entry.by;
}
