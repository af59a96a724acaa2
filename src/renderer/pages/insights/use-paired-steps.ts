import { useMemo } from 'react';
import type { InsightStep } from '#shared/contract/insight-records.ts';
import { usePeriod } from '../../app/period.tsx';
import { pairSteps, type PairedStep } from '../../charts/comparison-steps.ts';
import { useFormat } from '../../i18n/use-format.ts';

/**
 * The steps of the period beside those of the one before.
 * @param start of each step; undefined while there is no answer
 * @param before the same of the period before; null without one
 */
export function usePairedSteps(
  step: InsightStep,
  start: readonly number[] | undefined,
  before: readonly number[] | null,
): PairedStep[] {
  const { timeZone } = useFormat();
  const { range, previous } = usePeriod();
  return useMemo(
    () =>
      start === undefined
        ? []
        : pairSteps({ step, range, start, before: before && { from: previous.from, start: before } }, timeZone),
    [start, before, step, range, previous.from, timeZone],
  );
}
