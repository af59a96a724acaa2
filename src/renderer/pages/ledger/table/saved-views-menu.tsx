import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePreferences } from '../../../app/preferences.tsx';
import { SavedViewsMenu } from '../../../components/saved-views-menu.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import type { LedgerFilters } from './filters.ts';
import { isShowing, readSavedViews, SAVED_PREFIX, writeSavedView } from './saved-views.ts';
import type { Columns } from './use-columns.ts';

export interface SavedViewsProps {
  readonly filters: LedgerFilters;
  readonly onFilters: ChangeFilters<LedgerFilters>;
  readonly columns: Pick<Columns, 'layout' | 'change'>;
}

/** Filters, order and columns under a name, to come back to. */
export function SavedViews({ filters, onFilters, columns }: SavedViewsProps): ReactNode {
  const { t } = useTranslation('ledger');
  const { id: communityId } = useCommunity();
  const { locale } = useFormat();
  const { preferences } = usePreferences();
  const views = readSavedViews(preferences.views, communityId, locale);

  function open(name: string): void {
    const view = views.find((one) => one.name === name);
    if (view === undefined) return;
    onFilters(view.filters);
    columns.change(view.layout);
  }

  return (
    <SavedViewsMenu
      prefix={SAVED_PREFIX}
      views={views.map((view) => ({ name: view.name, isShowing: isShowing(view, filters, columns.layout) }))}
      current={writeSavedView(filters, columns.layout, communityId)}
      onOpen={open}
      label={t('saved.label')}
      none={t('saved.none')}
      nameLabel={t('saved.name')}
      holds={t('saved.holds')}
      removed={(name) => t('saved.removed', { name })}
    />
  );
}
