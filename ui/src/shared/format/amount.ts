/**
 * Splits the core's text of an amount into what the person has typed and what is only implied: "12.50" for a typed
 * "12.5" is "12.5" and "0". Nothing is computed here; the digits are the core's.
 */
export function typedAndImplied(text: string, typed: string): [string, string] {
  const point = typed.indexOf('.');
  const keep = point === -1 ? text.indexOf('.') : text.indexOf('.') + (typed.length - point);
  if (text.indexOf('.') === -1 || keep < 0 || keep >= text.length) {
    return [text, ''];
  }
  return [text.slice(0, keep), text.slice(keep)];
}
