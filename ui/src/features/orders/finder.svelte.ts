import type { FindQuery, FoundRow } from '$shared/ipc/client';
import type { Session } from '$shared/state/session.svelte';

/** Every sale. */
export const everything: FindQuery = {
  text: '',
  from: null,
  to: null,
  states: [],
  tender: null,
  cashier: null,
  category: null,
  vat: null,
  hour: null,
  flags: [],
  refunded_on: null,
  after: null,
};

/** The same search, wherever its pages are. */
export function sameSearch(a: FindQuery, b: FindQuery): boolean {
  const plain = (query: FindQuery) =>
    JSON.stringify(
      { ...everything, ...query, text: query.text.trim(), after: null },
      Object.keys(everything),
    );
  return plain(a) === plain(b);
}

/** How many things narrow it, besides its text and its days. */
export function narrowed(query: FindQuery): number {
  const single = [query.tender, query.cashier, query.category, query.vat, query.hour, query.refunded_on];
  return single.filter((one) => one !== null).length + query.states.length + query.flags.length;
}

/** A page that came, before what was loaded already: what changed is new, and nothing that was scrolled to is lost. */
export function renewed(old: readonly FoundRow[], page: readonly FoundRow[]): FoundRow[] | null {
  const last = page.at(-1);
  const at = last === undefined ? -1 : old.findIndex((row) => row.sale === last.sale);
  if (at === -1) {
    return null;
  }
  const fresh = new Set(page.map((row) => row.sale));
  return [...page, ...old.slice(at + 1).filter((row) => !fresh.has(row.sale))];
}

/** Pages without end of one search. An answer that was overtaken by a newer question is dropped. */
export class Finder {
  rows = $state.raw<readonly FoundRow[]>([]);
  /** It was asked and answered at least once. */
  answered = $state(false);
  behind = $state(0);
  more = $state(false);

  #query: FindQuery | null = null;
  #next: string | null = null;
  #asked = 0;
  #loading = false;

  constructor(readonly session: Session) {}

  /** Asks anew. The same search keeps what was scrolled to. */
  async look(query: FindQuery): Promise<void> {
    const asked = ++this.#asked;
    const same = this.#query !== null && sameSearch(this.#query, query);
    const got = await this.session.attempt(() =>
      this.session.client.findOrders({ ...query, text: query.text.trim(), after: null }),
    );
    if (got === null || asked !== this.#asked) {
      return;
    }
    const page = got.value;
    const kept = same && page.next !== null ? renewed(this.rows, page.rows) : null;
    if (kept === null || kept.length === page.rows.length) {
      this.#next = page.next;
    }
    this.rows = kept ?? page.rows;
    this.#query = query;
    this.#loading = false;
    this.more = this.#next !== null;
    this.behind = page.behind;
    this.answered = true;
  }

  /** The next page, once. */
  async furtherOn(): Promise<void> {
    const query = this.#query;
    if (this.#loading || query === null || this.#next === null) {
      return;
    }
    this.#loading = true;
    const asked = this.#asked;
    const got = await this.session.attempt(() =>
      this.session.client.findOrders({ ...query, text: query.text.trim(), after: this.#next }),
    );
    if (asked !== this.#asked) {
      return;
    }
    this.#loading = false;
    if (got !== null) {
      const known = new Set(this.rows.map((row) => row.sale));
      this.rows = [...this.rows, ...got.value.rows.filter((row) => !known.has(row.sale))];
      this.#next = got.value.next;
    } else {
      this.#next = null;
    }
    this.more = this.#next !== null;
  }
}
