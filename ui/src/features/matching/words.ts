import type { MatchRow, MatchSide } from '$shared/ipc/client';
import { known, t } from '$shared/messages/index.svelte';

const unknownAmount = '–';

/** What a state of either side is called; PayBy's own word where nobody knows it. */
export function stateOf(row: MatchRow, side: MatchSide): string {
  const { payment, refund } = t().matching.states;
  return known(row.what === 'refund' ? refund : payment, side.state) ?? side.state;
}

/** Who says what, in one sentence. */
export function sentenceOfRow(row: MatchRow): string {
  const words = t().matching;
  const instead = row.kind === 'matched' ? undefined : known(words.instead, row.advice);
  if (instead !== undefined) {
    return instead;
  }
  if (row.decision === 'taken_over') {
    return words.takenOver(row.theirs?.amount?.text ?? unknownAmount);
  }
  if (row.kind === 'state_differs') {
    const [ours, theirs] = [row.ours, row.theirs].map((side) =>
      side === null ? unknownAmount : stateOf(row, side),
    );
    return words.stateDiffers(ours ?? unknownAmount, theirs ?? unknownAmount);
  }
  if (row.kind === 'fee_unexpected') {
    const fee = row.fee?.text ?? unknownAmount;
    return row.fee_expected === null
      ? words.feeUnexpectedAlone(fee)
      : words.feeUnexpected(fee, row.fee_expected.text);
  }
  return words.says[row.what][row.kind](
    row.ours?.amount?.text ?? unknownAmount,
    row.theirs?.amount?.text ?? unknownAmount,
  );
}

/** What to do about it. */
export function adviceOf(row: MatchRow): string {
  return known(t().matching.advice, row.advice) ?? t().matching.adviceUnknown;
}

/** The amount it is about. */
export function amountOf(row: MatchRow): string | null {
  if (row.kind === 'fee_unexpected') {
    return row.fee?.text ?? null;
  }
  return row.theirs?.amount?.text ?? row.ours?.amount?.text ?? null;
}
