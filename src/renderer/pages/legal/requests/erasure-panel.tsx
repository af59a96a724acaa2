import { IconUserX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErasurePreview } from '#shared/contract/privacy-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useTasks } from '../../../app/tasks.ts';
import { useMethod } from '../../../bridge/queries.ts';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TaskProgress } from '../../../components/task-progress.tsx';
import classes from '../facts.module.css';
import { RowCounts } from '../row-counts.tsx';
import { openErasure } from './erasure-dialog.tsx';
import type { PackProps } from './pack-dialog.tsx';

/** What erasing a member takes away and what has to stay, and the way to do it. */
export function ErasurePanel({ memberId, pseudonym }: PackProps): ReactNode {
  const { t } = useTranslation('legal-requests');
  const { id: communityId } = useCommunity();
  const query = useMethod('privacy.erasurePreview', { memberId }, { keepPrevious: false });
  const running = useTasks().running.find((task) => task.kind === 'erasure' && task.communityId === communityId);
  return (
    <Panel title={t('erasure.title', { pseudonym })} subtitle={t('erasure.subtitle')}>
      {running !== undefined ? (
        <TaskProgress task={running} />
      ) : (
        <PageState query={query} skeleton={<SkeletonLines lines={8} />}>
          {(preview) => <Preview preview={preview} />}
        </PageState>
      )}
    </Panel>
  );
}

function Preview({ preview }: { readonly preview: ErasurePreview }): ReactNode {
  const { t } = useTranslation('legal-requests');
  const { deletes, keeps, refusal } = preview;
  return (
    <div className={classes.view}>
      <div className={classes.twoLists}>
        <section>
          <h3>{t('erasure.goes')}</h3>
          <RowCounts counts={deletes} />
          <p className={classes.quiet}>{t('erasure.goesToo')}</p>
        </section>
        <section>
          <h3>{t('erasure.stays')}</h3>
          <RowCounts counts={keeps} />
          <p className={classes.quiet}>{t('erasure.staysWhy')}</p>
        </section>
      </div>
      {refusal !== null && <Notice level="attention">{t(`refusals.${refusal}`)}</Notice>}
      <div>
        <RoleButton
          needs="admin"
          color="red"
          variant="light"
          leftSection={<IconUserX size={16} stroke={1.75} aria-hidden />}
          disabled={refusal !== null}
          onClick={() => openErasure(preview)}
        >
          {t('erasure.open')}
        </RoleButton>
      </div>
    </div>
  );
}
