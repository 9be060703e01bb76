import type { MoneyView, ReturnableView, ReturnWay, ReturnWhat, TillClient } from '$shared/ipc/client';
import { sentenceOf } from '$shared/state/session.svelte';

export type Kind = ReturnWhat['kind'];

/** A way of giving back, by what tells it from the others of a sale. */
export function wayKey(way: ReturnWay): string {
  return way.order ?? way.tender;
}

/** What somebody is about to give back. The core says what it comes to. */
export class Giving {
  kind = $state<Kind>('lines');
  /** What was typed for each line, by its number. */
  quantities = $state<Record<number, string>>({});
  amountText = $state('');
  way = $state<string | null>(null);
  preview = $state.raw<MoneyView | null>(null);
  problem = $state<string | null>(null);

  #asked = 0;

  constructor(
    readonly client: Pick<TillClient, 'creditPreview'>,
    readonly view: ReturnableView,
  ) {
    const [only, other] = this.ways;
    this.way = only !== undefined && other === undefined ? wayKey(only) : null;
    this.kind = view.lines.some((line) => line.left !== null) ? 'lines' : 'amount';
  }

  /** The payments that have money left. */
  get ways(): ReturnWay[] {
    return this.view.ways.filter((way) => way.left.fils > 0);
  }

  get chosen(): ReturnWay | null {
    return this.ways.find((way) => wayKey(way) === this.way) ?? null;
  }

  /** Whether the payment that was chosen has less left than what is to go back. */
  get tooLittle(): boolean {
    return this.chosen !== null && this.preview !== null && this.chosen.left.fils < this.preview.fils;
  }

  /** What to give back; null while nothing is chosen. */
  what(): ReturnWhat | null {
    switch (this.kind) {
      case 'all':
        return { kind: 'all' };
      case 'amount': {
        const amount = this.amountText.trim();
        return amount === '' ? null : { kind: 'amount', amount };
      }
      case 'lines': {
        const lines = this.view.lines
          .map(({ line }) => ({ line, quantity: (this.quantities[line] ?? '').trim() }))
          .filter(({ quantity }) => /[1-9]|[^\d.]/.test(quantity));
        return lines.length === 0 ? null : { kind: 'lines', lines };
      }
    }
  }

  /** Asks the core what it comes to. Only the newest answer counts. */
  async ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const what = this.what();
    if (what === null) {
      this.preview = null;
      this.problem = null;
      return;
    }
    try {
      const preview = await this.client.creditPreview(this.view.sale.sale, what);
      if (asked === this.#asked) {
        this.preview = preview;
        this.problem = null;
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.preview = null;
        this.problem = sentenceOf(error);
      }
    }
  }
}
