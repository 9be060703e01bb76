import type { SettingChange, TillClient } from '$shared/ipc/client';
import type { Messages } from '$shared/messages/index.svelte';
import { sentenceOf } from '$shared/state/session.svelte';

export type SettingName = keyof Messages['settings']['fields'];

type Client = Pick<TillClient, 'settings' | 'trySettings' | 'changeSettings'>;

/**
 * The settings as somebody is changing them. It outlives its screen, so that nothing typed is lost by looking something
 * up elsewhere. What can be taken, the core says.
 */
export class Draft {
  values = $state<Record<string, string>>({});
  /** As the core has them. */
  saved = $state.raw<Record<string, string>>({});
  /** What the core would refuse, as far as it was asked. */
  refused = $state.raw<ReadonlySet<string>>(new Set());
  /** Fields that somebody has left: only then is anything wrong with them. */
  left = $state<Record<string, boolean>>({});
  ready = $state(false);
  busy = $state(false);
  problem = $state<string | null>(null);

  #asked = 0;

  constructor(readonly client: Client) {}

  /** Reads what is saved, and keeps what was typed. */
  async load(): Promise<void> {
    try {
      const before = this.saved;
      const read = (await this.client.settings()).map(({ name, value }) => [name, value ?? ''] as const);
      this.saved = Object.fromEntries(read);
      for (const [name, value] of read) {
        const typed = this.values[name];
        if (typed === undefined || typed === before[name]) {
          this.values[name] = value;
        }
      }
      this.ready = true;
      this.problem = null;
    } catch (error) {
      this.problem = sentenceOf(error);
    }
  }

  has(name: SettingName): boolean {
    return this.saved[name] !== undefined;
  }

  of(name: SettingName): string {
    return this.values[name] ?? '';
  }

  set(name: SettingName, value: string): void {
    this.values[name] = value;
    this.problem = null;
    void this.check();
  }

  leave(name: SettingName): void {
    this.left[name] = true;
  }

  isChanged(name: SettingName): boolean {
    return this.of(name).trim() !== (this.saved[name] ?? '');
  }

  /** Whether to say that it cannot be taken. */
  isWrong(name: SettingName): boolean {
    return this.left[name] === true && this.refused.has(name);
  }

  get changes(): SettingChange[] {
    return Object.entries(this.values)
      .map(([name, value]) => ({ name, value: value.trim() }))
      .filter(({ name, value }) => this.saved[name] !== undefined && value !== this.saved[name])
      .map(({ name, value }) => ({ name, value: value === '' ? null : value }));
  }

  undo(): void {
    this.values = { ...this.saved };
    this.left = {};
    this.refused = new Set();
    this.problem = null;
  }

  /** Asks the core what it would refuse. Only the newest answer counts. */
  async check(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const { changes } = this;
    try {
      const refused = changes.length === 0 ? [] : await this.client.trySettings(changes);
      if (asked === this.#asked) {
        this.refused = new Set(refused.map(({ name }) => name));
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.problem = sentenceOf(error);
      }
    }
  }

  /** Answers whether everything is saved. */
  async save(): Promise<boolean> {
    if (this.busy) {
      return false;
    }
    this.busy = true;
    await this.check();
    for (const name of this.refused) {
      this.left[name] = true;
    }
    const { changes } = this;
    let done = false;
    if (this.refused.size === 0 && this.problem === null) {
      try {
        await this.client.changeSettings(changes);
        done = true;
        // Now they are the core's, which may write them in its own way.
        const sent = Object.fromEntries(changes.map(({ name, value }) => [name, value ?? '']));
        this.values = { ...this.values, ...sent };
        this.saved = { ...this.saved, ...sent };
        await this.load();
      } catch (error) {
        this.problem = sentenceOf(error);
      }
    }
    this.busy = false;
    return done;
  }
}

const drafts = new WeakMap<object, Draft>();

/** The draft of this window. */
export function draftOf(client: TillClient): Draft {
  const had = drafts.get(client);
  if (had !== undefined) {
    return had;
  }
  const draft = new Draft(client);
  drafts.set(client, draft);
  return draft;
}
