/** Filters and order of the trades: how they stand in the address, and what is asked of the engine for them. Pure. */
import {
  ledgerSortKeys,
  tradeSides,
  type LedgerFilter,
  type LedgerSort,
  type LedgerSortKey,
  type TradeSide,
} from '#shared/contract/ledger-records.ts';
import { failureCodes, settlementStatuses, type FailureCode, type SettlementStatus } from '#shared/domain/records.ts';
import { kwhToWh, microToPrice, priceToMicro, whToKwh, type DecimalResult } from '#shared/domain/units.ts';
import { oneOf, withEntries } from '../../../app/address-filters.ts';

/** From and to, both included; null is no limit. */
export interface Bounds {
  readonly from: number | null;
  readonly to: number | null;
}

export interface LedgerFilters {
  /** Part of a pseudonym, or the beginning of a trade's id. */
  readonly text: string;
  readonly memberId: string | null;
  readonly side: TradeSide;
  readonly status: SettlementStatus | 'all';
  /** Only with the status `failed`. */
  readonly failureCode: FailureCode | null;
  /** Micro-currency per kWh. */
  readonly price: Bounds;
  readonly quantityWh: Bounds;
  readonly mechanism: string | null;
  readonly ruleId: string | null;
  readonly sort: LedgerSortKey;
  readonly descending: boolean;
}

const noBounds: Bounds = { from: null, to: null };

/** What an address without filters shows: every trade, the newest first. */
export const noFilters: LedgerFilters = {
  text: '',
  memberId: null,
  side: 'either',
  status: 'all',
  failureCode: null,
  price: noBounds,
  quantityWh: noBounds,
  mechanism: null,
  ruleId: null,
  sort: 'executedAt',
  descending: true,
};

const MOST_TEXT = 64;

function readNumber(text: string | null, parse: (text: string) => DecimalResult): number | null {
  if (text === null) return null;
  const number = parse(text);
  return number.ok ? number.value : null;
}

/** The filters that an address holds; what it does not know filters nothing. */
export function readLedgerFilters(params: URLSearchParams): LedgerFilters {
  const memberId = params.get('member');
  const failureCode = oneOf<FailureCode | ''>(failureCodes, params.get('cause'), '');
  const status = oneOf(['all', ...settlementStatuses], params.get('status'), 'all');
  return {
    text: (params.get('q') ?? '').slice(0, MOST_TEXT),
    memberId,
    side: memberId === null ? 'either' : oneOf(tradeSides, params.get('side'), 'either'),
    status,
    failureCode: failureCode === '' || status !== 'failed' ? null : failureCode,
    price: {
      from: readNumber(params.get('minPrice'), priceToMicro),
      to: readNumber(params.get('maxPrice'), priceToMicro),
    },
    quantityWh: { from: readNumber(params.get('minKwh'), kwhToWh), to: readNumber(params.get('maxKwh'), kwhToWh) },
    mechanism: params.get('mechanism'),
    ruleId: params.get('rule'),
    sort: oneOf(ledgerSortKeys, params.get('sort'), 'executedAt'),
    descending: params.get('order') !== 'asc',
  };
}

const written = (value: number | null, inUnit: (value: number) => number): string | null =>
  value === null ? null : String(inUnit(value));

/** `params` with the filters written into it; filters that filter nothing are left out, other entries stay. */
export function writeLedgerFilters(params: URLSearchParams, filters: LedgerFilters): URLSearchParams {
  const { price, quantityWh, status } = filters;
  return withEntries(params, [
    ['q', filters.text || null],
    ['member', filters.memberId],
    ['side', filters.memberId === null || filters.side === 'either' ? null : filters.side],
    ['status', status === 'all' ? null : status],
    ['cause', status === 'failed' ? filters.failureCode : null],
    ['minPrice', written(price.from, microToPrice)],
    ['maxPrice', written(price.to, microToPrice)],
    ['minKwh', written(quantityWh.from, whToKwh)],
    ['maxKwh', written(quantityWh.to, whToKwh)],
    ['mechanism', filters.mechanism],
    ['rule', filters.ruleId],
    ['sort', filters.sort === 'executedAt' ? null : filters.sort],
    ['order', filters.descending ? null : 'asc'],
  ]);
}

/** Everything off; the order stays. */
export function withoutLedgerFilters({ sort, descending }: LedgerFilters): LedgerFilters {
  return { ...noFilters, sort, descending };
}

/** Whether any filter leaves trades out. */
export function isFilteringLedger(filters: LedgerFilters): boolean {
  const order = { sort: noFilters.sort, descending: noFilters.descending };
  return writeLedgerFilters(new URLSearchParams(), { ...filters, ...order, text: filters.text.trim() }).size > 0;
}

/** What the engine is asked for. */
export function filterOf(filters: LedgerFilters, range: LedgerFilter['range']): LedgerFilter {
  const { memberId, side, failureCode, price, quantityWh, mechanism, ruleId } = filters;
  return {
    range,
    memberId,
    side,
    status: filters.status === 'all' ? null : filters.status,
    failureCode,
    price,
    quantityWh,
    mechanism,
    ruleId,
    text: filters.text.trim(),
  };
}

/** The order that the engine is asked for. */
export function sortOf({ sort, descending }: LedgerFilters): LedgerSort {
  return { by: sort, descending };
}
