/**
 * What a key is on the keyboard that scanners play. They press keys, not letters: under an Arabic keyboard the keys of
 * `A12` come as Arabic letters, and the key alone still says what was meant.
 */
const marks: { readonly [code in string]?: readonly [plain: string, shifted: string] } = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Period: ['.', '>'],
  Comma: [',', '<'],
  Slash: ['/', '?'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Backquote: ['`', '~'],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
};

const shiftedDigits = ')!@#$%^&*(';

/** The characters of ASCII that can be seen. */
const plainText = /^[!-~]$/;

function onPlayedKeyboard(event: KeyboardEvent): string | null {
  const [, letter] = /^Key([A-Z])$/.exec(event.code) ?? [];
  if (letter !== undefined) {
    const capital = event.shiftKey !== event.getModifierState('CapsLock');
    return capital ? letter : letter.toLowerCase();
  }
  const [, place, digit] = /^(Digit|Numpad)([0-9])$/.exec(event.code) ?? [];
  if (digit !== undefined) {
    return place === 'Digit' && event.shiftKey ? (shiftedDigits[Number(digit)] ?? digit) : digit;
  }
  return marks[event.code]?.[event.shiftKey ? 1 : 0] ?? null;
}

/** What a scanner means by a key; null for a key that types nothing. */
export function meantBy(event: KeyboardEvent): string | null {
  if (event.code === 'NumpadDecimal') {
    return '.';
  }
  if (plainText.test(event.key)) {
    return event.key;
  }
  const played = onPlayedKeyboard(event);
  // One key of an Arabic keyboard types two letters.
  return [...event.key].length <= 2 && event.key !== ' '
    ? (played ?? (event.key.length === 1 ? event.key : null))
    : null;
}
