import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../components/notice.tsx';
import { useFormat } from '../i18n/use-format.ts';
import { useCommunityOrNull } from './community.tsx';
import { usePeriod } from './period.tsx';

/** Says which part of the chosen period this computer keeps as totals only; nothing where it has all of its records. */
export function RawWindowNote(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const rawFrom = useCommunityOrNull()?.rawFrom ?? null;
  const { from } = usePeriod().range;
  if (rawFrom === null || from >= rawFrom) return null;
  return <Notice level="info">{t('rawWindow.note', { date: format.date(rawFrom) })}</Notice>;
}
