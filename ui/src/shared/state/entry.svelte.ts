import type { AmountEntryView, MoneyView, TillClient } from '../ipc/client';

/** What the text may be on the way to an amount without anything being wrong with it. */
const onTheWay = new Set(['amount_empty', 'amount_zero']);

/**
 * The text on the keypad. The core says what it is worth; a key that would make it no amount at all is not taken,
 * and its reason is kept to be shown.
 */
export class AmountEntry {
  text = $state('');
  amount = $state.raw<MoneyView | null>(null);
  /** Code of why the last key was not taken. */
  refused = $state<string | null>(null);

  #queue: Promise<void> = Promise.resolve();

  constructor(readonly client: Pick<TillClient, 'enterAmount'>) {}

  /** Adds what was typed. Keys are asked about one after the other, in the order they were pressed. */
  type(keys: string): Promise<void> {
    return this.#then(async () => {
      for (const key of keys) {
        await this.#propose(this.text + key);
      }
    });
  }

  back(): Promise<void> {
    return this.#then(() => this.#propose(this.text.slice(0, -1)));
  }

  clear(): Promise<void> {
    return this.#then(async () => {
      this.text = '';
      this.amount = null;
      this.refused = null;
    });
  }

  /** Resolves once every key pressed so far is taken or refused. */
  settled(): Promise<void> {
    return this.#queue;
  }

  async #propose(text: string): Promise<void> {
    if (text === '') {
      this.text = '';
      this.amount = null;
      this.refused = null;
      return;
    }
    const answer = await this.client.enterAmount(text);
    if (answer.ok && answer.amount !== null) {
      this.#take(text, answer.amount);
    } else if (this.#canBecomeAmount(text, answer)) {
      // "12." is worth what "12" is; "0." is worth nothing yet.
      this.#take(text, text.endsWith('.') ? this.amount : null);
    } else {
      this.refused = answer.error ?? 'amount_not_a_number';
    }
  }

  #canBecomeAmount(text: string, answer: AmountEntryView): boolean {
    const firstPoint = text.indexOf('.') === text.length - 1;
    return firstPoint || (answer.error !== null && onTheWay.has(answer.error));
  }

  #take(text: string, amount: MoneyView | null): void {
    this.text = text;
    this.amount = amount;
    this.refused = null;
  }

  #then(work: () => Promise<void>): Promise<void> {
    const next = this.#queue.then(work);
    this.#queue = next.catch(() => undefined);
    return next;
  }
}
