/** Filters of the audit log: how they stand in the address, and what is asked for. Pure. */
import { auditKinds, type AuditKind } from '#shared/contract/audit-records.ts';
import type { AuditFilter } from '#shared/contract/audit.ts';
import { withEntries } from '../../../app/address-filters.ts';

export interface EntryFilters {
  /** Null is every kind. */
  readonly kind: AuditKind | null;
  readonly text: string;
  readonly isOfPeriod: boolean;
  /** Only entries about the open community; otherwise of all, and of none. */
  readonly isOfCommunity: boolean;
}

/** The filters that an address holds; what it does not know asks for nothing. */
export function readEntryFilters(params: URLSearchParams): EntryFilters {
  const kind = params.get('kind');
  return {
    kind: auditKinds.find((one) => one === kind) ?? null,
    text: params.get('q') ?? '',
    isOfPeriod: params.get('when') === 'period',
    isOfCommunity: params.get('about') === 'community',
  };
}

/** `params` with the filters written into it; filters that filter nothing are left out, other entries stay. */
export function writeEntryFilters(params: URLSearchParams, filters: EntryFilters): URLSearchParams {
  return withEntries(params, [
    ['kind', filters.kind],
    ['q', filters.text || null],
    ['when', filters.isOfPeriod ? 'period' : null],
    ['about', filters.isOfCommunity ? 'community' : null],
  ]);
}

export const noEntryFilters: EntryFilters = { kind: null, text: '', isOfPeriod: false, isOfCommunity: false };

/** Whether any filter leaves entries out. */
export function isFilteringEntries({ kind, text, isOfPeriod, isOfCommunity }: EntryFilters): boolean {
  return kind !== null || text.trim() !== '' || isOfPeriod || isOfCommunity;
}

/** The contract's longest text. */
const MAX_TEXT = 64;

/**
 * What the engine is asked for.
 * @param range of the period, epoch milliseconds
 */
export function auditFilterOf(
  { kind, text, isOfPeriod, isOfCommunity }: EntryFilters,
  communityId: string,
  range: AuditFilter['range'],
): AuditFilter {
  return {
    communityId: isOfCommunity ? communityId : null,
    range: isOfPeriod ? range : null,
    kinds: kind === null ? [] : [kind],
    text: text.trim().slice(0, MAX_TEXT),
  };
}
