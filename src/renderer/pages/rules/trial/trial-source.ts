import { useTranslation } from 'react-i18next';
import type { RuleSimulationResult } from '#shared/contract/rule-records.ts';
import { formatDay, localDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useFormat } from '../../../i18n/use-format.ts';

export interface TrialSource {
  /** Whose trial of which days, for an exported picture. */
  readonly text: string;
  /** Of an exported file, without its ending. */
  readonly fileName: (part: 'days' | 'weeks') => string;
}

/** How the exports of a trial name themselves. */
export function useTrialSource({ range }: RuleSimulationResult): TrialSource {
  const { t } = useTranslation('rule-trials');
  const format = useFormat();
  const { name } = useCommunity();
  const day = (at: number): string => formatDay(localDay(at, format.timeZone));
  return {
    text: `${name}, ${format.days(range)}`,
    fileName: (part) => `${t(`files.${part}`)}_${day(range.from)}_${day(range.to - 1)}`,
  };
}
