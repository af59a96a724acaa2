import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inspection } from '#shared/contract/imports.ts';
import { useCommand } from '../../bridge/queries.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { BadRows } from './bad-rows.tsx';
import styles from './import.module.css';
import { InspectionSummary } from './inspection-summary.tsx';
import { proposedValues, startInput, typedPrice, type OptionValues } from './option-values.ts';
import { ReadingsFields } from './readings-fields.tsx';

export interface ImportOptionsProps {
  readonly inspection: Inspection;
  /** Whether the file is being read again for another time zone. */
  readonly isInspecting: boolean;
  readonly timeZone: string;
  readonly onTimeZone: (timeZone: string) => void;
  readonly onStarted: (taskId: string) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** What the file holds and the decisions about it; the button says what it will do. */
export function ImportOptions({
  inspection,
  isInspecting,
  timeZone,
  onTimeZone,
  onStarted,
  onBack,
  onClose,
}: ImportOptionsProps): ReactNode {
  const { t } = useTranslation('import');
  const format = useFormat();
  const start = useCommand('imports.start');
  const { kind, goodRows, badRowCount, community } = inspection;
  const priceError = (value: number | string, other: number | string) => {
    if (typedPrice(value) === undefined) return t('options.priceInvalid');
    return value === '' && other !== '' ? t('options.tariffMissing') : null;
  };
  const form = useForm<OptionValues>({
    initialValues: proposedValues(inspection, timeZone),
    validateInputOnBlur: true,
    validate: {
      name: (name, { target }) => (target === 'new' && name.trim() === '' ? t('options.nameMissing') : null),
      retail: (retail, { feedIn }) => priceError(retail, feedIn),
      feedIn: (feedIn, { retail }) => priceError(feedIn, retail),
    },
  });

  function submit(values: OptionValues): void {
    start.mutate(startInput(inspection, values, timeZone), { onSuccess: ({ taskId }) => onStarted(taskId) });
  }

  const rows = format.number(goodRows);
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md">
        <InspectionSummary inspection={inspection} timeZone={timeZone} />
        <BadRows inspection={inspection} />
        {goodRows === 0 ? (
          <Notice level="alarm">{t('options.noRows')}</Notice>
        ) : (
          <>
            {kind === 'readings' && <ReadingsFields form={form} timeZone={timeZone} onTimeZone={onTimeZone} />}
            {kind === 'snapshot' && (
              <Text size="sm">
                {t(community.exists ? 'options.snapshotInto' : 'options.snapshotNew', { community: community.name })}
              </Text>
            )}
          </>
        )}
        {start.isError && <ErrorState problem={start.error.problem} />}
        <Group justify="space-between" wrap="nowrap" className={styles.actions}>
          <Button variant="subtle" onClick={onBack}>
            {t('options.other')}
          </Button>
          <Group gap="sm" wrap="nowrap">
            <Button variant="default" onClick={onClose}>
              {t('options.nothing')}
            </Button>
            <Button type="submit" disabled={goodRows === 0} loading={start.isPending || isInspecting}>
              {badRowCount > 0
                ? t('options.rest', { count: badRowCount, rows, bad: format.number(badRowCount) })
                : t('options.import', { count: goodRows, rows })}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
