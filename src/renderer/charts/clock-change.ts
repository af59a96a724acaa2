import { clockChangeHours, type Range } from './time-axis.ts';

/** The text (namespace `charts`) that says a one-day period has 23 or 25 hours; null for every other period. */
export function clockChangeKey(period: Range, timeZone: string): 'clockChange.spring' | 'clockChange.autumn' | null {
  const change = clockChangeHours(period, timeZone);
  if (change === 0) return null;
  return change < 0 ? 'clockChange.spring' : 'clockChange.autumn';
}
