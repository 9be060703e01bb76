/**
 * Tells a scanner's keystrokes from a person's. A scanner types a code in one burst and ends it with Enter; nobody
 * types like that. What might be a scan is held back until it is known, so that it never shows up in an amount.
 * A pure machine: keys and times go in, what they were comes out.
 */

/** Keys of one burst follow each other faster than this, in milliseconds. */
export const burstGapMs = 35;
/** A customer's code is never shorter. */
export const codeMinLength = 10;
/** Nobody types this many keys at a scanner's speed and ends with Enter: a product's barcode, not a person. */
export const noiseMinLength = 4;
/** How long a long burst may wait for its Enter, in milliseconds. */
export const enterGraceMs = 150;

export type Recognised =
  /** A person typed these keys. */
  | { kind: 'typed'; text: string }
  /** A person pressed Enter. */
  | { kind: 'enter' }
  /** A scanner read a code that may be a customer's. */
  | { kind: 'scan'; code: string }
  /** A scanner read something else. */
  | { kind: 'noise' };

export interface Burst {
  readonly keys: string;
  readonly lastAt: number;
}

export const quiet: Burst = { keys: '', lastAt: 0 };

export interface Step {
  readonly burst: Burst;
  readonly out: readonly Recognised[];
}

function ended(keys: string): readonly Recognised[] {
  if (keys === '') {
    return [];
  }
  return keys.length >= codeMinLength ? [{ kind: 'noise' }] : [{ kind: 'typed', text: keys }];
}

/** One key with a character. */
export function onKey(burst: Burst, key: string, at: number): Step {
  if (burst.keys !== '' && at - burst.lastAt < burstGapMs) {
    return { burst: { keys: burst.keys + key, lastAt: at }, out: [] };
  }
  return { burst: { keys: key, lastAt: at }, out: ended(burst.keys) };
}

/** The Enter key. */
export function onEnter(burst: Burst, at: number): Step {
  const { keys } = burst;
  const grace = keys.length >= codeMinLength ? enterGraceMs : burstGapMs;
  if (keys === '' || at - burst.lastAt >= grace) {
    return { burst: quiet, out: [...ended(keys), { kind: 'enter' }] };
  }
  if (keys.length >= codeMinLength) {
    return { burst: quiet, out: [{ kind: 'scan', code: keys }] };
  }
  if (keys.length >= noiseMinLength) {
    return { burst: quiet, out: [{ kind: 'noise' }] };
  }
  return { burst: quiet, out: [{ kind: 'typed', text: keys }, { kind: 'enter' }] };
}

/** Time passes without a key. */
export function onTime(burst: Burst, at: number): Step {
  const grace = burst.keys.length >= codeMinLength ? enterGraceMs : burstGapMs;
  if (burst.keys === '' || at - burst.lastAt < grace) {
    return { burst, out: [] };
  }
  return { burst: quiet, out: ended(burst.keys) };
}
