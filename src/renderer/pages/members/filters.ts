/** Filters and order of the members list: how they stand in the address, and what they leave. Pure. */
import type { MemberSummary } from '#shared/contract/members.ts';
import type { MemberRole } from '#shared/domain/records.ts';
import { memberRoles } from '#shared/domain/records.ts';
import { oneOf, withEntries } from '../../app/address-filters.ts';
import { sortRows } from '../../components/sort-rows.ts';

export const activities = ['all', 'traded', 'idle', 'left'] as const;
type Activity = (typeof activities)[number];

export const sortKeys = [
  'name',
  'role',
  'pv',
  'battery',
  'traded',
  'selfSufficiency',
  'savings',
  'reputation',
  'failed',
] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Filters {
  /** Part of a pseudonym. */
  readonly search: string;
  readonly role: MemberRole | 'all';
  readonly activity: Activity;
  /** Only members whose savings over the period are negative. */
  readonly worseOff: boolean;
  /** A merged map cell. */
  readonly cell: string | null;
  readonly sort: SortKey;
  readonly descending: boolean;
}

/** The filters that an address holds; what it does not know is left at "all". */
export function readFilters(params: URLSearchParams): Filters {
  return {
    search: params.get('q') ?? '',
    role: oneOf(['all', ...memberRoles], params.get('role'), 'all'),
    activity: oneOf(activities, params.get('activity'), 'all'),
    worseOff: params.get('worseOff') === 'yes',
    cell: params.get('cell'),
    sort: oneOf(sortKeys, params.get('sort'), 'name'),
    descending: params.get('order') === 'desc',
  };
}

/** `params` with the filters written into it; filters that filter nothing are left out, other entries stay. */
export function writeFilters(params: URLSearchParams, filters: Filters): URLSearchParams {
  return withEntries(params, [
    ['q', filters.search || null],
    ['role', filters.role === 'all' ? null : filters.role],
    ['activity', filters.activity === 'all' ? null : filters.activity],
    ['worseOff', filters.worseOff ? 'yes' : null],
    ['cell', filters.cell],
    ['sort', filters.sort === 'name' ? null : filters.sort],
    ['order', filters.descending ? 'desc' : null],
  ]);
}

/** Whether any filter leaves members out. */
export function isFiltering({ search, role, activity, worseOff, cell }: Filters): boolean {
  return search.trim() !== '' || role !== 'all' || activity !== 'all' || worseOff || cell !== null;
}

/** Everything off; the order stays. */
export function withoutFilters(filters: Filters): Filters {
  return { ...filters, search: '', role: 'all', activity: 'all', worseOff: false, cell: null };
}

function matches(member: MemberSummary, { search, role, activity, worseOff, cell }: Filters): boolean {
  if (role !== 'all' && member.role !== role) return false;
  if (worseOff && member.savings >= 0) return false;
  if (cell !== null && member.mapCellId !== cell) return false;
  if (activity === 'traded' && member.tradeCount === 0) return false;
  if (activity === 'idle' && !(member.isActive && member.tradeCount === 0)) return false;
  if (activity === 'left' && member.isActive) return false;
  return member.anonymizedId.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase());
}

/** What a column is sorted by; null (no value) stands last in both orders. */
const sortValue: Record<SortKey, (member: MemberSummary) => number | string | null> = {
  name: (member) => member.anonymizedId,
  role: (member) => member.role,
  pv: (member) => (member.pvCapacityWp === 0 ? null : member.pvCapacityWp),
  battery: (member) => (member.batteryCapacityWh === 0 ? null : member.batteryCapacityWh),
  traded: (member) => member.boughtWh + member.soldWh,
  selfSufficiency: (member) => member.selfSufficiency,
  savings: (member) => member.savings,
  reputation: (member) => member.reputationScore,
  failed: (member) => member.failedCount,
};

/** The members that the filters leave, in the wanted order; equal ones by pseudonym ("House A2" before "House A10"). */
export function filterMembers(members: readonly MemberSummary[], filters: Filters, locale: string): MemberSummary[] {
  return sortRows(
    members.filter((member) => matches(member, filters)),
    {
      valueOf: sortValue[filters.sort],
      descending: filters.descending,
      nameOf: ({ anonymizedId }) => anonymizedId,
      locale,
    },
  );
}
