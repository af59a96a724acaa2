import type { Spread } from '../contract/insight-records.ts';
import { gini, giniGapOf, jain, lorenz, type LorenzPoint, median, worseOff } from '../stats/inequality.ts';
import { mergedBins } from './merged-bins.ts';
import { DEFAULT_K, suppressedSum } from './suppression.ts';

/** Into how many parts the members of a Lorenz curve are divided: the most that leave each part safe to show. */
const LORENZ_PARTS = [10, 5, 2];

/** The Lorenz curve in parts of at least `k` members each; no point when even halves would be smaller. */
function safeLorenz(savings: readonly number[], k: number): LorenzPoint[] {
  const parts = LORENZ_PARTS.find((count) => savings.length >= count * k);
  return parts === undefined ? [] : lorenz(savings, parts);
}

/** Nothing but how many members there are, and why nothing else is told. */
export function withheldSpread(members: number, withheld: Spread['withheld']): Spread {
  return {
    members,
    withheld,
    total: null,
    median: null,
    gini: null,
    giniGap: null,
    jain: null,
    worseOff: 0,
    bins: [],
    lorenz: [],
  };
}

/**
 * How savings are spread over the members who have them, with the suppression of DOMAIN.md section 8: under `k` members, or when one makes
 * up more than 80 % of the total, nothing is told but how many they are.
 * @param savings of each member with a trade, micro-currency; negative is a loss
 */
export function spreadOf(savings: readonly number[], k: number = DEFAULT_K): Spread {
  const members = savings.length;
  if (members === 0) return { ...withheldSpread(0, null), giniGap: 'no-members' };
  if (members < k) return withheldSpread(members, 'few-members');
  const total = suppressedSum(savings, k);
  if (total === null) return withheldSpread(members, 'one-member');
  return {
    members,
    withheld: null,
    total,
    median: median(savings),
    gini: gini(savings),
    giniGap: giniGapOf(savings),
    jain: jain(savings),
    worseOff: worseOff(savings),
    bins: mergedBins(savings, k),
    lorenz: safeLorenz(savings, k),
  };
}
