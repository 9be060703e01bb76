import { enterGraceMs, onEnter, onKey, onTime, quiet, type Recognised, type Step } from './recognise';

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
    if (burst.keys !== '') {
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
    const step = onEnter(burst, event.timeStamp);
    const scanner = step.out.some((one) => one.kind === 'scan' || (field === null && one.kind === 'noise'));
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
    // Backspace and the like come after what was typed before them. A space presses the focused button.
    if (event.key.length !== 1 || event.key === ' ') {
      take(onTime(burst, Number.POSITIVE_INFINITY), field !== null);
      return;
    }
    const starts = burst.keys === '' || event.timeStamp - burst.lastAt >= enterGraceMs / 3;
    if (field !== null && (starts || before === null)) {
      before = { field, value: field.value };
    }
    if (field === null) {
      before = null;
    }
    take(onKey(burst, event.code === 'NumpadDecimal' ? '.' : event.key, event.timeStamp), field !== null);
  }

  target.addEventListener('keydown', onKeydown, { capture: true });
  return () => {
    clearTimeout(timer);
    target.removeEventListener('keydown', onKeydown, { capture: true });
  };
}
