import type { ProductsQuery, ProductView } from '$shared/ipc/client';
import { t } from '$shared/messages/index.svelte';
import type { Session } from '$shared/state/session.svelte';

/** How many products are asked for at once. */
const page = 100;

/** What the screen lists: asked for again with every letter, and a page more whenever the end comes into sight. */
export class Shelf {
  text = $state('');
  category = $state<string | null>(null);
  inactive = $state(false);

  shown = $state.raw<readonly ProductView[]>([]);
  count = $state(0);
  more = $state(false);
  categories = $state.raw<readonly string[]>([]);
  /** Nothing has been heard of the core yet. */
  fresh = $state(true);

  #asked = 0;
  #further = false;

  constructor(readonly session: Session) {}

  /** Nothing narrows the list down. */
  get whole(): boolean {
    return this.text.trim() === '' && this.category === null && !this.inactive;
  }

  get complete(): boolean {
    return this.shown.length >= this.count;
  }

  query(offset: number): ProductsQuery {
    return {
      text: this.text.trim(),
      category: this.category,
      inactive: this.inactive,
      language: t().language.code === 'ar' ? 'ar' : 'en',
      offset,
      limit: page,
    };
  }

  /** The first page of what is wanted now. What was asked before and comes later is not shown any more. */
  async ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const query = this.query(0);
    const got = await this.session.attempt(() => this.session.client.products(query));
    if (got !== null && asked === this.#asked) {
      this.shown = got.value.products;
      this.count = got.value.count;
      this.more = got.value.more;
      this.fresh = false;
    }
  }

  async further(): Promise<void> {
    if (this.#further || this.complete) {
      return;
    }
    this.#further = true;
    const asked = this.#asked;
    const query = this.query(this.shown.length);
    const got = await this.session.attempt(() => this.session.client.products(query));
    if (got !== null && asked === this.#asked) {
      this.shown = [...this.shown, ...got.value.products];
    }
    this.#further = false;
  }

  async askCategories(): Promise<void> {
    const got = await this.session.attempt(() => this.session.client.categories());
    if (got !== null) {
      this.categories = got.value;
    }
  }

  /** Something on the shelf has changed. */
  async changed(): Promise<void> {
    await Promise.all([this.ask(), this.askCategories()]);
  }

  clear(): void {
    this.text = '';
    this.category = null;
    this.inactive = false;
  }
}
