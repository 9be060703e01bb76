import type { ProductsView, ProductView } from '$shared/ipc/client';
import type { Session } from '$shared/state/session.svelte';

/** How many products are asked for at a time: more than a screen shows. */
const page = 60;
/** Keys nearer to each other than this, in milliseconds, are one search; a scanner's never search. */
const pauseMs = 45;
/** How many colours the categories take turns in. */
const hues = 8;

/** The products in front: what was searched for, or a category. Searching is the core's. */
export class Shelf {
  categories = $state.raw<string[]>([]);
  products = $state.raw<ProductView[]>([]);
  count = $state(0);
  text = $state('');
  category = $state<string | null>(null);
  /** Which of the found Enter adds. */
  at = $state(0);
  loaded = $state(false);
  /** Whether the shop has any; null until it is known. */
  stocked = $state<boolean | null>(null);

  #asked = 0;
  #loading = false;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly session: Session) {}

  async open(): Promise<void> {
    const [categories] = await Promise.all([
      this.session.attempt(() => this.session.client.categories()),
      this.load(),
    ]);
    this.categories = categories?.value ?? [];
    this.stocked = this.products.length > 0;
  }

  /** Searches as somebody types. */
  search(text: string): void {
    this.text = text;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.load(), pauseMs);
  }

  choose(category: string | null): void {
    this.category = category;
    void this.load();
  }

  async load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const found = await this.#ask(0);
    // An answer to fewer letters may come after one to more.
    if (found !== null && asked === this.#asked) {
      this.products = found.products;
      this.count = found.count;
      this.at = 0;
      this.loaded = true;
    }
  }

  async more(): Promise<void> {
    if (this.#loading || this.products.length >= this.count) {
      return;
    }
    this.#loading = true;
    const asked = this.#asked;
    const found = await this.#ask(this.products.length);
    if (found !== null && asked === this.#asked) {
      this.products = [...this.products, ...found.products];
    }
    this.#loading = false;
  }

  step(by: number): void {
    this.at = Math.max(0, Math.min(this.products.length - 1, this.at + by));
  }

  /** Resolves once what was typed so far is found. */
  async settled(): Promise<void> {
    clearTimeout(this.#pause);
    await this.load();
  }

  /** A category has the colour of its products, where they have one. */
  hueOf(category: string | null): string {
    const coloured = this.products.find((one) => one.category === category && one.colour !== null);
    if (category !== null && coloured?.colour != null) {
      return coloured.colour;
    }
    const place = category === null ? -1 : this.categories.indexOf(category);
    return place === -1 ? 'var(--line-strong)' : `var(--hue-${(place % hues) + 1})`;
  }

  async #ask(offset: number): Promise<ProductsView | null> {
    const { client, preferences } = this.session;
    const text = this.text.trim();
    const done = await this.session.attempt(() =>
      client.products({
        text,
        category: text === '' ? this.category : null,
        inactive: false,
        language: preferences.language,
        offset,
        limit: page,
      }),
    );
    return done?.value ?? null;
  }
}
