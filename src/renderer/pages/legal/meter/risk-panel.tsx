import { Checkbox, Group, SegmentedControl, Table } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportRisk } from '#shared/contract/privacy-records.ts';
import { type ExportDataset, exportDatasets, quasiIdentifiers } from '#shared/privacy/quasi-identifiers.ts';
import { oneOf } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useProblemWords } from '../../../components/problem-words.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from '../facts.module.css';

/** How well a member could be found in an export of chosen columns, and which columns cause it. */
export function RiskPanel(): ReactNode {
  const { t } = useTranslation('legal-meter');
  const { id: communityId } = useCommunity();
  const { range } = usePeriod();
  const [dataset, setDataset] = useState<ExportDataset>('trades');
  const [left, setLeft] = useState<readonly string[]>([]);
  const known: readonly string[] = quasiIdentifiers[dataset];
  const columns = known.filter((column) => !left.includes(column));
  const query = useMethod('privacy.exportRisk', { communityId, range, dataset, columns });
  return (
    <Panel
      title={t('risk.title')}
      subtitle={t('risk.subtitle')}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('risk.dataset')}
          value={dataset}
          onChange={(value) => {
            setDataset(oneOf(exportDatasets, value, dataset));
            setLeft([]);
          }}
          data={exportDatasets.map((value) => ({ value, label: t(`risk.datasets.${value}`) }))}
        />
      }
    >
      <div className={classes.view}>
        <Checkbox.Group
          label={t('risk.columns')}
          size="xs"
          value={[...columns]}
          onChange={(chosen) => setLeft(known.filter((column) => !chosen.includes(column)))}
        >
          <Group gap="6px 18px" mt={6}>
            {known.map((column) => (
              <Checkbox key={column} size="xs" value={column} label={t(`risk.names.${column}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        <PageState query={query} skeleton={<SkeletonLines lines={6} />}>
          {(risk) => <Risk risk={risk} />}
        </PageState>
      </div>
    </Panel>
  );
}

function Risk({ risk }: { readonly risk: ExportRisk }): ReactNode {
  const { t } = useTranslation('legal-meter');
  const format = useFormat();
  const words = useProblemWords();
  if (risk.rows === 0) return <p className={classes.text}>{t('risk.empty')}</p>;
  const figures = [
    { name: 'smallest', value: format.number(risk.smallest) },
    { name: 'unique', value: t('risk.ofMembers', { count: risk.unique, members: format.number(risk.members) }) },
    { name: 'belowK', value: t('risk.ofMembers', { count: risk.belowK, members: format.number(risk.members) }) },
    { name: 'mean', value: format.percent(risk.risk) },
  ] as const;
  return (
    <>
      <Notice level={risk.isExposing ? 'attention' : 'info'}>
        {t(risk.isExposing ? 'risk.exposing' : 'risk.safe', { count: risk.unique, smallest: risk.smallest })}{' '}
        {risk.isExposing && words({ code: 'EXPOSURE_RISK' }).whole}
      </Notice>
      <dl className={classes.figures}>
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt>{t(`risk.${name}`, { k: risk.k })}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {risk.columns.length > 0 && <Causes risk={risk} />}
      <p className={classes.quiet}>
        {t('risk.method', { rows: format.number(risk.rows), all: format.number(risk.rowsInPeriod) })}
      </p>
    </>
  );
}

/** The columns by how much each gives away by itself. */
function Causes({ risk }: { readonly risk: ExportRisk }): ReactNode {
  const { t } = useTranslation('legal-meter');
  const format = useFormat();
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} verticalSpacing={5} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('risk.column')}</Table.Th>
            <Table.Th scope="col" colSpan={2}>
              {t('risk.alone')}
            </Table.Th>
            <Table.Th scope="col" className={classes.number}>
              {t('risk.without')}
            </Table.Th>
            <Table.Th scope="col" className={classes.number}>
              {t('risk.uniqueWithout')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {risk.columns
            .toSorted((a, b) => b.riskAlone - a.riskAlone)
            .map(({ column, riskAlone, riskWithout, uniqueWithout }) => (
              <Table.Tr key={column}>
                <Table.Th scope="row">{t(`risk.names.${column}`)}</Table.Th>
                <Table.Td width="40%">
                  <span className={classes.bar} aria-hidden>
                    <span style={{ width: `${100 * riskAlone}%` }} />
                  </span>
                </Table.Td>
                <Table.Td className={classes.number}>{format.percent(riskAlone)}</Table.Td>
                <Table.Td className={classes.number}>{format.percent(riskWithout)}</Table.Td>
                <Table.Td className={classes.number}>{format.number(uniqueWithout)}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
