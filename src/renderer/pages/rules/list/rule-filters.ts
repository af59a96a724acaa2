/** Filters and order of the list of rules: how they stand in the address, and what they leave. Pure. */
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { offerTypes, type OfferType } from '#shared/domain/records.ts';
import { severityOf, type ConflictSeverity } from '#shared/rules/conflicts.ts';
import { oneOf, withEntries } from '../../../app/address-filters.ts';
import { sortRows } from '../../../components/sort-rows.ts';
import { needsAttention } from '../conflict-words.ts';
import { limitOf } from '#shared/words/rule-words.ts';

export const ruleTypes = ['all', ...offerTypes] as const;
export const ruleStates = ['all', 'on', 'off'] as const;
type RuleState = (typeof ruleStates)[number];

const ruleSortKeys = ['member', 'type', 'limit', 'lastMatch', 'conflicts'] as const;
export type RuleSortKey = (typeof ruleSortKeys)[number];

/** Filters that are on or off, and the rules that each leaves. */
export const ruleMarks = {
  conflicts: needsAttention,
  waiting: ({ pending }: RuleSummary): boolean => pending !== null,
  never: ({ lastMatchedAt }: RuleSummary): boolean => lastMatchedAt === null,
} as const;
export type RuleMark = keyof typeof ruleMarks;
export const ruleMarkNames = Object.keys(ruleMarks) as RuleMark[];

export interface RuleFilters {
  /** Part of a pseudonym or of a rule's id. */
  readonly search: string;
  readonly type: OfferType | 'all';
  readonly state: RuleState;
  readonly marks: readonly RuleMark[];
  /** The id of a member. */
  readonly member: string | null;
  readonly sort: RuleSortKey;
  readonly descending: boolean;
}

/** The filters that an address holds; what it does not know is left at "all". */
export function readRuleFilters(params: URLSearchParams): RuleFilters {
  return {
    search: params.get('q') ?? '',
    type: oneOf(ruleTypes, params.get('type'), 'all'),
    state: oneOf(ruleStates, params.get('state'), 'all'),
    marks: ruleMarkNames.filter((mark) => params.get(mark) === 'yes'),
    member: params.get('member'),
    sort: oneOf(ruleSortKeys, params.get('sort'), 'member'),
    descending: params.get('order') === 'desc',
  };
}

/** `params` with the filters written into it; filters that filter nothing are left out, other entries stay. */
export function writeRuleFilters(params: URLSearchParams, filters: RuleFilters): URLSearchParams {
  return withEntries(params, [
    ['q', filters.search || null],
    ['type', filters.type === 'all' ? null : filters.type],
    ['state', filters.state === 'all' ? null : filters.state],
    ...ruleMarkNames.map((mark) => [mark, filters.marks.includes(mark) ? 'yes' : null] as const),
    ['member', filters.member],
    ['sort', filters.sort === 'member' ? null : filters.sort],
    ['order', filters.descending ? 'desc' : null],
  ]);
}

/** Whether any filter leaves rules out. */
export function isFilteringRules({ search, type, state, marks, member }: RuleFilters): boolean {
  return search.trim() !== '' || type !== 'all' || state !== 'all' || marks.length > 0 || member !== null;
}

/** Everything off; the order stays. */
export function withoutRuleFilters(filters: RuleFilters): RuleFilters {
  return { ...filters, search: '', type: 'all', state: 'all', marks: [], member: null };
}

function matches(rule: RuleSummary, { search, type, state, marks, member }: RuleFilters): boolean {
  if (type !== 'all' && rule.type !== type) return false;
  if (state !== 'all' && rule.isEnabled !== (state === 'on')) return false;
  if (member !== null && rule.memberId !== member) return false;
  if (marks.some((mark) => !ruleMarks[mark](rule))) return false;
  const wanted = search.trim().toLocaleLowerCase();
  return [rule.anonymizedId, rule.id].some((text) => text.toLocaleLowerCase().includes(wanted));
}

/** A blocking conflict weighs more than any number of warnings, a warning more than any number of notices. */
const weights: Readonly<Record<ConflictSeverity, number>> = { blocking: 1e6, warning: 1e3, notice: 1 };

/** What a column is sorted by; null (no value) stands last in both orders. */
const sortValue: Readonly<Record<RuleSortKey, (rule: RuleSummary) => number | string | null>> = {
  member: ({ anonymizedId }) => anonymizedId,
  type: ({ type }) => type,
  limit: limitOf,
  lastMatch: ({ lastMatchedAt }) => lastMatchedAt,
  conflicts: ({ conflicts }) =>
    conflicts.length === 0 ? null : conflicts.reduce((sum, { kind }) => sum + weights[severityOf[kind]], 0),
};

/**
 * The rules that the filters leave, in the wanted order; equal ones by pseudonym ("House A2" before "House A10"), those of a member in the
 * order in which they come.
 */
export function filterRules(rules: readonly RuleSummary[], filters: RuleFilters, locale: string): RuleSummary[] {
  return sortRows(
    rules.filter((rule) => matches(rule, filters)),
    {
      valueOf: sortValue[filters.sort],
      descending: filters.descending,
      nameOf: ({ anonymizedId }) => anonymizedId,
      locale,
    },
  );
}
