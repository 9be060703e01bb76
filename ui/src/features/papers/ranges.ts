import { shiftDay } from '$shared/format/time';

/** Days chosen with one press, in the order they are wanted. */
export const quick = ['today', 'yesterday', 'month', 'lastMonth', 'lastQuarter', 'year'] as const;
export type Quick = (typeof quick)[number];

/** Business days, `YYYY-MM-DD`, both included. */
export interface Range {
  from: string;
  to: string;
}

/** The first day of the month that many months after the one of a day. */
function firstOf(day: string, months: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

export function rangeOf(choice: Quick, today: string): Range {
  switch (choice) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday': {
      const before = shiftDay(today, -1);
      return { from: before, to: before };
    }
    case 'month':
      return { from: firstOf(today, 0), to: today };
    case 'lastMonth':
      return { from: firstOf(today, -1), to: shiftDay(firstOf(today, 0), -1) };
    case 'lastQuarter': {
      const into = (Number(today.slice(5, 7)) - 1) % 3;
      return { from: firstOf(today, -into - 3), to: shiftDay(firstOf(today, -into), -1) };
    }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
  }
}

/** Which press would have chosen these days. */
export function quickOf(range: Range, today: string): Quick | null {
  const same = (choice: Quick) => {
    const other = rangeOf(choice, today);
    return other.from === range.from && other.to === range.to;
  };
  return quick.find(same) ?? null;
}
