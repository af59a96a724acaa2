import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportOrder } from '#shared/contract/report-records.ts';
import { useCommunityOrNull } from '../../../app/community.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { aboutWords } from './report-words.ts';
import { usePseudonyms } from './use-pseudonyms.ts';

/** Without a community there is no report to be told of. */
const NO_SLOT = 0;

/** Says what a report of the open community is about; the palette asks for it everywhere. */
export function useAboutWords(): (order: ReportOrder) => string {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const slotMinutes = useCommunityOrNull()?.slotMinutes ?? NO_SLOT;
  const pseudonym = usePseudonyms();
  return useCallback(
    (order) => aboutWords(order, { t, format, slotMinutes, pseudonym }),
    [t, format, slotMinutes, pseudonym],
  );
}
