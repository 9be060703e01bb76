import '@testing-library/jest-dom/vitest';
import { afterEach, beforeEach } from 'vitest';

// jsdom knows dialogs only by name.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
Element.prototype.animate ??= () => ({ finished: Promise.resolve(), cancel: () => undefined }) as never;

beforeEach(() => {
  history.replaceState(null, '', '#/till');
});

afterEach(() => {
  document.body.replaceChildren();
});
