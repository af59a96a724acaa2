import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { BadRows } from '../../import/bad-rows.tsx';
import styles from '../../import/import.module.css';
import { gramsText } from './factor-words.ts';

type Found = Output<'insights.inspectFactors'>;

export interface FactorsFoundProps {
  readonly communityId: string;
  readonly found: Found;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

const SOURCE = { least: 3, most: 120 } as const;

/** What the file holds, and who published it: without a source no figure may be made of it. */
export function FactorsFound({ communityId, found, onBack, onClose }: FactorsFoundProps): ReactNode {
  const { t } = useTranslation('impact');
  const format = useFormat();
  const importing = useCommand('insights.importFactors');
  const form = useForm({
    initialValues: { source: '' },
    validateInputOnBlur: true,
    validate: {
      source: (text) => (text.trim().length < SOURCE.least ? t('import.sourceMissing') : null),
    },
  });
  const canImport = found.badRowCount === 0 && found.hours > 0;

  function submit({ source }: { readonly source: string }): void {
    importing.mutate(
      { communityId, fileId: found.fileId, source: source.trim() },
      {
        onSuccess: ({ hours }) => {
          onClose();
          notifications.show({ message: t('import.done', { count: hours, hours: format.number(hours) }) });
        },
      },
    );
  }

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md">
        <Facts found={found} />
        <BadRows inspection={found} />
        {!canImport && <Notice level="alarm">{t(found.badRowCount > 0 ? 'import.badRows' : 'import.noHours')}</Notice>}
        {canImport && found.hoursCovered === 0 && <Notice level="attention">{t('import.coversNothing')}</Notice>}
        {canImport && (
          <TextInput
            required
            label={t('import.source')}
            description={t('import.sourceText')}
            placeholder={t('import.sourceExample')}
            maxLength={SOURCE.most}
            {...form.getInputProps('source')}
          />
        )}
        {importing.isError && <ErrorState problem={importing.error.problem} />}
        <Group justify="space-between" wrap="nowrap" className={styles.actions}>
          <Button variant="subtle" onClick={onBack}>
            {t('import.other')}
          </Button>
          <Group gap="sm" wrap="nowrap">
            <Button variant="default" onClick={onClose}>
              {t('import.nothing')}
            </Button>
            <Button type="submit" disabled={!canImport} loading={importing.isPending}>
              {t('import.confirm', { count: found.hours, hours: format.number(found.hours) })}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

function Facts({ found }: { readonly found: Found }): ReactNode {
  const { t } = useTranslation('impact');
  const format = useFormat();
  const { name, column, hours, from, to, least, mean, most, hoursWithReadings, hoursCovered } = found;
  const facts: readonly (readonly [string, string])[] = [
    ['file', name],
    ['column', column],
    ['hours', format.number(hours)],
    ...(from === null || to === null ? [] : [['span', format.days({ from, to })] as const]),
    ...(mean === null ? [] : [['mean', gramsText(mean, format)] as const]),
    ...(least === null || most === null
      ? []
      : [['extremes', `${gramsText(least, format)} – ${gramsText(most, format)}`] as const]),
    [
      'covered',
      t('import.coveredOf', {
        covered: format.number(hoursCovered),
        count: hoursWithReadings,
        hours: format.number(hoursWithReadings),
        share: format.percent(hoursWithReadings === 0 ? null : hoursCovered / hoursWithReadings),
      }),
    ],
  ];
  return (
    <dl className={clsx(styles.facts, styles.twoColumns)} data-selectable>
      {facts.map(([key, value]) => (
        <div key={key} className={styles.fact}>
          <dt>{t(`import.facts.${key}`)}</dt>
          <dd className="tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
