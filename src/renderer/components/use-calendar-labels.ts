import { useTranslation } from 'react-i18next';

/** What the arrows of a calendar are called, for its `ariaLabels`; the button between them is called as it reads. */
export function useCalendarLabels() {
  const { t } = useTranslation();
  return {
    previousMonth: t('period.previousMonth'),
    nextMonth: t('period.nextMonth'),
    previousYear: t('period.previousYear'),
    nextYear: t('period.nextYear'),
    previousDecade: t('period.previousDecade'),
    nextDecade: t('period.nextDecade'),
  };
}
