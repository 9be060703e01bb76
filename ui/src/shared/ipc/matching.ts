/**
 * What the screens ask about PayBy's money against ours. A difference stands in one row however often it is
 * compared, and keeps what a person decided about it.
 */
import type { MatchRow, MatchView, OrphanRow } from './bindings';

export type {
  MatchAct,
  MatchDecision,
  MatchDue,
  MatchKind,
  MatchProgress,
  MatchRow,
  MatchRun,
  MatchSide,
  MatchSource,
  MatchView,
  MatchWhat,
  OrphanRow,
} from './bindings';

export interface MatchingClient {
  /** Null is the business day of now. */
  matching(day: string | null, withMatched: boolean): Promise<MatchView>;
  /** Everything that is due, one day after the other. */
  matchDue(): Promise<MatchView>;
  matchList(day: string): Promise<MatchView>;
  /** Fetches PayBy's statement of that day. */
  matchStatement(day: string): Promise<MatchView>;
  /** Null when the person closed the file dialog. */
  matchFile(): Promise<MatchView | null>;
  matchAsk(id: number): Promise<MatchRow>;
  matchTakeOver(id: number, reason: string): Promise<MatchRow>;
  matchExplain(id: number, reason: string): Promise<MatchRow>;
  matchReopen(id: number): Promise<MatchRow>;
  orphans(): Promise<OrphanRow[]>;
  /** To a sale, or to none: then the words say what it is. */
  assignOrphan(id: number, sale: string | null, words: string): Promise<OrphanRow[]>;
}
