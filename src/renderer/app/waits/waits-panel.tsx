import { Button, CopyButton, Group, Stack, Table } from '@mantine/core';
import { IconCopy, IconHourglassEmpty, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { summariesOf, type WaitSummary } from '#shared/diagnostics/waits.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { clearWaits, useWaitLog } from './waits.ts';
import classes from './waits.module.css';

/** The waits of this window by kind and page, to look at and to hand on. */
export function WaitsPanel(): ReactNode {
  const { t } = useTranslation('desk');
  const summaries = summariesOf(useWaitLog(({ log }) => log));
  return (
    <Stack gap="md">
      <p className={classes.text}>{t('waits.text')}</p>
      {summaries.length === 0 ? (
        <EmptyState
          icon={<IconHourglassEmpty size={22} stroke={1.75} />}
          title={t('waits.none')}
          text={t('waits.noneText')}
        />
      ) : (
        <>
          <WaitsTable summaries={summaries} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={clearWaits}>
              {t('waits.clear')}
            </Button>
            <CopyButton value={JSON.stringify(summaries, null, 2)}>
              {({ copied, copy }) => (
                <Button leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
                  {copied ? t('waits.copied') : t('waits.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        </>
      )}
    </Stack>
  );
}

const figures = ['median', 'p95', 'worst'] as const;

function WaitsTable({ summaries }: { readonly summaries: readonly WaitSummary[] }): ReactNode {
  const { t } = useTranslation('desk');
  const format = useFormat();
  const duration = new Intl.NumberFormat(format.locale, {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: 0,
  });
  return (
    <Table className={classes.table} verticalSpacing={5}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('waits.kind')}</Table.Th>
          <Table.Th>{t('waits.page')}</Table.Th>
          <Table.Th className={classes.figure}>{t('waits.count')}</Table.Th>
          {figures.map((figure) => (
            <Table.Th key={figure} className={classes.figure}>
              {t(`waits.${figure}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {summaries.map((summary, index) => (
          <Table.Tr key={`${summary.kind} ${summary.page}`}>
            <Table.Th scope="row" fw={500}>
              {summaries[index - 1]?.kind !== summary.kind && t(`waits.kinds.${summary.kind}`)}
            </Table.Th>
            <Table.Td>
              <PageOf summary={summary} />
            </Table.Td>
            <Table.Td className={classes.figure}>{format.number(summary.count)}</Table.Td>
            {figures.map((figure) => (
              <Table.Td key={figure} className={classes.figure}>
                {duration.format(summary[figure])}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function PageOf({ summary: { page } }: { readonly summary: WaitSummary }): ReactNode {
  const { t } = useTranslation();
  const desk = useTranslation('desk');
  return page === null ? desk.t('waits.allPages') : t(`pages.${page}`);
}
