/**
 * Tells a scanner's keystrokes from a person's. A scanner types a code in one burst and ends it with Enter; nobody
 * types like that. What might be a scan is held back until it is known, so that it never shows up in an amount.
 * A pure machine: keys and times go in, what they were comes out.
 */

/** Keys of one burst follow each other faster than this, in milliseconds. */
export const burstGapMs = 35;
/** Nobody types this many keys at a scanner's speed and ends with Enter. */
export const codeMinLength = 4;
/** From this many keys on a burst is a scanner's, whether or not its Enter comes. */
export const sureLength = 10;
/** How long a long burst may wait for its Enter, in milliseconds. */
export const enterGraceMs = 150;

export type Recognised =
  /** A person typed these keys. */
  | { kind: 'typed'; text: string }
  /** A person pressed Enter. */
  | { kind: 'enter' }
  /** A scanner read a code. */
  | { kind: 'scan'; code: string }
  /** A scanner read something, and its end never came. */
  | { kind: 'noise' };

export interface Burst {
  /** What the keys typed, in the keyboard's language. */
  readonly keys: string;
  /** What a scanner meant by them: the same keys on the keyboard it plays. */
  readonly meant: string;
  readonly count: number;
  readonly lastAt: number;
}

export const quiet: Burst = { keys: '', meant: '', count: 0, lastAt: 0 };

export interface Step {
  readonly burst: Burst;
  readonly out: readonly Recognised[];
}

function graceOf({ count }: Burst): number {
  return count >= sureLength ? enterGraceMs : burstGapMs;
}

function ended({ keys, count }: Burst): readonly Recognised[] {
  if (count === 0) {
    return [];
  }
  return count >= sureLength ? [{ kind: 'noise' }] : [{ kind: 'typed', text: keys }];
}

/** One key with a character; `meant` is what a scanner means by it, where that is another. */
export function onKey(burst: Burst, key: string, at: number, meant = key): Step {
  if (burst.count > 0 && at - burst.lastAt < burstGapMs) {
    return {
      burst: {
        keys: burst.keys + key,
        meant: burst.meant + meant,
        count: burst.count + 1,
        lastAt: at,
      },
      out: [],
    };
  }
  return { burst: { keys: key, meant, count: 1, lastAt: at }, out: ended(burst) };
}

/** The Enter key. */
export function onEnter(burst: Burst, at: number): Step {
  if (burst.count === 0 || at - burst.lastAt >= graceOf(burst)) {
    return { burst: quiet, out: [...ended(burst), { kind: 'enter' }] };
  }
  if (burst.count >= codeMinLength) {
    return { burst: quiet, out: [{ kind: 'scan', code: burst.meant }] };
  }
  return { burst: quiet, out: [{ kind: 'typed', text: burst.keys }, { kind: 'enter' }] };
}

/** Time passes without a key. */
export function onTime(burst: Burst, at: number): Step {
  if (burst.count === 0 || at - burst.lastAt < graceOf(burst)) {
    return { burst, out: [] };
  }
  return { burst: quiet, out: ended(burst) };
}
