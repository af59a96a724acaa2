/** What the period lacks in readings. */
import { MINUTE } from '#shared/domain/slots.ts';

export interface CoverageFacts {
  readonly range: { readonly from: number; readonly to: number };
  readonly slotMinutes: number;
  readonly slotsWithReadings: number;
  readonly slotsInPeriod: number;
  /** Of the whole community, epoch milliseconds; null while there are no readings. */
  readonly dataFrom: number | null;
  readonly dataTo: number | null;
  /** New readings are still coming in: then it is no news that the period has not ended. */
  readonly isGrowing: boolean;
}

export interface Coverage {
  /** Slots without readings between the first and the last reading of the period: gaps. */
  readonly missing: number;
  /** Readings begin after the period does. */
  readonly startsLate: boolean;
  /** Readings end before the period does, and no more are coming. */
  readonly endsEarly: boolean;
}

/** Whether readings cover the period, and how they fall short. Null when they cover it whole, or when there are none at all. */
export function coverageOf(facts: CoverageFacts): Coverage | null {
  const { range, slotMinutes, slotsWithReadings, slotsInPeriod, dataFrom, dataTo, isGrowing } = facts;
  if (dataFrom === null || dataTo === null || slotsWithReadings === 0 || slotsWithReadings >= slotsInPeriod)
    return null;
  const from = Math.max(range.from, dataFrom);
  const to = Math.min(range.to, dataTo);
  const expected = Math.max(0, Math.round((to - from) / (slotMinutes * MINUTE)));
  return {
    missing: Math.max(0, expected - slotsWithReadings),
    startsLate: dataFrom > range.from,
    endsEarly: dataTo < range.to && !isGrowing,
  };
}
