/** What was cancelled in the demo's shop, and by whom. */
import type { CancellationRow, DayClient } from '../client';
import { money } from './orders';

const dayMs = 86_400_000;

function row(
  days: number,
  minute: number,
  change: Partial<CancellationRow> & { fils: number },
): CancellationRow {
  const at_ms = Date.now() - days * dayMs - minute * 60_000;
  const day = new Date(at_ms + 4 * 3_600_000).toISOString().slice(0, 10);
  const { fils, ...rest } = change;
  const short = (fils * 7919 + minute).toString(36).toUpperCase().slice(-4);
  return {
    order: `T1-${day.replaceAll('-', '')}T0906${String(minute % 60).padStart(2, '0')}-${short}`,
    sale: 'S1',
    at_ms,
    by: 'till',
    why: 'deadline',
    reason: null,
    tries: 1,
    proved_ms: at_ms + 2300,
    outcome: 'proved',
    amount: money(fils),
    ...rest,
  };
}

const rows: CancellationRow[] = [
  row(0, 14, { fils: 1200, by: 'Ali', why: 'cashier' }),
  row(0, 55, { fils: 6500, tries: 3, outcome: 'paid_instead' }),
  row(0, 96, { fils: 23_400, by: 'عائشة', why: 'replaced', tries: 4 }),
  row(0, 140, { fils: 4775, tries: 6, outcome: 'open', proved_ms: null }),
  row(1, 30, { fils: 12_345, by: 'Joseph Fernandes', why: 'cashier', reason: 'The customer pays in cash' }),
  row(2, 75, {
    fils: 99_000,
    by: 'Mona Haddad',
    why: 'closed_by_person',
    reason: 'PayBy did not answer for an hour, and the customer left without the goods',
    tries: 31,
    outcome: 'without_proof',
    proved_ms: null,
  }),
  row(3, 20, { fils: 3300, why: 'refused', tries: 2 }),
];

export const demoCancellations: DayClient['cancellations'] = async ({ from, to, text }) => {
  const day = (ms: number) => new Date(ms + 4 * 3_600_000).toISOString().slice(0, 10);
  const wanted = text.toLowerCase();
  return rows.filter(
    (one) =>
      (from === null || day(one.at_ms) >= from) &&
      (to === null || day(one.at_ms) <= to) &&
      `${one.order} ${one.amount.text} ${one.by} ${one.reason ?? ''}`.toLowerCase().includes(wanted),
  );
};
