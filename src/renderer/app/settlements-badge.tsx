import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_CASES_AT_ONCE } from '#shared/contract/settlement-records.ts';
import type { CaseFilter } from '#shared/contract/settlement.ts';
import { useMethod } from '../bridge/queries.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useCommunityOrNull } from './community.tsx';
import styles from './navigation.module.css';

const all: CaseFilter = { range: null, cause: null, states: [], memberId: null, text: '' };

/** How many cases need the person at this desk: those that are open, and those whose proposal it may approve. */
export function SettlementsBadge(): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const community = useCommunityOrNull();
  const communityId = community?.id ?? '';
  const enabled = community !== null;
  const groups = useMethod('settlement.groups', { communityId, filter: all }, { enabled }).data ?? [];
  const proposed = useMethod(
    'settlement.cases',
    { communityId, filter: { ...all, states: ['proposed'] }, from: 0, limit: MAX_CASES_AT_ONCE },
    { enabled },
  ).data;
  const open = groups.reduce((sum, { byState }) => sum + byState.open, 0);
  const count = open + (proposed?.cases.filter(({ mayApprove }) => mayApprove).length ?? 0);
  if (count === 0) return null;
  return (
    <span className={styles.badge}>
      <span aria-hidden>{format.number(count)}</span>
      <VisuallyHidden>{t('attention', { count })}</VisuallyHidden>
    </span>
  );
}
