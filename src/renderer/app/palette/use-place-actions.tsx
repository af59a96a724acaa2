import type { SpotlightActionData } from '@mantine/spotlight';
import { IconBookmark, IconHomeBolt } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { keysOfPage } from '#shared/desk/keys.ts';
import { pageViews, viewPath } from '#shared/desk/page-views.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { writeLayout } from '../../pages/ledger/table/column-layout.ts';
import { writeLedgerFilters } from '../../pages/ledger/table/filters.ts';
import { readSavedViews } from '../../pages/ledger/table/saved-views.ts';
import { COLUMNS_VIEW } from '../../pages/ledger/table/use-columns.ts';
import { useCommunities, useCommunityOrNull } from '../community.tsx';
import { pages } from '../pages.ts';
import { useOpenCommunity, usePeriod } from '../period.tsx';
import { usePreferences } from '../preferences.tsx';
import { Keys } from '../shortcuts/keys.tsx';
import { ICON } from './icons.ts';

/** Every page, with its key. */
export function usePageActions(): SpotlightActionData[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = usePeriod();
  return pages.map(({ path, icon: PageIcon }) => {
    const keys = keysOfPage(path);
    return {
      id: `page ${path}`,
      label: t(`pages.${path}`),
      leftSection: <PageIcon {...ICON} />,
      rightSection: keys !== undefined && <Keys keys={keys} />,
      onClick: () => void navigate({ pathname: `/${path}`, search }),
    };
  });
}

/** The views of the pages that have several; the first one of each is the page itself. */
export function useViewActions(): SpotlightActionData[] {
  const { t } = useTranslation(['shell', 'rules', 'ledger', 'settlements', 'insights', 'audit', 'legal', 'settings']);
  const navigate = useNavigate();
  const { search } = usePeriod();
  const hasCommunity = useCommunityOrNull() !== null;
  return pages
    .filter(({ path, isOfConsole }) => pageViews[path].length > 1 && (isOfConsole || hasCommunity))
    .flatMap(({ path, icon: PageIcon }) =>
      pageViews[path].slice(1).map((view) => ({
        id: `view ${path} ${view}`,
        label: t(`${path}:views.${view}`),
        description: t(`pages.${path}`),
        leftSection: <PageIcon {...ICON} />,
        onClick: () => void navigate({ pathname: viewPath(path, view), search }),
      })),
    );
}

/** The other communities of this desk. */
export function useCommunityActions(): SpotlightActionData[] {
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

/** The ledger as it was saved under a name. */
export function useSavedActions(): SpotlightActionData[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = usePeriod();
  const { locale } = useFormat();
  const { preferences, change } = usePreferences();
  const community = useCommunityOrNull();
  if (community === null) return [];
  return readSavedViews(preferences.views, community.id, locale).map(({ name, filters, layout }) => ({
    id: `saved ${name}`,
    label: name,
    description: t('pages.ledger'),
    leftSection: <IconBookmark {...ICON} />,
    onClick: () => {
      change({ views: { ...preferences.views, [COLUMNS_VIEW]: writeLayout(layout) } });
      void navigate({
        pathname: '/ledger',
        search: writeLedgerFilters(new URLSearchParams(search), filters).toString(),
      });
    },
  }));
}
