/** The members with what they would have saved under each scenario: filter and order of the table. Pure. */
import { scenarioNames, type Counterfactual, type ScenarioName } from '#shared/contract/counterfactual-records.ts';
import { oneOf, withEntries } from '../../../app/address-filters.ts';
import { sortRows } from '../../../components/sort-rows.ts';
import { otherScenarios, placeOf, type OtherScenario } from './scenarios.ts';

export type MemberSavings = Counterfactual['members'][number];

const sortKeys = ['name', 'role', 'change', ...scenarioNames] as const;
export type MemberSort = (typeof sortKeys)[number];

export interface MemberFilters {
  /** Part of a pseudonym. */
  readonly search: string;
  /** The scenario whose change is shown; the first chosen one where the address names none. */
  readonly under: OtherScenario | null;
  readonly sort: MemberSort;
  readonly descending: boolean;
}

/** What an address holds; the greatest gain first where it says nothing. */
export function readMemberFilters(params: URLSearchParams): MemberFilters {
  const under = params.get('under');
  return {
    search: params.get('q') ?? '',
    under: otherScenarios.find((name) => name === under) ?? null,
    sort: oneOf(sortKeys, params.get('sort'), 'change'),
    descending: params.get('order') !== 'asc',
  };
}

/** `params` with the filters written into it; other entries stay. */
export function writeMemberFilters(params: URLSearchParams, filters: MemberFilters): URLSearchParams {
  return withEntries(params, [
    ['q', filters.search || null],
    ['under', filters.under],
    ['sort', filters.sort === 'change' ? null : filters.sort],
    ['order', filters.descending ? null : 'asc'],
  ]);
}

/** What a member would have saved, micro-currency. */
export function savingsUnder({ savings }: MemberSavings, name: ScenarioName): number {
  return savings[placeOf(name)];
}

/** What a member would have saved more than it did, micro-currency; negative for less. */
export function changeUnder(member: MemberSavings, name: OtherScenario): number {
  return savingsUnder(member, name) - savingsUnder(member, 'actual');
}

/** The members that are searched for, in the wanted order; equal ones by pseudonym. */
export function shownMembers(
  members: readonly MemberSavings[],
  under: OtherScenario,
  { search, sort, descending }: MemberFilters,
  locale: string,
): MemberSavings[] {
  const wanted = search.trim().toLocaleLowerCase(locale);
  return sortRows(
    members.filter(({ anonymizedId }) => anonymizedId.toLocaleLowerCase(locale).includes(wanted)),
    { valueOf: (member) => valueOf(member, sort), descending, nameOf: ({ anonymizedId }) => anonymizedId, locale },
  );

  function valueOf(member: MemberSavings, key: MemberSort): number | string {
    if (key === 'name') return member.anonymizedId;
    if (key === 'role') return member.role;
    return key === 'change' ? changeUnder(member, under) : savingsUnder(member, key);
  }
}
