import type { CountForm, CountView, DenominationView, OpenThingsView, TillClient } from '$shared/ipc/client';
import { sentenceOf } from '$shared/state/session.svelte';

export type Step = 'open' | 'count' | 'compare';

/** How many things are still open. Payments that need a person are counted once, as alerts. */
export function howMany(things: OpenThingsView): number {
  const { orders, sales, overpaid, parked, prints, alerts } = things;
  return orders.length + sales.length + overpaid.length + parked.length + prints.length + alerts;
}

/**
 * A shift that is being closed. It outlives its screen: who goes to settle what is still open finds the count as it was.
 */
export class Closing {
  step = $state<Step>('open');
  /** The things were looked at and the shift is to be closed with them open. */
  seen = $state(false);
  /** What was typed for each note and coin, by its fils. */
  pieces = $state<Record<number, string>>({});
  loose = $state('');
  note = $state('');
  denominations = $state.raw<DenominationView[]>([]);
  /** What the count comes to, as the core says; null while it cannot be read. */
  view = $state.raw<CountView | null>(null);
  looseProblem = $state<string | null>(null);

  #asked = 0;

  constructor(readonly client: Pick<TillClient, 'countTotal' | 'denominations'>) {}

  /** Whether what was typed for a note or a coin is no number of pieces. */
  wrong(fils: number): boolean {
    return !/^\d{0,6}$/.test((this.pieces[fils] ?? '').trim());
  }

  get readable(): boolean {
    return this.denominations.every(({ fils }) => !this.wrong(fils));
  }

  form(): CountForm {
    return {
      pieces: this.denominations
        .map(({ fils }) => ({ fils, pieces: Number(this.pieces[fils] ?? '') }))
        .filter(({ pieces }) => pieces > 0),
      loose: this.loose.trim(),
    };
  }

  async begin(): Promise<void> {
    this.denominations = await this.client.denominations();
    await this.total();
  }

  /** Asks the core what the count comes to. Only the newest answer counts. */
  async total(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    if (!this.readable) {
      this.view = null;
      return;
    }
    try {
      const view = await this.client.countTotal(this.form());
      if (asked === this.#asked) {
        this.view = view;
        this.looseProblem = null;
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.view = null;
        this.looseProblem = sentenceOf(error);
      }
    }
  }
}

const underWay = new WeakMap<object, Closing>();

/** The closing that is under way in this window; null while nobody closes. */
export function closingOf(client: TillClient): Closing | null {
  return underWay.get(client) ?? null;
}

export function startClosing(client: TillClient): Closing {
  const closing = new Closing(client);
  underWay.set(client, closing);
  return closing;
}

export function endClosing(client: TillClient): void {
  underWay.delete(client);
}
