/** What a catalogue says for a code that came from outside; undefined when it does not know the code. */
export function known<T>(texts: { readonly [code in string]: T }, code: string): T | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined;
}
