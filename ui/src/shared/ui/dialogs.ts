/** Whether a dialog is over the screen: keys are its own then. */
export function dialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
