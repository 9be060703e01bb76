/** PayBy's lists and statements in the demo's shop, and what does not fit them. */
import {
  type MatchDue,
  type MatchingClient,
  type MatchKind,
  type MatchProgress,
  type MatchRow,
  type MatchRun,
  type MatchSide,
  type MatchView,
  type OrphanRow,
  TillError,
} from '../client';
import { money } from './orders';

const dayMs = 86_400_000;
const kinds: MatchKind[] = [
  'matched',
  'ours_only',
  'theirs_only',
  'amount_differs',
  'state_differs',
  'fee_unexpected',
];

function dayAgo(days: number): string {
  return new Date(Date.now() + 4 * 3_600_000 - days * dayMs).toISOString().slice(0, 10);
}

function at(days: number, hour: number, minute: number): number {
  return Date.parse(`${dayAgo(days)}T00:00:00+04:00`) + (hour * 60 + minute) * 60_000;
}

function side(fils: number, state: string, ms: number, subject: string | null = null): MatchSide {
  return { amount: money(fils), state, at_ms: ms, subject };
}

interface Noted extends Partial<MatchRow> {
  what: MatchRow['what'];
  kind: MatchKind;
  advice: string;
  acts: MatchRow['acts'];
}

function row(id: number, days: number, noted: Noted): MatchRow {
  const short = (id * 7919).toString(36).toUpperCase().padStart(4, '0').slice(-4);
  const number = `T1-${dayAgo(days).replaceAll('-', '')}T14${String(id).padStart(2, '0')}06-${short}`;
  return {
    id,
    day: dayAgo(days),
    number,
    order: noted.kind === 'theirs_only' || noted.what === 'fund' ? null : number,
    sale: null,
    refund: noted.what === 'refund' ? `R-${short}-1` : null,
    payby_no: `9180${String(202_611_200_000 + id * 977)}`,
    ours: null,
    theirs: null,
    fee_expected: null,
    fee: null,
    decision: null,
    reason: null,
    decided_by: null,
    decided_ms: null,
    orphan: null,
    ...noted,
  };
}

/** One difference of every kind, today's and yesterday's. */
function noted(): MatchRow[] {
  return [
    row(11, 0, {
      what: 'payment',
      kind: 'theirs_only',
      advice: 'take_over',
      acts: ['take_over', 'explain'],
      theirs: side(4500, 'paid', at(0, 13, 42), 'Table 9'),
    }),
    row(12, 0, {
      what: 'payment',
      kind: 'state_differs',
      advice: 'ask_payby',
      acts: ['ask', 'open_order', 'explain'],
      ours: side(1200, 'closed', at(0, 11, 5), 'Water, 12'),
      theirs: side(1200, 'paid', at(0, 11, 7), 'Water, 12'),
    }),
    row(13, 0, {
      what: 'payment',
      kind: 'amount_differs',
      advice: 'amount_differs',
      acts: ['ask', 'explain', 'open_order'],
      ours: side(4775, 'paid', at(0, 16, 20), 'قهوة عربية'),
      theirs: side(4757, 'paid', at(0, 16, 20), 'قهوة عربية'),
    }),
    row(21, 1, {
      what: 'payment',
      kind: 'ours_only',
      advice: 'missing_at_payby',
      acts: ['ask', 'explain', 'open_order'],
      ours: side(123_450, 'paid', at(1, 18, 12), 'Oud gift box, wrapped, with a card for Mr. Al Mansoori'),
    }),
    row(22, 1, {
      what: 'refund',
      kind: 'theirs_only',
      advice: 'foreign_refund',
      acts: ['explain'],
      theirs: side(3000, 'paid', at(1, 20, 1)),
    }),
    row(23, 1, {
      what: 'settlement',
      kind: 'fee_unexpected',
      advice: 'check_fee',
      acts: ['explain', 'open_order'],
      ours: side(20_000, 'paid', at(1, 12, 30)),
      theirs: side(20_000, 'paid', at(1, 12, 30)),
      fee: money(500),
      fee_expected: money(300),
    }),
    row(24, 1, {
      what: 'fund',
      kind: 'theirs_only',
      advice: 'explain_movement',
      acts: ['explain'],
      number: '20261120-adjust-4',
      theirs: side(2500, 'SUCCESS', at(1, 23, 0)),
    }),
    row(31, 4, {
      what: 'payment',
      kind: 'state_differs',
      advice: 'still_payable',
      acts: ['ask', 'open_order', 'explain'],
      ours: side(6500, 'closed', at(4, 9, 30), 'Dates, 1 kg'),
      theirs: side(6500, 'waiting', at(4, 9, 30), 'Dates, 1 kg'),
    }),
  ];
}

