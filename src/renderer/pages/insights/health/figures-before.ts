/** What the figures of a period are compared with. Pure. */
import type { InsightPeriod } from '#shared/contract/insight-records.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import type { Indicators } from '#shared/contract/stats.ts';
import { participationRate } from '#shared/stats/indicators.ts';

/** The figures of the period before, of all members or of a role. */
export interface FiguresBefore {
  readonly selfConsumedWh: InsightSum;
  readonly boughtWh: InsightSum;
  readonly soldWh: InsightSum;
  readonly savings: InsightSum;
  readonly selfSufficiency: number | null;
  readonly selfConsumption: number | null;
  readonly participationRate: number | null;
}

/**
 * Of all members: what one buys another sells.
 * @param hasRate whether who took part can be compared: it is known of whole days only
 */
export function beforeOfAll(figures: Indicators, hasRate: boolean): FiguresBefore {
  const { selfConsumedWh, tradedWh, savings, selfSufficiency, selfConsumption, participants, activeMembers } = figures;
  return {
    selfConsumedWh,
    boughtWh: tradedWh,
    soldWh: tradedWh,
    savings,
    selfSufficiency,
    selfConsumption,
    participationRate: hasRate ? participationRate(participants, activeMembers) : null,
  };
}

/** Of a role, whose sums are known of whole days only: not to be asked of a period before that ends within one. */
export function beforeOfRole({ totals, ...shares }: InsightPeriod): FiguresBefore {
  return { ...totals, ...shares };
}
