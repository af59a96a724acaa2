import { useTranslation } from 'react-i18next';

/** What the buttons of a calendar are called, for its `ariaLabels`. */
export function useCalendarLabels() {
  const { t } = useTranslation();
  return {
    previousMonth: t('period.previousMonth'),
    nextMonth: t('period.nextMonth'),
    previousYear: t('period.previousYear'),
    nextYear: t('period.nextYear'),
    previousDecade: t('period.previousDecade'),
    nextDecade: t('period.nextDecade'),
    monthLevelControl: t('period.chooseMonth'),
    yearLevelControl: t('period.chooseYear'),
  };
}
