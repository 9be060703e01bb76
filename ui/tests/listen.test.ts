import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenForScans } from '$shared/scanner/listen';

const code = '281234567890123456';

function scan(target: EventTarget, text: string): void {
  for (const key of [...text, 'Enter']) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    const went = target.dispatchEvent(event);
    // A browser puts the character into the field unless somebody prevented it.
    if (went && target instanceof HTMLInputElement && key.length === 1) {
      target.value += key;
      target.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }
}

describe('listening to the whole window', () => {
  const heard = { typed: vi.fn(), enter: vi.fn(), scan: vi.fn(), noise: vi.fn() };
  let stop: () => void;

  beforeEach(() => {
    vi.resetAllMocks();
    stop = listenForScans(window, heard);
  });
  afterEach(() => stop());

  it('hands a scan over without a single typed key', async () => {
    scan(document.body, code);
    await new Promise((done) => setTimeout(done, 250));
    expect(heard.scan).toHaveBeenCalledExactlyOnceWith(code);
    expect(heard.typed).not.toHaveBeenCalled();
    expect(heard.enter).not.toHaveBeenCalled();
  });

  it('reads a scan by its keys where the keyboard types Arabic', () => {
    const pressed: [key: string, code: string, shiftKey?: boolean][] = [
      ['ش', 'KeyA', true],
      ['لا', 'KeyB'],
      ['٦', 'Digit6'],
      ['2', 'Digit2'],
      ['ظ', 'Slash'],
      ['٩', 'Numpad9'],
      ['Enter', 'Enter'],
    ];
    for (const [key, code, shiftKey = false] of pressed) {
      const event = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    }
    expect(heard.scan).toHaveBeenCalledExactlyOnceWith('Ab62/9');
  });

  it('hands a person’s Arabic keys over as they are', async () => {
    for (const [key, code] of [
      ['ش', 'KeyA'],
      ['ا', 'KeyH'],
      ['ي', 'KeyD'],
      ['Enter', 'Enter'],
    ] as const) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true }));
      await new Promise((done) => setTimeout(done, 60));
    }
    expect(heard.typed.mock.calls.map(([text]) => text).join('')).toBe('شاي');
  });

  it('takes the second Enter of a scanner for its own', () => {
    scan(document.body, '6291000100010');
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(heard.scan).toHaveBeenCalledExactlyOnceWith('6291000100010');
    expect(heard.enter).not.toHaveBeenCalled();
  });

  it('hands a person’s keys over', async () => {
    await userEvent.setup({ delay: 60 }).keyboard('12.5{Enter}');
    expect(heard.typed.mock.calls.map(([text]) => text).join('')).toBe('12.5');
    expect(heard.enter).toHaveBeenCalledOnce();
  });

  it('takes a scan out of the field it landed in', () => {
    const field = document.body.appendChild(document.createElement('input'));
    field.value = 'Table 7';
    scan(field, code);
    expect(field.value).toBe('Table 7');
    expect(heard.scan).toHaveBeenCalledExactlyOnceWith(code);
  });

  it('does not press the focused button with a scan’s Enter', () => {
    const button = document.body.appendChild(document.createElement('button'));
    const pressed = vi.fn();
    button.addEventListener('keydown', (event) => event.key === 'Enter' && pressed());
    scan(button, code);
    expect(pressed).not.toHaveBeenCalled();
  });

  it('leaves Enter to a button a person is on', async () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    expect(heard.enter).not.toHaveBeenCalled();
  });

  it('leaves a field alone that waits for a scan', () => {
    const field = document.body.appendChild(document.createElement('input'));
    field.setAttribute('data-takes-scan', '');
    scan(field, code);
    expect(field.value).toBe(code);
    expect(heard.scan).not.toHaveBeenCalled();
  });

  it('ignores shortcuts', async () => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '1', ctrlKey: true, bubbles: true }));
    await new Promise((done) => setTimeout(done, 120));
    expect(heard.typed).not.toHaveBeenCalled();
  });
});
