import { vi } from 'vitest';
import type { MatchRow, MatchRun, MatchView, OrphanRow, TillClient } from '$shared/ipc/client';
import { money } from './orders';

export const noCounts: MatchView['counts'] = {
  matched: 0,
  ours_only: 0,
  theirs_only: 0,
  amount_differs: 0,
  state_differs: 0,
  fee_unexpected: 0,
};

/** A payment that PayBy has and the books do not. */
export function foreign(change: Partial<MatchRow> = {}): MatchRow {
  return {
    id: 11,
    what: 'payment',
    kind: 'theirs_only',
    day: '2026-11-21',
    number: 'X-77',
    order: null,
    sale: null,
    refund: null,
    payby_no: '91800001',
    ours: null,
    theirs: { amount: money('45.00'), state: 'paid', at_ms: 1_795_000_000_000, subject: 'Table 9' },
    fee_expected: null,
    fee: null,
    advice: 'take_over',
    acts: ['take_over', 'explain'],
    decision: null,
    reason: null,
    decided_by: null,
    decided_ms: null,
    orphan: null,
    ...change,
  };
}

/** An order that the books closed and PayBy calls paid. */
export function unsure(change: Partial<MatchRow> = {}): MatchRow {
  return foreign({
    id: 12,
    kind: 'state_differs',
    number: 'T1-9',
    order: 'T1-9',
    ours: { amount: money('12.00'), state: 'closed', at_ms: 1_795_000_000_000, subject: 'Water' },
    theirs: { amount: money('12.00'), state: 'paid', at_ms: 1_795_000_000_000, subject: 'Water' },
    advice: 'ask_payby',
    acts: ['ask', 'open_order', 'explain'],
    ...change,
  });
}

export function run(change: Partial<MatchRun> = {}): MatchRun {
  return {
    id: 1,
    source: 'list',
    from_ms: 1_795_000_000_000,
    to_ms: 1_795_086_400_000,
    file: null,
    at_ms: 1_795_000_000_000,
    by: 'Noor',
    counts: noCounts,
    ...change,
  };
}

/** A day that was compared and has nothing to settle, unless told otherwise. */
export function matchView(change: Partial<MatchView> = {}): MatchView {
  return {
    day: '2026-11-21',
    runs: [run()],
    counts: { ...noCounts, matched: 8 },
    open: 0,
    rows: [],
    ours_total: money('340.25'),
    theirs_total: money('340.25'),
    difference: money('0.00'),
    fees: money('0.00'),
    fee_vat: money('0.00'),
    usual_fee: null,
    settled: money('0.00'),
    other_days: [],
    due: [],
    ...change,
  };
}

export function orphan(change: Partial<OrphanRow> = {}): OrphanRow {
  return {
    id: 3,
    number: 'X-77',
    payby_no: '91800001',
    amount: money('45.00'),
    subject: 'Table 9',
    paid_ms: 1_795_000_000_000,
    taken_by: 'Noor',
    reason: 'Not known yet',
    assigned_as: null,
    assigned_sale: null,
    ...change,
  };
}

/** A core that has compared; a test changes what it says. */
export function matchingOf(view: MatchView = matchView()) {
  return {
    matching: vi.fn<TillClient['matching']>(async (day) => ({ ...view, day: day ?? view.day })),
    matchDue: vi.fn<TillClient['matchDue']>(async () => view),
    matchList: vi.fn<TillClient['matchList']>(async (day) => ({ ...view, day })),
    matchStatement: vi.fn<TillClient['matchStatement']>(async (day) => ({ ...view, day })),
    matchFile: vi.fn<TillClient['matchFile']>(async () => null),
    matchAsk: vi.fn<TillClient['matchAsk']>(async () => unsure()),
    matchTakeOver: vi.fn<TillClient['matchTakeOver']>(async () => foreign()),
    matchExplain: vi.fn<TillClient['matchExplain']>(async () => foreign()),
    matchReopen: vi.fn<TillClient['matchReopen']>(async () => foreign()),
    orphans: vi.fn<TillClient['orphans']>(async () => []),
    assignOrphan: vi.fn<TillClient['assignOrphan']>(async () => []),
  };
}
