import { describe, expect, it } from 'vitest';
import {
  filterOf,
  isFilteringLedger,
  noFilters,
  readLedgerFilters,
  sortOf,
  withoutLedgerFilters,
  writeLedgerFilters,
  type LedgerFilters,
} from '#renderer/pages/ledger/table/filters.ts';

const read = (search: string): LedgerFilters => readLedgerFilters(new URLSearchParams(search));
const write = (filters: LedgerFilters, search = ''): string =>
  writeLedgerFilters(new URLSearchParams(search), filters).toString();

const everything: LedgerFilters = {
  text: 'A1',
  memberId: 'm-7',
  side: 'seller',
  status: 'failed',
  failureCode: 'DUPLICATE',
  price: { from: 100_000, to: 185_050 },
  quantityWh: { from: null, to: 2500 },
  mechanism: 'direct',
  ruleId: 'r-3',
  sort: 'amount',
  descending: false,
};

describe('the filters of the ledger', () => {
  it('come back from the address as they were, in units that people read', () => {
    const search = write(everything);
    expect(search).toBe(
      'q=A1&member=m-7&side=seller&status=failed&cause=DUPLICATE&minPrice=0.1&maxPrice=0.18505&maxKwh=2.5&mechanism=direct&rule=r-3&sort=amount&order=asc',
    );
    expect(read(search)).toEqual(everything);
  });

  it('leave the address empty when they leave no trade out, and its other entries alone', () => {
    expect(read('')).toEqual(noFilters);
    expect(write(noFilters, 'period=week&q=old')).toBe('period=week');
  });

  it('are not misled by an address that says nonsense', () => {
    expect(read('side=seller&status=lost&cause=DUPLICATE&minPrice=cheap&maxKwh=0.0001&sort=name')).toEqual(noFilters);
    expect(read('status=settled&cause=DUPLICATE').failureCode).toBeNull();
  });

  it('cut a text that the engine would refuse', () => {
    expect(read(`q=${'x'.repeat(500)}`).text).toHaveLength(64);
  });

  it('know whether they leave trades out; an order and blanks do not', () => {
    expect(isFilteringLedger({ ...noFilters, sort: 'price', descending: false, text: '  ' })).toBe(false);
    expect(isFilteringLedger({ ...noFilters, price: { from: 0, to: null } })).toBe(true);
    expect(withoutLedgerFilters(everything)).toEqual({ ...noFilters, sort: 'amount', descending: false });
  });

  it('ask the engine for the period and all of them', () => {
    const range = { from: 1, to: 2 };
    expect(filterOf({ ...noFilters, text: ' b0 ' }, range)).toEqual({
      range,
      memberId: null,
      side: 'either',
      status: null,
      failureCode: null,
      price: { from: null, to: null },
      quantityWh: { from: null, to: null },
      mechanism: null,
      ruleId: null,
      text: 'b0',
    });
    expect(sortOf(everything)).toEqual({ by: 'amount', descending: false });
  });
});
