import { IconReceiptOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Differences } from './differences.tsx';
import { ExportBooks } from './export-books.tsx';
import { MemberBooks } from './member-books.tsx';
import { PeriodFigures } from './period-figures.tsx';
import { Proof } from './proof.tsx';
import classes from './reconciliation.module.css';

/** The books of a period, and the proof that what buyers paid is what sellers got and the community kept. */
export function ReconciliationView(): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { id: communityId } = useCommunity();
  const { range, label } = usePeriod();
  const query = useMethod('settlement.reconcile', { communityId, range });
  const { data } = query;
  const hasBooks = data !== undefined && data.trades > 0;
  return (
    <div className={classes.view} aria-busy={query.isPlaceholderData}>
      <Panel
        title={t('title')}
        subtitle={label}
        actions={hasBooks && <ExportBooks books={data} isOutdated={query.isPlaceholderData} />}
      >
        <PageState
          query={query}
          skeleton={<SkeletonLines lines={10} />}
          isEmpty={({ trades }) => trades === 0}
          empty={{
            icon: <IconReceiptOff size={22} stroke={1.75} />,
            title: t('nothing'),
            text: t('nothingText'),
            actions: <ShowAllDays />,
          }}
        >
          {(books) => (
            <div className={classes.columns}>
              <PeriodFigures books={books} />
              <Proof books={books} />
            </div>
          )}
        </PageState>
      </Panel>
      {hasBooks && data.differenceCount > 0 && <Differences books={data} />}
      {hasBooks && <MemberBooks members={data.members} />}
    </div>
  );
}
