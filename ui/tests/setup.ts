import '@testing-library/jest-dom/vitest';
import { afterEach, beforeEach } from 'vitest';
import { speak } from '../src/shared/messages/index.svelte';

// Tests of the bundle run without a page.
if (typeof document !== 'undefined') {
  // jsdom knows dialogs only by name.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };

  // It paints nothing: axe, which looks for pictures made of letters, is told so.
  HTMLCanvasElement.prototype.getContext = () => null;
  // It lays nothing out, so there is nowhere to scroll to.
  Element.prototype.scrollIntoView = () => undefined;

  beforeEach(() => {
    history.replaceState(null, '', '#/till');
  });

  afterEach(() => {
    document.body.replaceChildren();
    localStorage.clear();
    speak('en');
  });
}
