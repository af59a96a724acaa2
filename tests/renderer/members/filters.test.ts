import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activities,
  filterMembers,
  isFiltering,
  readFilters,
  sortKeys,
  withoutFilters,
  writeFilters,
  type Filters,
} from '#renderer/pages/members/filters.ts';
import type { MemberSummary } from '#shared/contract/members.ts';

function member(name: string, change: Partial<MemberSummary> = {}): MemberSummary {
  return {
    id: name,
    anonymizedId: name,
    role: 'consumer',
    isActive: true,
    joinedAt: 0,
    leftAt: null,
    pvCapacityWp: 0,
    batteryCapacityWh: 0,
    reputationScore: 90,
    mapCellId: 'a',
    producedWh: 0,
    consumedWh: 1000,
    selfConsumedWh: 0,
    importedWh: 1000,
    exportedWh: 0,
    boughtWh: 100,
    soldWh: 0,
    tradeCount: 1,
    failedCount: 0,
    savings: 100,
    savingsShare: 0.1,
    selfSufficiency: 0,
    selfConsumption: null,
    ...change,
  };
}

const all = readFilters(new URLSearchParams());
const members = [
  member('House A10', { savings: -5, boughtWh: 700 }),
  member('House A2', { role: 'prosumer', mapCellId: 'b', reputationScore: null }),
  member('House B1', { tradeCount: 0, boughtWh: 0, reputationScore: 70 }),
  member('House C1', { isActive: false, tradeCount: 0, boughtWh: 0 }),
];
const names = (filters: Partial<Filters>) =>
  filterMembers(members, { ...all, ...filters }, 'en-GB').map(({ anonymizedId }) => anonymizedId);

describe('the filters of the members list', () => {
  it('leave everybody by default, in the order of the numbers in the pseudonyms', () => {
    expect(names({})).toEqual(['House A2', 'House A10', 'House B1', 'House C1']);
    expect(isFiltering(all)).toBe(false);
  });

  it('filter by pseudonym, role, loss and cell', () => {
    expect(names({ search: ' a1 ' })).toEqual(['House A10']);
    expect(names({ role: 'prosumer' })).toEqual(['House A2']);
    expect(names({ worseOff: true })).toEqual(['House A10']);
    expect(names({ cell: 'b' })).toEqual(['House A2']);
  });

  it('tell those who traded from those who did not and those who left', () => {
    expect(names({ activity: 'traded' })).toEqual(['House A2', 'House A10']);
    expect(names({ activity: 'idle' })).toEqual(['House B1']);
    expect(names({ activity: 'left' })).toEqual(['House C1']);
  });

  it('sort by a column in both orders, with unknown values last', () => {
    expect(names({ sort: 'traded', descending: true })[0]).toBe('House A10');
    expect(names({ sort: 'reputation' })).toEqual(['House B1', 'House A10', 'House C1', 'House A2']);
    expect(names({ sort: 'reputation', descending: true }).at(-1)).toBe('House A2');
  });

  it('stand in the address and come back from it, beside what others wrote there', () => {
    const filters = fc.record({
      search: fc.string(),
      role: fc.constantFrom('all' as const, 'prosumer' as const, 'consumer' as const),
      activity: fc.constantFrom(...activities),
      worseOff: fc.boolean(),
      cell: fc.option(fc.stringMatching(/^[0-9a-f]{15}$/), { nil: null }),
      sort: fc.constantFrom(...sortKeys),
      descending: fc.boolean(),
    });
    fc.assert(
      fc.property(filters, (wanted) => {
        const params = writeFilters(new URLSearchParams('period=week'), wanted);
        expect(readFilters(new URLSearchParams(params.toString()))).toEqual(wanted);
        expect(params.get('period')).toBe('week');
      }),
    );
  });

  it('that filter nothing are not in the address', () => {
    expect(writeFilters(new URLSearchParams('q=x&role=consumer'), all).toString()).toBe('');
  });

  it('take what they do not know for "all"', () => {
    expect(readFilters(new URLSearchParams('role=king&activity=asleep&sort=luck&worseOff=perhaps'))).toEqual(all);
  });

  it('are taken away together, and the order stays', () => {
    const some: Filters = { ...all, search: 'x', worseOff: true, sort: 'savings', descending: true };
    expect(withoutFilters(some)).toEqual({ ...all, sort: 'savings', descending: true });
  });
});
