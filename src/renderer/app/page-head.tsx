import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { HelpButton } from './help/help-button.tsx';
import styles from './page-head.module.css';
import { PeriodPicker } from './period-picker.tsx';
import { usePeriod } from './period.tsx';
import { RawWindowNote } from './raw-window-note.tsx';
import { useCurrentPage } from './use-page.ts';

/** The name of the page, the days it shows, and the period picker. */
export function PageHead(): ReactNode {
  const { t } = useTranslation();
  const page = useCurrentPage();
  const period = usePeriod();
  const format = useFormat();
  const compared = { days: period.previousLabel, time: format.time(period.previous.to) };
  const comparison = period.compare
    ? t(period.isPreviousCut ? 'period.compareWithPart' : 'period.compareWith', compared)
    : null;
  const days = comparison === null ? period.label : `${period.label} · ${comparison}`;
  return (
    <>
      <header className={styles.head}>
        <div className={styles.titles}>
          <Title order={1} className={styles.title}>
            {page !== null && t(`pages.${page.path}`)}
          </Title>
          <Text size="xs" c="dimmed" lineClamp={2} className={styles.days} title={days}>
            {days}
          </Text>
        </div>
        <Group gap={6} wrap="nowrap">
          <PeriodPicker />
          <HelpButton />
        </Group>
      </header>
      <RawWindowNote />
    </>
  );
}
