import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import classes from '../facts.module.css';
import { ClocksPanel } from './clocks-panel.tsx';
import { DryRunPanel } from './dry-run-panel.tsx';
import { HoldsPanel } from './holds-panel.tsx';
import { RecordsPanel } from './records-panel.tsx';

/** How long data are kept, what holds them back, what is due, and the proof of what was erased. */
export function RetentionView(): ReactNode {
  const { t } = useTranslation('legal-retention');
  const { id: communityId } = useCommunity();
  const query = useMethod('privacy.retention', { communityId });
  return (
    <div className={classes.view}>
      <PageState query={query} skeleton={<SkeletonLines lines={14} />}>
        {({ clocks, holds, records, isKeptByHub }) => (
          <>
            {isKeptByHub && <Notice level="info">{t('hub')}</Notice>}
            <ClocksPanel clocks={clocks} />
            <HoldsPanel holds={holds} />
            <DryRunPanel />
            <RecordsPanel records={records} />
          </>
        )}
      </PageState>
    </div>
  );
}
