import { ActionIcon, Button, Menu, ScrollArea, Table, VisuallyHidden } from '@mantine/core';
import {
  IconDeviceFloppy,
  IconDots,
  IconFileText,
  IconPrinter,
  IconRefresh,
  IconShieldCheck,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { MadeReport } from '#shared/contract/report-records.ts';
import { languageName } from '#shared/languages/language.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useRefusal } from '../../../app/role.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { reportPath } from '../audit-place.ts';
import { useCheckReport } from '../verify/use-check-report.tsx';
import { openMakeReport } from './make/open-make-report.tsx';
import classes from './reports.module.css';
import { useAboutWords } from './use-about-words.ts';
import { useReportFiles } from './use-report-files.ts';

const FIRST_ROWS = 25;

/** The reports that were made at this desk, newest first, and what can be done with each. */
export function MadeReports(): ReactNode {
  const { t } = useTranslation('reports');
  const { id: communityId } = useCommunity();
  const query = useMethod('reports.list', { communityId });
  return (
    <Panel
      title={t('made.title')}
      subtitle={t('made.subtitle')}
      padded={query.data === undefined || query.data.length === 0}
    >
      <PageState
        query={query}
        skeleton={<SkeletonLines lines={6} />}
        isEmpty={(reports) => reports.length === 0}
        empty={{ icon: <IconFileText size={22} stroke={1.75} />, title: t('made.none'), text: t('made.noneText') }}
      >
        {(reports) => <Rows reports={reports} />}
      </PageState>
    </Panel>
  );
}

function Rows({ reports }: { readonly reports: readonly MadeReport[] }): ReactNode {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const [isAll, showAll] = useState(false);
  const shown = isAll ? reports : reports.slice(0, FIRST_ROWS);
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('made.title') }}>
      <Table className={classes.made} verticalSpacing={5} horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {(['report', 'language', 'madeAt', 'dataTo', 'id'] as const).map((column) => (
              <Table.Th key={column} scope="col">
                {t(`made.columns.${column}`)}
              </Table.Th>
            ))}
            <Table.Th>
              <VisuallyHidden>{t('made.columns.actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((report) => (
            <Row key={report.id} report={report} />
          ))}
        </Table.Tbody>
      </Table>
      {shown.length < reports.length && (
        <div className={classes.more}>
          <Button size="compact-sm" variant="subtle" onClick={() => showAll(true)}>
            {t('made.more', { count: reports.length, total: format.number(reports.length) })}
          </Button>
        </div>
      )}
    </ScrollArea>
  );
}

function Row({ report }: { readonly report: MadeReport }): ReactNode {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const spoken = useLanguage();
  const about = useAboutWords();
  const [params] = useSearchParams();
  const { id, order, language, madeAt, dataTo } = report;
  return (
    <Table.Tr>
      <Table.Td>
        <Link className={classes.name} to={{ pathname: reportPath(id), search: params.toString() }}>
          {t(`kinds.${order.kind}.name`)}
        </Link>
        <span className={classes.quiet}>{about(order)}</span>
      </Table.Td>
      <Table.Td>{languageName(language, spoken)}</Table.Td>
      <Table.Td className={classes.time}>{format.dateTime(madeAt)}</Table.Td>
      <Table.Td className={classes.time}>{dataTo === null ? format.notAvailable : format.dateTime(dataTo)}</Table.Td>
      <Table.Td className={classes.code}>{id}</Table.Td>
      <Table.Td>
        <Actions report={report} />
      </Table.Td>
    </Table.Tr>
  );
}

function Actions({ report }: { readonly report: MadeReport }): ReactNode {
  const { t } = useTranslation('reports');
  const files = useReportFiles();
  const check = useCheckReport();
  const isRefused = useRefusal('reporting') !== null;
  const { id, isAtHand, order, language } = report;
  const isBusy = files.isSaving || files.isPrinting || check.isStarting;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size="sm" loading={isBusy} aria-label={t('made.actions', { id })}>
          <IconDots size={16} stroke={1.9} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isAtHand && (
          <>
            <Menu.Item leftSection={<IconDeviceFloppy size={16} />} disabled={isRefused} onClick={() => files.save(id)}>
              {t('actions.save')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPrinter size={16} />} disabled={isRefused} onClick={() => files.print(id)}>
              {t('actions.print')}
            </Menu.Item>
          </>
        )}
        <Menu.Item leftSection={<IconShieldCheck size={16} />} onClick={() => check.start(report)}>
          {t('actions.check')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconRefresh size={16} />}
          disabled={isRefused}
          onClick={() => openMakeReport({ kind: order.kind, again: { order, language } })}
        >
          {t('actions.again')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
