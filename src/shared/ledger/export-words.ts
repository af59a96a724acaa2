import type { ExportColumn, LedgerSortKey, TradeSide } from '../contract/ledger-records.ts';
import type { SettlementStatus } from '../domain/records.ts';

/** What an export says in a language (`resources/locales/<language>/export.json`): a file is read outside the console, so its words are not the page's. */
export interface ExportWords {
  readonly heads: Readonly<Record<ExportColumn, string>>;
  readonly statuses: Readonly<Record<SettlementStatus, string>>;
  /** By name; a mechanism that is not here is called by its name. */
  readonly mechanisms: Readonly<Record<string, string>>;
  /** Of the sheet with the trades. */
  readonly sheet: string;
  readonly about: AboutWords;
}

interface AboutWords {
  readonly title: string;
  readonly file: string;
  readonly community: string;
  readonly demo: string;
  readonly simulated: string;
  readonly made: string;
  readonly period: string;
  readonly untilBefore: string;
  readonly timeZone: string;
  readonly member: string;
  readonly sides: Readonly<Record<TradeSide, string>>;
  readonly from: string;
  readonly to: string;
  readonly rule: string;
  readonly text: string;
  readonly sort: string;
  readonly sorts: Readonly<Record<LedgerSortKey, Readonly<Record<'ascending' | 'descending', string>>>>;
  readonly columns: string;
  readonly rows: string;
  readonly energy: string;
  readonly amount: string;
  readonly fingerprint: string;
  readonly check: Readonly<Record<'csv' | 'xlsx', string>>;
  readonly pseudonyms: string;
}
