import { describe, expect, it } from 'vitest';
import {
  columnKeys,
  defaultLayout,
  movedColumn,
  readLayout,
  shownColumns,
  writeLayout,
  type ColumnLayout,
} from '#renderer/pages/ledger/table/column-layout.ts';
import { everyColumn, exportedColumns } from '#renderer/pages/ledger/table/export/exported-columns.ts';
import { noFilters } from '#renderer/pages/ledger/table/filters.ts';
import { isShowing, readSavedViews, SAVED_PREFIX, writeSavedView } from '#renderer/pages/ledger/table/saved-views.ts';

const layout: ColumnLayout = {
  order: ['id', ...columnKeys.filter((key) => key !== 'id')],
  hidden: new Set(['mechanism', 'rules']),
  widths: new Map([
    ['id', 240],
    ['status', 96],
  ]),
};

describe('the layout of the columns', () => {
  it('is remembered as one line', () => {
    const text = writeLayout(layout);
    expect(text).toMatch(/^id:240 executedAt buyer seller .* status:96 .* -mechanism -rules$/);
    expect(readLayout(text)).toEqual(layout);
  });

  it('is the default where nothing is remembered, or nothing would be left to see', () => {
    expect(readLayout(undefined)).toBe(defaultLayout);
    expect(readLayout(columnKeys.map((key) => `-${key}`).join(' '))).toBe(defaultLayout);
  });

  it('has every column once, whatever the text says', () => {
    const { order, hidden } = readLayout('price colour price:100 -price amount:7');
    expect(order.toSorted()).toEqual(columnKeys.toSorted());
    expect(order[0]).toBe('price');
    expect(hidden).toEqual(defaultLayout.hidden);
  });

  it('moves a column by one place, and at the end not at all', () => {
    expect(movedColumn(columnKeys, 'buyer', -1).slice(0, 3)).toEqual(['buyer', 'executedAt', 'seller']);
    expect(movedColumn(columnKeys, 'executedAt', -1)).toEqual(columnKeys);
    expect(movedColumn(columnKeys, 'id', 1)).toEqual(columnKeys);
  });
});

describe('the columns of an export', () => {
  it('are those of the table in their order, with what one cell says together apart', () => {
    const columns = exportedColumns({
      ...layout,
      hidden: new Set(columnKeys.filter((key) => !['id', 'status', 'buyerSavings'].includes(key))),
    });
    expect(columns).toEqual(['id', 'status', 'failureCode', 'retail', 'buyerSavings']);
  });

  it('never name one twice', () => {
    const all = exportedColumns({ ...defaultLayout, hidden: new Set() });
    expect(new Set(all).size).toBe(all.length);
    expect(everyColumn).toEqual(expect.arrayContaining(all));
  });
});

describe('a saved view', () => {
  const failedOfOne = { ...noFilters, status: 'failed', memberId: 'm-1' } as const;

  it('comes back with its filters, order and columns', () => {
    const views = { [`${SAVED_PREFIX}Month end`]: writeSavedView({ ...noFilters, sort: 'amount' }, layout, 'demo') };
    const [view] = readSavedViews(views, 'other', 'en');
    expect(view).toEqual({ name: 'Month end', filters: { ...noFilters, sort: 'amount' }, layout, communityId: null });
    expect(isShowing(view, { ...noFilters, sort: 'amount' }, layout)).toBe(true);
    expect(isShowing(view, noFilters, layout)).toBe(false);
    expect(shownColumns(view.layout)).not.toContain('rules');
  });

  it('that names a member is offered in its own community only', () => {
    const views = { [`${SAVED_PREFIX}One`]: writeSavedView(failedOfOne, layout, 'demo') };
    expect(readSavedViews(views, 'demo', 'en')).toHaveLength(1);
    expect(readSavedViews(views, 'other', 'en')).toEqual([]);
  });

  it('stands among others by name, and other preferences are none', () => {
    const text = writeSavedView(noFilters, defaultLayout, 'demo');
    const views = { navigation: 'folded', [`${SAVED_PREFIX}View 10`]: text, [`${SAVED_PREFIX}View 9`]: text };
    expect(readSavedViews(views, 'demo', 'en').map(({ name }) => name)).toEqual(['View 9', 'View 10']);
  });
});
