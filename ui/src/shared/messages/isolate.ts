/** Unicode's first strong isolate and its end: what is between keeps its own direction. */
export const isolateStart = '\u2068';
export const isolateEnd = '\u2069';

/** Wraps text of unknown direction, such as a name or a number, for use inside a sentence. */
export function iso(text: string | number): string {
  return `${isolateStart}${text}${isolateEnd}`;
}

/**
 * An amount inside a sentence. The code is for what can only be text (labels, lists); where the sentence is drawn,
 * the dirham sign stands in its place.
 */
export function aed(amount: string): string {
  return iso(`AED\u00a0${amount}`);
}

/** The figure of a piece that `aed` made; null for any other. */
export function amountIn(piece: string): string | null {
  return /^AED\u00a0([\d,]+\.\d{2})$/.exec(piece)?.[1] ?? null;
}

/** A sentence in its pieces; every second one was isolated. */
export function pieces(sentence: string): string[] {
  return sentence.split(/[\u2068\u2069]/);
}
