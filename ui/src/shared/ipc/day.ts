/**
 * What the screens ask about a business day: its figures, its reports, what was cancelled. Every figure comes from
 * the core, the differences too; every day is a business day, `YYYY-MM-DD`.
 */
import type {
  CancellationRow,
  CancellationsQuery as Cancellations,
  DayView,
  ReportView,
  ZPreview,
  ZRow,
} from './bindings';

export type {
  CancellationRow,
  Compared,
  DayCash,
  DayShift,
  DayView,
  DayWallet,
  DecisionCodeDay,
  Figure,
  OpenItem,
  ReportLine,
  ReportView,
  ToDecide,
  ZPreview,
  ZRow,
} from './bindings';

/** Which of them; null is open. */
export type CancellationsQuery = Required<Cancellations>;

export interface DayClient {
  /** Null is the business day of now. */
  day(day: string | null): Promise<DayView>;
  cancellations(query: CancellationsQuery): Promise<CancellationRow[]>;
  xReport(): Promise<ReportView>;
  /** What closing the next day would make. Changes nothing. */
  zPreview(): Promise<ZPreview>;
  /** The sign-off is the reason why open items may stay; null where there are none. */
  closeDay(day: string, signOff: string | null): Promise<ReportView>;
  /** The latest; those before this one. */
  zReports(before: number | null): Promise<ZRow[]>;
  report(n: number): Promise<ReportView>;
  /** Null is the X report of now. A Z that was printed before is marked as a copy. */
  printReport(n: number | null): Promise<void>;
  /** Where the file is; null when the person closed the dialog. */
  saveReport(n: number | null): Promise<string | null>;
}
