import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import classes from './coverage-note.module.css';
import { coverageOf, type CoverageFacts } from './coverage.ts';

/** One line that says for which part of the period readings are missing; nothing when none are. */
export function CoverageNote(facts: CoverageFacts): ReactNode {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const coverage = coverageOf(facts);
  if (coverage === null) return null;
  const { missing, startsLate, endsEarly } = coverage;
  const sentences = [
    missing > 0
      ? t('coverage.missing', {
          missing: format.number(missing),
          slots: format.number(facts.slotsInPeriod),
          count: missing,
        })
      : null,
    startsLate ? t('coverage.startsLate', { time: format.dateTime(facts.dataFrom!) }) : null,
    endsEarly ? t('coverage.endsEarly', { time: format.dateTime(facts.dataTo!) }) : null,
  ].filter((sentence) => sentence !== null);
  if (sentences.length === 0) return null;
  const NoteIcon = missing > 0 ? IconAlertTriangle : IconInfoCircle;
  return (
    <p className={clsx(classes.note, missing > 0 && classes.gaps)} role="note">
      <NoteIcon size={16} stroke={1.9} aria-hidden />
      <span>{sentences.join(' ')}</span>
    </p>
  );
}
