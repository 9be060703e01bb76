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

/** Digits and separators as an Arabic or a Persian keyboard types them, in Latin; thousands separators fall away. */
export function latinDigits(typed: string): string {
  return typed
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replaceAll('\u066b', '.')
    .replace(/[,\u066c]/g, '');
}