export class DemoMatching implements MatchingClient {
  #rows: MatchRow[];
  #matched: MatchRow[];
  #runs: { day: string; run: MatchRun }[] = [];
  #due: MatchDue[];
  #orphans: OrphanRow[] = [];

  constructor(
    readonly scene: string,
    readonly tell: (progress: MatchProgress) => void,
  ) {
    const fresh = scene.endsWith('first') || scene === 'unmatched' || scene === 'offline';
    this.#rows = fresh || scene === 'equal' ? [] : noted();
    this.#matched = Array.from({ length: fresh ? 0 : 14 }, (_, i) =>
      row(100 + i, i % 2, {
        what: i % 7 === 5 ? 'refund' : 'payment',
        kind: 'matched',
        advice: 'nothing',
        acts: [],
        ours: side(1200 + i * 735, 'paid', at(i % 2, 9 + (i % 10), i * 4)),
        theirs: side(1200 + i * 735, 'paid', at(i % 2, 9 + (i % 10), i * 4)),
      }),
    );
    this.#due = [
      { day: dayAgo(0), source: 'list', why: null },
      { day: dayAgo(fresh ? 1 : 2), source: 'statement', why: fresh ? null : 'no_statement' },
    ];
    if (!fresh) {
      this.#due = scene === 'equal' ? [] : this.#due.slice(1);
      this.#ran(dayAgo(0), 'list', null, Date.now() - 1_500_000);
      this.#ran(dayAgo(1), 'list', null, at(1, 22, 40));
      this.#ran(dayAgo(1), 'statement', null, Date.now() - 1_460_000);
      this.#ran(dayAgo(4), 'list', null, at(4, 22, 40));
    }
    if (scene === 'orphans') {
      this.#takeOver(this.#find(11), 'Not known yet');
    }
  }

  #ran(day: string, source: MatchRun['source'], file: string | null, ms = Date.now()): void {
    const from_ms = Date.parse(`${day}T04:00:00+04:00`);
    const run = {
      id: this.#runs.length + 1,
      source,
      from_ms,
      to_ms: from_ms + dayMs,
      file,
      at_ms: ms,
      by: 'Noor',
      counts: this.#counts(day),
    };
    this.#runs.unshift({ day, run });
  }

  #of(day: string, all: MatchRow[]): MatchRow[] {
    return all.filter((one) => one.day === day);
  }

  #counts(day: string): Record<MatchKind, number> {
    const all = [...this.#of(day, this.#rows), ...this.#of(day, this.#matched)];
    const count = (kind: MatchKind) => all.filter((one) => one.kind === kind).length;
    return Object.fromEntries(kinds.map((kind) => [kind, count(kind)])) as Record<MatchKind, number>;
  }

  #find(id: number): MatchRow {
    const found = this.#rows.find((one) => one.id === id);
    if (found === undefined) {
      throw new TillError('no_such_row', 'There is no such difference.');
    }
    return found;
  }

  #put(next: MatchRow): MatchRow {
    this.#rows = this.#rows.map((one) => (one.id === next.id ? next : one));
    return next;
  }

  #view(day: string, withMatched: boolean): MatchView {
    const open = (one: MatchRow) => one.kind !== 'matched' && one.decision === null;
    const rows = this.#of(day, this.#rows);
    const matched = this.#of(day, this.#matched);
    const all = [...rows, ...matched].filter((one) => one.what === 'payment');
    const sum = (of: 'ours' | 'theirs') =>
      all.reduce((total, one) => {
        const said = one.decision === 'taken_over' ? one.theirs : one[of];
        return total + (said?.state === 'paid' ? (said.amount?.fils ?? 0) : 0);
      }, 0);
    const [ours, theirs] = [sum('ours'), sum('theirs')];
    const statement = this.#runs.some((one) => one.day === day && one.run.source === 'statement');
    const others = [...new Set(this.#rows.map((one) => one.day))].filter((one) => one !== day).sort();
    return {
      day,
      runs: this.#runs.filter((one) => one.day === day).map((one) => one.run),
      counts: this.#counts(day),
      open: rows.filter(open).length,
      rows: [...rows.filter(open), ...rows.filter((one) => !open(one)), ...(withMatched ? matched : [])],
      ours_total: money(ours),
      theirs_total: money(theirs),
      difference: money(theirs - ours),
      fees: money(statement ? 2987 : 0),
      fee_vat: money(statement ? 149 : 0),
      usual_fee: statement ? '1.50 %' : null,
      settled: money(statement ? theirs - 3136 : 0),
      other_days: others
        .map((one) => ({ day: one, open: this.#of(one, this.#rows).filter(open).length }))
        .filter((one) => one.open > 0),
      due: this.#due,
    };
  }

  async #run(days: [string, MatchRun['source'], string | null][]): Promise<void> {
    if (this.scene === 'offline' && days.some(([, , file]) => file === null)) {
      await new Promise((done) => setTimeout(done, 600));
      throw new TillError(
        'no_answer',
        'PayBy did not answer (no connection): look at the internet connection, then try again.',
      );
    }
    for (const [n, [day, source, file]] of days.entries()) {
      const total = source === 'list' ? 214 : 50_000;
      for (const step of ['fetching', 'reading', 'comparing', 'storing'] as const) {
        for (const part of step === 'fetching' ? [0] : [0.25, 0.7, 1]) {
          const known = step === 'fetching' ? null : total;
          this.tell({
            day,
            days_done: n,
            days_total: days.length,
            done: Math.round(total * part),
            total: known,
            step,
          });
          await new Promise((done) => setTimeout(done, this.scene === 'slow' ? 4000 : 160));
        }
      }
      this.#due = this.#due.filter((one) => one.day !== day || one.source !== source);
      if (this.#rows.length === 0 && this.scene !== 'equal') {
        this.#rows = noted();
      }
      this.#ran(day, source, file);
    }
  }

  matching: MatchingClient['matching'] = async (day, withMatched) => {
    if (this.scene === 'slow') {
      await new Promise((done) => setTimeout(done, 3000));
    }
    if (this.scene === 'unreadable') {
      throw new TillError('db_busy', 'Another program is writing the books. Try again in a moment.');
    }
    return this.#view(day ?? dayAgo(0), withMatched);
  };

  matchDue = async () => {
    if (this.scene === 'offline') {
      await new Promise((done) => setTimeout(done, 600));
      this.#due = this.#due.map((one) => ({ ...one, why: 'no_answer' }));
      return this.#view(dayAgo(0), false);
    }
    await this.#run(this.#due.map((one) => [one.day, one.source, null]));
    return this.#view(dayAgo(0), false);
  };

  matchList = async (day: string) => {
    await this.#run([[day, 'list', null]]);
    return this.#view(day, false);
  };

  matchStatement = async (day: string) => {
    await this.#run([[day, 'statement', null]]);
    return this.#view(day, false);
  };

  matchFile = async () => {
    await this.#run([[dayAgo(1), 'statement', 'statement_20261120.zip']]);
    return this.#view(dayAgo(1), false);
  };

  matchAsk = async (id: number) => {
    await new Promise((done) => setTimeout(done, 900));
    const asked = this.#find(id);
    return asked.kind === 'state_differs'
      ? this.#put({ ...asked, kind: 'matched', advice: 'nothing', acts: [], ours: asked.theirs })
      : asked;
  };

  #decide(id: number, decision: MatchRow['decision'], reason: string | null): MatchRow {
    const decided = decision !== null;
    return this.#put({
      ...this.#find(id),
      decision,
      reason,
      decided_by: decided ? 'Noor' : null,
      decided_ms: decided ? Date.now() : null,
    });
  }

  #takeOver(from: MatchRow, reason: string): MatchRow {
    const orphan = this.#orphans.length + 1;
    this.#orphans.push({
      id: orphan,
      number: from.number,
      payby_no: from.payby_no ?? '',
      amount: from.theirs?.amount ?? money(0),
      subject: from.theirs?.subject ?? null,
      paid_ms: from.theirs?.at_ms ?? Date.now(),
      taken_by: 'Noor',
      reason,
      assigned_as: null,
      assigned_sale: null,
    });
    const decided = this.#decide(from.id, 'taken_over', reason);
    return this.#put({ ...decided, orphan, acts: ['assign'] });
  }

  matchTakeOver = async (id: number, reason: string) => this.#takeOver(this.#find(id), reason);

  matchExplain = async (id: number, reason: string) => this.#decide(id, 'explained', reason);

  matchReopen = async (id: number) => this.#decide(id, null, null);

  orphans = async () => [...this.#orphans];

  assignOrphan: MatchingClient['assignOrphan'] = async (id, sale, words) => {
    this.#orphans = this.#orphans.map((one) =>
      one.id === id ? { ...one, assigned_as: words, assigned_sale: sale } : one,
    );
    return [...this.#orphans];
  };
}
