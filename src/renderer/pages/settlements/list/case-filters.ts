/** Filters of the list of cases: how they stand in the address, and what is asked for. Pure. */
import type { CaseFilter } from '#shared/contract/settlement.ts';
import { failureCodes, type FailureCode } from '#shared/domain/records.ts';
import { caseStates, type CaseState } from '#shared/settlement/case.ts';
import { oneOf, withEntries } from '../../../app/address-filters.ts';

/** The work list has what is to be done, the history what is done. */
export type CaseView = 'work' | 'resolved';

export const openStates = caseStates.filter((state) => state !== 'resolved');
/** `default`: of the work list all, of the history those of the period. */
const times = ['default', 'period', 'all'] as const;

export interface CaseFilters {
  readonly cause: FailureCode | null;
  /** Of the work list; null is every one of its states. */
  readonly state: CaseState | null;
  readonly memberId: string | null;
  readonly text: string;
  readonly time: (typeof times)[number];
}

/** The filters that an address holds; what it does not know asks for nothing. */
export function readCaseFilters(params: URLSearchParams): CaseFilters {
  const cause = params.get('cause');
  const state = params.get('state');
  return {
    cause: failureCodes.find((code) => code === cause) ?? null,
    state: openStates.find((one) => one === state) ?? null,
    memberId: params.get('member'),
    text: params.get('q') ?? '',
    time: oneOf(times, params.get('when'), 'default'),
  };
}

/** `params` with the filters written into it; filters that filter nothing are left out, other entries stay. */
export function writeCaseFilters(params: URLSearchParams, filters: CaseFilters): URLSearchParams {
  return withEntries(params, [
    ['cause', filters.cause],
    ['state', filters.state],
    ['member', filters.memberId],
    ['q', filters.text || null],
    ['when', filters.time === 'default' ? null : filters.time],
  ]);
}

/** Whether only trades of the period are wanted. */
export function isOfPeriod({ time }: CaseFilters, view: CaseView): boolean {
  return time === 'default' ? view === 'resolved' : time === 'period';
}

/** The filters with the wanted time; what is the view's own is left out of the address. */
export function withPeriod(filters: CaseFilters, view: CaseView, ofPeriod: boolean): CaseFilters {
  const isDefault = ofPeriod === (view === 'resolved');
  return { ...filters, time: isDefault ? 'default' : ofPeriod ? 'period' : 'all' };
}

/** Whether any filter leaves cases out. */
export function isFilteringCases({ cause, state, memberId, text }: CaseFilters): boolean {
  return cause !== null || state !== null || memberId !== null || text.trim() !== '';
}

/** Everything off; the time stays. */
export function withoutCaseFilters(filters: CaseFilters): CaseFilters {
  return { ...filters, cause: null, state: null, memberId: null, text: '' };
}

/** The contract's longest text. */
const MAX_TEXT = 64;

/**
 * What the engine is asked for.
 * @param range of the period, epoch milliseconds
 */
export function caseFilterOf(filters: CaseFilters, view: CaseView, range: CaseFilter['range']): CaseFilter {
  const { cause, state, memberId, text } = filters;
  return {
    range: isOfPeriod(filters, view) ? range : null,
    cause,
    states: view === 'resolved' ? ['resolved'] : state === null ? [] : [state],
    memberId,
    text: text.trim().slice(0, MAX_TEXT),
  };
}
