/** A scanner's pace, also on a machine that is busy with something else. */
let clock = 0;

function press(target: EventTarget, key: string): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  clock += 2;
  Object.defineProperty(event, 'timeStamp', { value: clock });
  return target.dispatchEvent(event);
}

/** A scanner types a code wherever the focus is; a browser puts its keys into a field unless somebody prevents it. */
export function scan(target: EventTarget, text: string) {
  clock += 1000;
  for (const key of [...text, 'Enter']) {
    const went = press(target, key);
    if (went && target instanceof HTMLInputElement && key.length === 1) {
      target.value += key;
      target.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }
}
