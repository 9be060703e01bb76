/** Unicode's first strong isolate and its end: what is between keeps its own direction. */
export const isolateStart = '\u2068';
export const isolateEnd = '\u2069';

/** Wraps text of unknown direction, such as a name or an amount, for use inside a sentence. */
export function iso(text: string | number): string {
  return `${isolateStart}${text}${isolateEnd}`;
}

/** A sentence in its pieces; every second one was isolated. */
export function pieces(sentence: string): string[] {
  return sentence.split(/[\u2068\u2069]/);
}
