/** Saved views: filters, order and columns under a name, each an entry of the preferences. Pure. */
import { byName } from '#shared/format/locale-facts.ts';
import { readLayout, writeLayout, type ColumnLayout } from './column-layout.ts';
import { readLedgerFilters, writeLedgerFilters, type LedgerFilters } from './filters.ts';

/** What the keys of their entries in the preferences begin with. */
export const SAVED_PREFIX = 'ledger.saved.';

export interface SavedView {
  readonly name: string;
  readonly filters: LedgerFilters;
  readonly layout: ColumnLayout;
  /** The only community that it is of use in, as it names a member or a rule; null for every one. */
  readonly communityId: string | null;
}

/** The text of a view's entry: a line each for filters, columns and community. */
export function writeSavedView(filters: LedgerFilters, layout: ColumnLayout, communityId: string): string {
  const isOfCommunity = filters.memberId !== null || filters.ruleId !== null;
  return [
    writeLedgerFilters(new URLSearchParams(), filters).toString(),
    writeLayout(layout),
    isOfCommunity ? communityId : '',
  ].join('\n');
}

/** The views among the preferences that are of use in a community, by name. */
export function readSavedViews(
  views: Readonly<Record<string, string>>,
  communityId: string,
  locale: string,
): SavedView[] {
  const compare = byName(locale);
  return Object.entries(views)
    .filter(([key]) => key.startsWith(SAVED_PREFIX))
    .map(([key, text]): SavedView => {
      const [search = '', columns = '', community = ''] = text.split('\n');
      return {
        name: key.slice(SAVED_PREFIX.length),
        filters: readLedgerFilters(new URLSearchParams(search)),
        layout: readLayout(columns),
        communityId: community === '' ? null : community,
      };
    })
    .filter((view) => view.communityId === null || view.communityId === communityId)
    .toSorted((a, b) => compare(a.name, b.name));
}

/** Whether a view is what is on the screen. */
export function isShowing(view: SavedView, filters: LedgerFilters, layout: ColumnLayout): boolean {
  return writeSavedView(view.filters, view.layout, '') === writeSavedView(filters, layout, '');
}
