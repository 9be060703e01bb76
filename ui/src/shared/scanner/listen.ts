import { meantBy } from './keys';
import {
  burstGapMs,
  enterGraceMs,
  onEnter,
  onKey,
  onTime,
  quiet,
  type Recognised,
  type Step,
} from './recognise';

export interface ScanHandlers {
  /** Keys a person typed while no field had the focus. */
  typed(text: string): void;
  /** Enter pressed by a person while nothing that Enter would press had the focus. */
  enter(): void;
  scan(code: string): void;
  noise(): void;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

const textTypes = new Set(['text', 'search', 'password', 'url', 'number', 'tel', 'email']);

function fieldOf(target: EventTarget | null): Field | null {
  if (target instanceof HTMLTextAreaElement) {
    return target;
  }
  return target instanceof HTMLInputElement && textTypes.has(target.type) ? target : null;
}

function pressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary, select, input, textarea') !== null;
}

/** A field marked so takes a scan as its own text: the dialog that waits for one. */
const ownScan = 'data-takes-scan';

/**
 * Listens to every key of the window. While a field has the focus its keys go there as ever, and a scan is taken out
 * of it again; elsewhere keys are held until it is known who typed them. Returns the function that stops it.
 */
export function listenForScans(target: Window, handlers: ScanHandlers): () => void {
  let burst = quiet;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let before: { field: Field; value: string } | null = null;
  let scannedAt = Number.NEGATIVE_INFINITY;

  function tell(out: readonly Recognised[], inField: boolean): void {
    for (const one of out) {
      if (one.kind === 'scan') {
        handlers.scan(one.code);
      } else if (inField) {
        // What a person types into a field is the field's business.
      } else if (one.kind === 'typed') {
        handlers.typed(one.text);
      } else if (one.kind === 'noise') {
        handlers.noise();
      } else {
        handlers.enter();
      }
    }
  }

  function take(step: Step, inField: boolean): void {
    burst = step.burst;
    clearTimeout(timer);
    if (burst.count > 0) {
      timer = setTimeout(() => take(onTime(burst, performance.now()), inField), enterGraceMs / 3);
    }
    tell(step.out, inField);
  }

  function putBack(): void {
    if (before !== null) {
      before.field.value = before.value;
      before.field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  function enterKey(event: KeyboardEvent, field: Field | null): void {
    // Some scanners end a code with two of them.
    if (burst.count === 0 && event.timeStamp - scannedAt < enterGraceMs) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const step = onEnter(burst, event.timeStamp);
    const scanner = step.out.some((one) => one.kind === 'scan');
    if (scanner) {
      scannedAt = event.timeStamp;
    }
    if (scanner) {
      event.preventDefault();
      event.stopPropagation();
      putBack();
    }
    const pressesSomething = !scanner && pressable(event.target);
    take(
      { burst: step.burst, out: step.out.filter((one) => !(one.kind === 'enter' && pressesSomething)) },
      field !== null,
    );
    before = null;
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    const field = fieldOf(event.target);
    if (field?.hasAttribute(ownScan)) {
      return;
    }
    if (event.key === 'Enter') {
      enterKey(event, field);
      return;
    }
    // A scanner presses Shift for capitals.
    if (event.key === 'Shift' || event.key === 'CapsLock') {
      return;
    }
    const meant = meantBy(event);
    // Backspace and the like come after what was typed before them. A space presses the focused button.
    if (meant === null) {
      take(onTime(burst, Number.POSITIVE_INFINITY), field !== null);
      return;
    }
    const starts = burst.count === 0 || event.timeStamp - burst.lastAt >= burstGapMs;
    if (field !== null && (starts || before === null)) {
      before = { field, value: field.value };
    }
    if (field === null) {
      before = null;
    }
    const key = event.code === 'NumpadDecimal' ? '.' : event.key;
    take(onKey(burst, key, event.timeStamp, meant), field !== null);
  }

  target.addEventListener('keydown', onKeydown, { capture: true });
  return () => {
    clearTimeout(timer);
    target.removeEventListener('keydown', onKeydown, { capture: true });
  };
}
