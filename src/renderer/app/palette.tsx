import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconBook2,
  IconDeviceDesktop,
  IconFileImport,
  IconHomeBolt,
  IconKeyboard,
  IconLanguage,
  IconLock,
  IconMoon,
  IconPlugConnected,
  IconRefresh,
  IconRobot,
  IconSearch,
  IconShieldCheck,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMethod } from '../bridge/queries.ts';
import { viewPath } from '../pages/audit/audit-place.ts';
import { openConnect } from '../pages/connection/open-connect.tsx';
import { openImport } from '../pages/import/open-import.tsx';
import { useCommunities, useCommunityOrNull } from './community.tsx';
import { pages } from './pages.ts';
import { useOpenCommunity, usePeriod } from './period.tsx';
import { usePreferences } from './preferences.tsx';
import { useRefusal } from './role.ts';
import { useLeave } from './session.ts';
import { useSync } from './sync.ts';
import { useFetchNow } from './use-fetch-now.ts';
import styles from './palette.module.css';
import { openShortcuts } from './shortcuts.tsx';

const ICON = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;
const MOST_RESULTS = 14;

/** Ctrl/Cmd+K: pages, members by pseudonym, trades by id, communities and actions. */
export function Palette(): ReactNode {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [query, setQuery] = useState('');
  const groups = [
    { group: t('palette.pages'), actions: usePageActions() },
    { group: t('palette.actions'), actions: [...useRuleActions(), ...useAuditActions(), ...useConsoleActions()] },
    { group: t('palette.communities'), actions: useCommunityActions() },
    { group: t('palette.members'), actions: useMemberActions(opened) },
    { group: t('palette.trades'), actions: useTradeActions(query.trim()) },
  ];
  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
      filter={findActions}
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      limit={MOST_RESULTS}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      nothingFound={t('palette.nothing')}
      scrollable
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.45, blur: 0 }}
      attributes={{ content: { 'aria-label': t('find') } }}
      classNames={styles}
      maxHeight={440}
      lockScroll={false}
      searchProps={{
        leftSection: <IconSearch {...ICON} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('find'),
      }}
    />
  );
}

/**
 * Every word of the query must stand somewhere in an action's words. Without a query everything but the members is listed: hundreds of
 * pseudonyms help nobody choose.
 */
function findActions(
  query: string,
  actions: (SpotlightActionData | SpotlightActionGroupData)[],
): SpotlightActionGroupData[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return actions
    .filter((entry): entry is SpotlightActionGroupData => 'actions' in entry)
    .map(({ group, actions: entries }) => ({
      group,
      actions: entries.filter(({ id, label, description, keywords }) => {
        const text = [label, description, keywords].flat().join(' ').toLocaleLowerCase();
        return words.length === 0 ? !id.startsWith('member ') : words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ actions: entries }) => entries.length > 0);
}

function usePageActions(): SpotlightActionData[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = usePeriod();
  return pages.map(({ path, icon: PageIcon }) => ({
    id: `page ${path}`,
    label: t(`pages.${path}`),
    leftSection: <PageIcon {...ICON} />,
    onClick: () => void navigate({ pathname: `/${path}`, search }),
  }));
}

function useCommunityActions(): SpotlightActionData[] {
  const communities = useCommunities().data ?? [];
  const openCommunity = useOpenCommunity();
  if (communities.length < 2) return [];
  return communities.map(({ id, name }) => ({
    id: `community ${id}`,
    label: name,
    leftSection: <IconHomeBolt {...ICON} />,
    onClick: () => openCommunity(id),
  }));
}

function useMemberActions(opened: boolean): SpotlightActionData[] {
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

/** The beginning of a trade's id, as lists and files show it. */
const TRADE_ID = /^[0-9a-f]{8}[0-9a-f-]*$/i;

/** What looks like a trade's id is looked for in the ledger, whenever it was. */
function useTradeActions(query: string): SpotlightActionData[] {
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

function useRuleActions(): SpotlightActionData[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = usePeriod();
  const mayMake = useRefusal('manager') === null;
  if (useCommunityOrNull() === null) return [];
  return [
    ...(mayMake
      ? [
          {
            id: 'action new-rule',
            label: t('palette.newRule'),
            leftSection: <IconRobot {...ICON} />,
            // The editor is big, and seldom the first thing that is wanted.
            onClick: () => void import('../pages/rules/editor/open-rule-editor.tsx').then((it) => it.openRuleEditor()),
          },
        ]
      : []),
    {
      id: 'action audit-rules',
      label: t('palette.ruleAudit'),
      leftSection: <IconShieldCheck {...ICON} />,
      onClick: () => void navigate({ pathname: '/rules/audit', search }),
    },
  ];
}

function useAuditActions(): SpotlightActionData[] {
  const { t } = useTranslation('audit');
  const navigate = useNavigate();
  const { search } = usePeriod();
  if (useCommunityOrNull() === null) return [];
  return (['verify', 'log'] as const).map((view) => ({
    id: `action audit-${view}`,
    label: t(`views.${view}`),
    leftSection: <IconShieldCheck {...ICON} />,
    onClick: () => void navigate({ pathname: viewPath(view), search }),
  }));
}

function useConsoleActions(): SpotlightActionData[] {
  const { t } = useTranslation(['shell', 'sync']);
  const { change } = usePreferences();
  const { isDemo, leave } = useLeave();
  const status = useSync();
  const { fetchNow } = useFetchNow();
  const mayImport = useRefusal('manager') === null;
  const action = (name: string, label: string, icon: ReactNode, onClick: () => void): SpotlightActionData => ({
    id: `action ${name}`,
    label,
    leftSection: icon,
    onClick,
  });
  return [
    ...(mayImport ? [action('import', t('community.import'), <IconFileImport {...ICON} />, openImport)] : []),
    ...(status !== null && status.connection === null && !isDemo
      ? [action('connect', t('hub.connect'), <IconPlugConnected {...ICON} />, openConnect)]
      : []),
    ...(status?.connection != null
      ? [action('fetch', t('sync:actions.fetchNow'), <IconRefresh {...ICON} />, fetchNow)]
      : []),
    action('lock', t(isDemo ? 'leaveDemo' : 'lock'), <IconLock {...ICON} />, leave),
    action('light', t('palette.schemeLight'), <IconSun {...ICON} />, () => change({ colourScheme: 'light' })),
    action('dark', t('palette.schemeDark'), <IconMoon {...ICON} />, () => change({ colourScheme: 'dark' })),
    action('system', t('palette.schemeSystem'), <IconDeviceDesktop {...ICON} />, () =>
      change({ colourScheme: 'system' }),
    ),
    action('en', t('palette.languageEn'), <IconLanguage {...ICON} />, () => change({ language: 'en' })),
    action('de', t('palette.languageDe'), <IconLanguage {...ICON} />, () => change({ language: 'de' })),
    action('keys', t('palette.shortcuts'), <IconKeyboard {...ICON} />, openShortcuts),
  ];
}
