import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { exportFormats, type ExportFormat } from '#shared/contract/ledger-records.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { markedName } from '#shared/desk/community-mark.ts';
import { useCommunity } from '../../../../app/community.tsx';
import { usePeriod } from '../../../../app/period.tsx';
import { useCommand } from '../../../../bridge/queries.ts';
import { ErrorState } from '../../../../components/error-state.tsx';
import { useFormat } from '../../../../i18n/use-format.ts';
import { useLanguage } from '../../../../i18n/use-language.ts';
import type { ColumnLayout } from '../column-layout.ts';
import type { Wanted } from '../use-trades.ts';
import { everyColumn, exportedColumns } from './exported-columns.ts';

const MODAL = 'ledger-export';
const notations = ['local', 'iso'] as const;
const extents = ['shown', 'all'] as const;

export interface ExportDialogProps {
  readonly wanted: Wanted;
  readonly layout: ColumnLayout;
  /** How many trades it will hold; undefined while it is not known. */
  readonly count: number | undefined;
}

/** Asks how the trades are to be written and where, and lets the engine write them. */
export function openExport(props: ExportDialogProps): void {
  modals.open({ modalId: MODAL, title: <ExportTitle />, children: <ExportDialog {...props} /> });
}

function ExportTitle(): ReactNode {
  const { t } = useTranslation('ledger');
  return t('export.title');
}

function ExportDialog({ wanted, layout, count }: ExportDialogProps): ReactNode {
  const { t } = useTranslation('ledger');
  const language = useLanguage();
  const { number } = useFormat();
  const { firstDay, lastDay } = usePeriod();
  const community = useCommunity();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [notation, setNotation] = useState<(typeof notations)[number]>('local');
  const [extent, setExtent] = useState<(typeof extents)[number]>('shown');
  const choose = useCommand('files.chooseTarget');
  const begin = useCommand('ledger.export');
  const problem = choose.error?.problem ?? begin.error?.problem;

  async function write(): Promise<void> {
    const name = `${t('export.fileName')}_${formatDay(firstDay)}_${formatDay(lastDay)}.${format}`;
    const suggestedName = markedName(name, community);
    const target = await choose.mutateAsync({ suggestedName, type: format });
    if (target === null) return;
    await begin.mutateAsync({
      ...wanted,
      fileId: target.fileId,
      format,
      columns: extent === 'all' ? everyColumn : exportedColumns(layout),
      notation,
      language,
    });
    modals.close(MODAL);
    notifications.show({ message: t('export.begun', { file: target.name }) });
  }

  return (
    <Stack gap="md">
      <Text size="sm">
        {count === undefined ? t('export.whole') : t('export.holds', { count, trades: number(count) })}{' '}
        {t('export.pseudonyms')}
      </Text>
      <Choice
        label={t('export.format')}
        value={format}
        options={exportFormats.map((value) => ({
          value,
          name: t(`export.formats.${value}.name`),
          text: t(`export.formats.${value}.text`),
        }))}
        onChange={setFormat}
      />
      <Choice
        label={t('export.notation')}
        value={notation}
        options={notations.map((value) => ({
          value,
          name: t(`export.notations.${value}.name`),
          text: t(`export.notations.${value}.text`),
        }))}
        onChange={setNotation}
      />
      <Choice
        label={t('export.columns')}
        value={extent}
        options={extents.map((value) => ({
          value,
          name: t(`export.extents.${value}.name`),
          text: t(`export.extents.${value}.text`),
        }))}
        onChange={setExtent}
      />
      {problem !== undefined && <ErrorState problem={problem} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => modals.close(MODAL)}>
          {t('export.cancel')}
        </Button>
        <Button
          data-autofocus
          // What goes wrong is shown from the commands' own state.
          onClick={() => void write().catch(() => undefined)}
          loading={choose.isPending || begin.isPending}
        >
          {t('export.choose')}
        </Button>
      </Group>
    </Stack>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly name: string; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>): ReactNode {
  return (
    <Radio.Group
      size="sm"
      label={label}
      value={value}
      onChange={(text) => onChange(options.find((one) => one.value === text)?.value ?? value)}
    >
      <Stack gap={6} mt={6}>
        {options.map((one) => (
          <Radio key={one.value} size="xs" value={one.value} label={one.name} description={one.text} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
