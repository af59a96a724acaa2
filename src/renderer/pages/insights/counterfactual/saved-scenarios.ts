/** Saved scenarios: a period and what stands beside it, under a name, each an entry of the preferences. Pure. */
import { byName } from '#shared/format/locale-facts.ts';
import { readPeriod, writePeriod, type PeriodChoice } from '../../../app/period-arithmetic.ts';
import { readScenarios, writeScenarios, type OtherScenario } from './scenarios.ts';

export const SAVED_PREFIX = 'insights.whatif.';

export interface SavedScenarios {
  readonly name: string;
  readonly period: PeriodChoice;
  readonly chosen: readonly OtherScenario[];
}

/** The text of an entry: a line each for period, scenarios and community. */
export function writeSaved(period: PeriodChoice, chosen: readonly OtherScenario[], communityId: string): string {
  return [writePeriod(period), writeScenarios(chosen), communityId].join('\n');
}

/** Those of a community among the preferences, by name; what cannot be read is left out. */
export function readSaved(
  views: Readonly<Record<string, string>>,
  communityId: string,
  locale: string,
): SavedScenarios[] {
  const compare = byName(locale);
  return Object.entries(views)
    .filter(([key]) => key.startsWith(SAVED_PREFIX))
    .flatMap(([key, text]): SavedScenarios[] => {
      const [periodText, scenarios = '', community] = text.split('\n');
      const period = readPeriod(periodText);
      if (period === null || community !== communityId) return [];
      return [{ name: key.slice(SAVED_PREFIX.length), period, chosen: readScenarios(scenarios) }];
    })
    .toSorted((a, b) => compare(a.name, b.name));
}
