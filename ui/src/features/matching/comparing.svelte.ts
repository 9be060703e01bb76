import type { MatchDue, MatchRow, MatchView, OrphanRow, TillClient } from '$shared/ipc/client';
import { type Session, sentenceOf } from '$shared/state/session.svelte';

export type Run = 'due' | 'list' | 'statement' | 'file';
/** What an answer of PayBy's changed about a difference. */
export type Answer = 'matched' | 'same' | 'changed';

/** Whether somebody has still to do something about it. */
export function isOpen(row: MatchRow): boolean {
  return row.kind !== 'matched' && row.decision === null;
}

/** What is being compared: it goes on while the person looks at another screen. */
class Running {
  what = $state<Run | null>(null);
}

const runs = new WeakMap<Session, Running>();

function runningOf(session: Session): Running {
  const known = runs.get(session) ?? new Running();
  runs.set(session, known);
  return known;
}

function answerOf(before: MatchRow, after: MatchRow): Answer {
  if (after.kind === 'matched') {
    return 'matched';
  }
  const said = (row: MatchRow) => JSON.stringify([row.kind, row.ours, row.theirs]);
  return said(before) === said(after) ? 'same' : 'changed';
}

function dueKey(due: MatchDue): string {
  return `${due.source} ${due.day}`;
}

/** One day's money against PayBy's, as it was last compared. */
export class Comparing {
  view = $state.raw<MatchView | null>(null);
  orphans = $state.raw<OrphanRow[]>([]);
  /** The business day of now, once the core has said. */
  today = $state<string | null>(null);
  /** Why the day cannot be shown. */
  unreadable = $state<string | null>(null);
  /** Why the last comparison came to nothing. */
  problem = $state<string | null>(null);
  withMatched = $state(false);
  /** The row that PayBy is being asked about. */
  asking = $state<number | null>(null);
  answers = $state.raw<ReadonlyMap<number, Answer>>(new Map());
  /** Why PayBy could not be asked about a row, or what it said of it that settles nothing. */
  refusals = $state.raw<ReadonlyMap<number, string>>(new Map());

  #asked = 0;
  /** Why something that is due could not be had, when that was last tried. */
  #why = new Map<string, string>();

  constructor(readonly session: Session) {}

  /** What is being compared right now, be it from an earlier visit to this screen. */
  get running(): Run | null {
    return runningOf(this.session).what;
  }

  get client(): TillClient {
    return this.session.client;
  }

  get differences(): MatchRow[] {
    return this.#keptInPlace.filter((row) => this.#told(row));
  }

  get matched(): MatchRow[] {
    return (this.view?.rows ?? []).filter((row) => !this.#told(row));
  }

  /** Whether it stands among the differences: also when it has just turned out to match, or somebody decided about it. */
  #told(row: MatchRow): boolean {
    return row.kind !== 'matched' || row.decision !== null || this.answers.has(row.id);
  }

  get unassigned(): OrphanRow[] {
    return this.orphans.filter((orphan) => orphan.assigned_as === null);
  }

  /** A row that was settled stays where the person left it, until the day is opened or compared again. */
  #places: number[] = [];

  get #keptInPlace(): MatchRow[] {
    const rows = this.view?.rows ?? [];
    const place = (row: MatchRow) => {
      const at = this.#places.indexOf(row.id);
      return at === -1 ? this.#places.length : at;
    };
    return [...rows].sort((a, b) => place(a) - place(b));
  }

  #show(view: MatchView, again: boolean): void {
    if (!again || view.day !== this.view?.day) {
      const open = view.rows.filter(isOpen);
      this.#places = [...open, ...view.rows.filter((row) => !isOpen(row))].map((row) => row.id);
      this.answers = new Map();
      this.refusals = new Map();
    }
    const known = new Set(view.rows.map((row) => row.id));
    const answered = (this.view?.rows ?? []).filter((row) => this.answers.has(row.id) && !known.has(row.id));
    const due = view.due.map((one) => ({ ...one, why: one.why ?? this.#why.get(dueKey(one)) ?? null }));
    this.view = { ...view, due, rows: [...view.rows, ...answered] };
    this.unreadable = null;
  }

  /** Reads the day from the books. Again: the same day, with what was settled in its place. */
  async load(day: string | null, again = false): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const [view, orphans] = await Promise.all([
        this.client.matching(day, this.withMatched),
        this.client.orphans(),
      ]);
      if (day === null) {
        this.today = view.day;
      } else if (this.today === null) {
        this.today = (await this.client.matching(null, false)).day;
      }
      if (asked === this.#asked) {
        this.orphans = orphans;
        this.#show(view, again);
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.unreadable = sentenceOf(error);
      }
    }
  }

  /** Compares; the day that it came to, or null where it came to nothing. */
  async run(what: Run, compare: () => Promise<MatchView | null>): Promise<MatchView | null> {
    if (this.running !== null) {
      return null;
    }
    const running = runningOf(this.session);
    running.what = what;
    this.problem = null;
    this.session.matching = null;
    try {
      const view = await compare();
      if (view !== null) {
        this.#asked += 1;
        this.#why = new Map(view.due.flatMap((one) => (one.why === null ? [] : [[dueKey(one), one.why]])));
        this.#show(view, false);
      }
      return view;
    } catch (error) {
      this.problem = sentenceOf(error);
      return null;
    } finally {
      running.what = null;
      this.session.matching = null;
    }
  }

  /** What a command made of a row takes its place; the sums are asked for again. */
  async #became(row: MatchRow): Promise<void> {
    if (this.view !== null) {
      const { day } = this.view;
      this.view = { ...this.view, rows: this.view.rows.map((one) => (one.id === row.id ? row : one)) };
      await this.load(day, true);
    }
  }

  /** Asks PayBy about one difference. Null where that was refused. */
  async ask(row: MatchRow): Promise<Answer | null> {
    if (this.asking !== null) {
      return null;
    }
    this.asking = row.id;
    try {
      const got = await this.client.matchAsk(row.id);
      const answer = answerOf(row, got);
      this.answers = new Map(this.answers).set(row.id, answer);
      this.refusals = new Map([...this.refusals].filter(([id]) => id !== row.id));
      await this.#became(got);
      return answer;
    } catch (error) {
      // Said where it was asked: it is what the person decides by.
      this.refusals = new Map(this.refusals).set(row.id, sentenceOf(error));
      return null;
    } finally {
      this.asking = null;
    }
  }

  /** Refused with the core's reason; the dialog says it. */
  async takeOver(row: MatchRow, reason: string): Promise<void> {
    await this.#became(await this.client.matchTakeOver(row.id, reason));
  }

  async explain(row: MatchRow, reason: string): Promise<void> {
    await this.#became(await this.client.matchExplain(row.id, reason));
  }

  async reopen(row: MatchRow): Promise<boolean> {
    const got = await this.session.attempt(() => this.client.matchReopen(row.id));
    if (got !== null) {
      await this.#became(got.value);
    }
    return got !== null;
  }

  async assign(orphan: number, sale: string | null, words: string): Promise<void> {
    this.orphans = await this.client.assignOrphan(orphan, sale, words);
    if (this.view !== null) {
      await this.load(this.view.day, true);
    }
  }
}
