import type { Problem } from '#shared/contract/errors.ts';
import type { Format } from '#shared/format/format.ts';

/** What the hub has now against what is here, when it is suspiciously little. */
export interface Shrinking {
  readonly members: number;
  readonly trades: number;
  readonly oldMembers: number;
  readonly oldTrades: number;
}

/** The counts of a new copy of a community that was held back because it is suspiciously small; null for every other problem. */
export function shrinkingOf(problem: Problem | null): Shrinking | null {
  if (problem?.code !== 'RESYNC_REQUIRED') return null;
  const { members, trades, oldMembers, oldTrades } = problem.details ?? {};
  const areCounts =
    typeof members === 'number' &&
    typeof trades === 'number' &&
    typeof oldMembers === 'number' &&
    typeof oldTrades === 'number';
  return areCounts ? { members, trades, oldMembers, oldTrades } : null;
}

/** The counts as a sentence names them. */
export function shrinkingValues(format: Format, shrinking: Shrinking): Record<keyof Shrinking, string> {
  return {
    members: format.number(shrinking.members),
    trades: format.number(shrinking.trades),
    oldMembers: format.number(shrinking.oldMembers),
    oldTrades: format.number(shrinking.oldTrades),
  };
}
