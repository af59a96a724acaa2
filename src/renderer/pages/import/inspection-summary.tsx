import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inspection } from '#shared/contract/imports.ts';
import { createFormat } from '#shared/format/format.ts';
import { useFormat } from '../../i18n/use-format.ts';
import styles from './import.module.css';
import { describeFormat } from './phrases.ts';

/** What was recognised in the file, and what will be done about what is odd in it. Days are those of the file's time zone. */
export function InspectionSummary({
  inspection,
  timeZone,
}: {
  readonly inspection: Inspection;
  readonly timeZone: string;
}): ReactNode {
  const { t } = useTranslation('import');
  const format = createFormat({ ...useFormat(), timeZone });
  const { rows, members, from, to, intervalMinutes, missingRows, unbalancedRows, repeatedRows, roundedWh } = inspection;
  const facts: readonly (readonly [string, string])[] = [
    ['file', inspection.name],
    ['format', describeFormat(t, inspection.format, format.locale)],
    ['rows', format.number(rows)],
    ['members', format.number(members)],
    ...(from === null || to === null ? [] : [['span', format.days({ from, to })] as const]),
    ...(intervalMinutes === null ? [] : [['interval', t('summary.minutes', { count: intervalMinutes })] as const]),
  ];
  const notes: readonly (readonly [string, number, Record<string, string>])[] = [
    ['missing', missingRows, {}],
    ['unbalanced', unbalancedRows, {}],
    ['repeated', repeatedRows, {}],
    ['rounded', roundedWh === 0 ? 0 : 1, { energy: format.energy(roundedWh).text }],
  ];
  const odd = notes.filter(([, count]) => count > 0);
  return (
    <div>
      <dl className={clsx(styles.facts, styles.twoColumns)} data-selectable>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{t(`summary.${name}`)}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
      <ul className={styles.notes}>
        {odd.map(([name, count, values]) => (
          <Note key={name} isWarning={name === 'unbalanced'}>
            {t(`notes.${name}`, { count, number: format.number(count), ...values })}
          </Note>
        ))}
        {odd.length === 0 && inspection.badRowCount === 0 && (
          <li className={styles.note}>
            <IconCircleCheck size={16} stroke={1.75} className={styles.good} aria-hidden />
            {t('notes.clean')}
          </li>
        )}
      </ul>
    </div>
  );
}

function Note({ isWarning, children }: { readonly isWarning: boolean; readonly children: ReactNode }): ReactNode {
  const NoteIcon = isWarning ? IconAlertTriangle : IconInfoCircle;
  return (
    <li className={styles.note}>
      <NoteIcon size={16} stroke={1.75} className={clsx(isWarning && styles.warning)} aria-hidden />
      <span>{children}</span>
    </li>
  );
}
