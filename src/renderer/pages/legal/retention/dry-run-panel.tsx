import { Button, Table } from '@mantine/core';
import { IconTrash, IconZoomQuestion } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionPlan } from '#shared/contract/privacy-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useTasks } from '../../../app/tasks.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from '../facts.module.css';
import { RowCounts, totalOf } from '../row-counts.tsx';
import { openRun } from './run-dialog.tsx';

/** What is due now: looked at first, then deleted as it was shown. */
export function DryRunPanel(): ReactNode {
  const { t } = useTranslation('legal-retention');
  const { id: communityId } = useCommunity();
  const [isWanted, setWanted] = useState(false);
  const running = useTasks().running.find((task) => task.kind === 'retention' && task.communityId === communityId);
  return (
    <Panel
      title={t('dryRun.title')}
      subtitle={t('dryRun.subtitle')}
      actions={
        !isWanted && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconZoomQuestion size={15} stroke={1.75} aria-hidden />}
            onClick={() => setWanted(true)}
          >
            {t('dryRun.look')}
          </Button>
        )
      }
    >
      {running !== undefined ? (
        <TaskProgress task={running} />
      ) : isWanted ? (
        <DryRun communityId={communityId} />
      ) : (
        <p className={classes.text}>{t('dryRun.before')}</p>
      )}
    </Panel>
  );
}

function DryRun({ communityId }: { readonly communityId: string }): ReactNode {
  const query = useMethod('privacy.dryRun', { communityId }, { keepPrevious: false });
  return (
    <PageState query={query} skeleton={<SkeletonLines lines={6} />}>
      {(plan) => <Plan communityId={communityId} plan={plan} />}
    </PageState>
  );
}

interface PlanProps {
  readonly communityId: string;
  readonly plan: RetentionPlan;
}

function Plan({ communityId, plan }: PlanProps): ReactNode {
  const { t } = useTranslation('legal-retention');
  const format = useFormat();
  const going = plan.classes.reduce((sum, { deletes }) => sum + totalOf(deletes), 0);
  return (
    <div className={classes.view}>
      <div className={classes.scroll}>
        <Table className={classes.table} verticalSpacing={6} horizontalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('clocks.class')}</Table.Th>
              <Table.Th scope="col" className={classes.number}>
                {t('dryRun.cutoff')}
              </Table.Th>
              <Table.Th scope="col" className={classes.number}>
                {t('dryRun.due')}
              </Table.Th>
              <Table.Th scope="col" className={classes.number}>
                {t('dryRun.held')}
              </Table.Th>
              <Table.Th scope="col">{t('dryRun.happens')}</Table.Th>
              <Table.Th scope="col">{t('dryRun.goes')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.classes.map(({ class: name, cutoff, due, heldBack, treatment, deletes }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{t(`classes.${name}`)}</Table.Th>
                <Table.Td className={classes.number}>{format.date(cutoff)}</Table.Td>
                <Table.Td className={classes.number}>{format.number(due)}</Table.Td>
                <Table.Td className={classes.number}>{format.number(heldBack)}</Table.Td>
                <Table.Td>{t(`treatments.${treatment}`)}</Table.Td>
                <Table.Td>
                  <RowCounts counts={deletes} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {plan.isKeptByHub && <Notice level="attention">{t('dryRun.hub')}</Notice>}
      <div>
        {going === 0 ? (
          <Notice level="info">{t('dryRun.nothing')}</Notice>
        ) : (
          <RoleButton
            needs="admin"
            color="red"
            variant="light"
            leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
            onClick={() => openRun(communityId, plan)}
          >
            {t('dryRun.run', { count: going, rows: format.number(going) })}
          </RoleButton>
        )}
      </div>
    </div>
  );
}
