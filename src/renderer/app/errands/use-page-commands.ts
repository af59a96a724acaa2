import { useLocation } from 'react-router';
import type { PageCommand } from '#shared/desk/page-commands.ts';
import { openImport } from '../../pages/import/open-import.tsx';
import { openOfferWizard } from '../../pages/marketplace/offer-wizard/open-offer-wizard.tsx';
import { readLayout } from '../../pages/ledger/table/column-layout.ts';
import { openExport } from '../../pages/ledger/table/export/export-dialog.tsx';
import { filterOf, readLedgerFilters, sortOf } from '../../pages/ledger/table/filters.ts';
import { COLUMNS_VIEW } from '../../pages/ledger/table/use-columns.ts';
import { useCommunityOrNull } from '../community.tsx';
import { openHelp } from '../help/help-state.ts';
import { usePeriod } from '../period.tsx';
import { useView } from '../preferences.tsx';
import { useRefusal } from '../role.ts';
import { openShortcuts } from '../shortcuts/open-shortcuts.tsx';
import { beginTour } from '../tour/tour-state.ts';
import { palette } from '../palette/palette-store.ts';

/** What each command opens. Null: not for this person, or not without a community. */
export function usePageCommands(): Readonly<Record<PageCommand, (() => void) | null>> {
  const mayManage = useRefusal('manager') === null;
  const hasCommunity = useCommunityOrNull() !== null;
  const exportLedger = useExport();
  const mayMake = mayManage && hasCommunity;
  return {
    import: mayManage ? openImport : null,
    export: exportLedger,
    find: palette.open,
    keys: openShortcuts,
    'new-offer': mayMake ? () => openOfferWizard() : null,
    // The editor is big, and seldom the first thing that is wanted.
    'new-rule': mayMake
      ? () => void import('../../pages/rules/editor/open-rule-editor.tsx').then((it) => it.openRuleEditor())
      : null,
    help: () => openHelp(),
    tour: beginTour,
  };
}

/** The export of what the ledger shows, or would show without filters. */
function useExport(): (() => void) | null {
  const community = useCommunityOrNull();
  const { range } = usePeriod();
  const { pathname, search } = useLocation();
  const [columns] = useView(COLUMNS_VIEW);
  if (community === null) return null;
  return () => {
    const filters = readLedgerFilters(new URLSearchParams(pathname.startsWith('/ledger') ? search : ''));
    const wanted = { communityId: community.id, filter: filterOf(filters, range), sort: sortOf(filters) };
    openExport({ wanted, layout: readLayout(columns ?? ''), count: undefined });
  };
}
