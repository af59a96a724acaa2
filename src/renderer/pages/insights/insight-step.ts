import type { InsightStep } from '#shared/contract/insight-records.ts';

const DAYS_UP_TO = 92;

/** Local days for a quarter, months beyond. */
export function insightStepOf(days: number): InsightStep {
  return days <= DAYS_UP_TO ? 'day' : 'month';
}
