import type { SpotlightActionData } from '@mantine/spotlight';
import { IconBook2, IconFileText, IconGavel, IconRobot, IconUser } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMethod } from '../../bridge/queries.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { reportPath } from '../../pages/audit/audit-place.ts';
import { useAboutWords } from '../../pages/audit/reports/use-about-words.ts';
import { casePlace } from '../../pages/settlements/case-place.ts';
import { useCommunityOrNull } from '../community.tsx';
import { usePeriod } from '../period.tsx';
import { ICON } from './icons.ts';

/** Cases of the work list that can be found; older ones are found by the id of their trade. */
const MOST_CASES = 200;

/** Members by pseudonym. @param opened - the palette is open, so that they are asked for */
export function useMemberActions(opened: boolean): SpotlightActionData[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const community = useCommunityOrNull();
  const { range, search } = usePeriod();
  const { data } = useMethod(
    'members.list',
    { communityId: community?.id ?? '', range },
    { enabled: opened && community !== null },
  );
  return useMemo(
    () =>
      (data ?? []).map(({ id, anonymizedId, role }) => ({
        id: `member ${id}`,
        label: anonymizedId,
        description: t(`palette.${role}`),
        leftSection: <IconUser {...ICON} />,
        onClick: () => void navigate({ pathname: `/members/${encodeURIComponent(id)}`, search }),
      })),
    [data, navigate, search, t],
  );
}

/** Rules by whose they are, and what they do. */
export function useRuleActions(opened: boolean): SpotlightActionData[] {
  const { t } = useTranslation('rules');
  const navigate = useNavigate();
  const community = useCommunityOrNull();
  const { search } = usePeriod();
  const { data } = useMethod(
    'rules.list',
    { communityId: community?.id ?? '' },
    { enabled: opened && community !== null },
  );
  return useMemo(
    () =>
      (data ?? []).map(({ id, anonymizedId, type }) => ({
        id: `rule ${id}`,
        label: t('sheet.of', { member: anonymizedId }),
        description: t(`types.${type}`),
        leftSection: <IconRobot {...ICON} />,
        onClick: () => void navigate({ pathname: `/rules/${encodeURIComponent(id)}`, search }),
      })),
    [data, navigate, search, t],
  );
}

/** Cases that are not resolved, by the two members and the cause. */
export function useCaseActions(opened: boolean): SpotlightActionData[] {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const navigate = useNavigate();
  const community = useCommunityOrNull();
  const { search } = usePeriod();
  const filter = { range: null, cause: null, states: [], memberId: null, text: '' };
  const { data } = useMethod(
    'settlement.cases',
    { communityId: community?.id ?? '', filter, from: 0, limit: MOST_CASES },
    { enabled: opened && community !== null },
  );
  return useMemo(
    () =>
      (data?.cases ?? []).map((one) => ({
        id: `case ${one.tradeId}`,
        label: t('sheet.of', { buyer: one.buyer, seller: one.seller }),
        description: format.dateTime(one.executedAt),
        keywords: one.tradeId,
        leftSection: <IconGavel {...ICON} />,
        onClick: () => void navigate({ pathname: casePlace(one), search }),
      })),
    [data, format, navigate, search, t],
  );
}

/** Reports that were made here, by kind, subject and id. */
export function useReportActions(opened: boolean): SpotlightActionData[] {
  const { t } = useTranslation('reports');
  const about = useAboutWords();
  const navigate = useNavigate();
  const community = useCommunityOrNull();
  const { search } = usePeriod();
  const { data } = useMethod(
    'reports.list',
    { communityId: community?.id ?? '' },
    { enabled: opened && community !== null },
  );
  if (community === null) return [];
  return (data ?? []).map(({ id, order }) => ({
    id: `report ${id}`,
    label: t(`kinds.${order.kind}.name`),
    description: `${about(order)} · ${id}`,
    leftSection: <IconFileText {...ICON} />,
    onClick: () => void navigate({ pathname: reportPath(id), search }),
  }));
}

/** The beginning of a trade's id, as lists and files show it. */
const TRADE_ID = /^[0-9a-f]{8}[0-9a-f-]*$/i;

/** What looks like a trade's id is looked for in the ledger, whenever it was. */
export function useTradeActions(query: string): SpotlightActionData[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (useCommunityOrNull() === null || !TRADE_ID.test(query)) return [];
  const search = new URLSearchParams({ period: 'all', q: query }).toString();
  return [
    {
      id: 'action find-trade',
      label: t('palette.findTrade', { id: query }),
      leftSection: <IconBook2 {...ICON} />,
      onClick: () => void navigate({ pathname: '/ledger', search }),
    },
  ];
}
