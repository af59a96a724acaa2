import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Cache, openCache } from '#engine/cache/open.ts';
import {
  type ExportOrder,
  type ExportProgress,
  type ExportResult,
  exportTrades,
} from '#engine/exports/export-trades.ts';
import { applyPage } from '#engine/sync/apply.ts';
import { exportColumns, type LedgerFilter } from '#shared/contract/ledger-records.ts';
import { failureCodes, settlementStatuses } from '#shared/domain/records.ts';
import { KEY } from '../fixtures/keys.ts';
import {
  COMMUNITY,
  foundingPage,
  member,
  page,
  signals,
  SLOT,
  type TradeRow,
  trades,
  uuid,
} from '../fixtures/pages.ts';

/** The clocks of Berlin show the two hours after it twice. */
export const PUT_BACK = Date.parse('2026-10-25T00:00:00Z');

/** One of them would be run by a spreadsheet, others have to be quoted. */
const PSEUDONYMS = ['House A1', '=1+1', '-House; "B2"', 'Häuschen, C3'];

/** Six trades around the clock change, a slot apart, the last one failed. */
export const TRADES: readonly Required<Omit<TradeRow, 'version'>>[] = Array.from({ length: 6 }, (_, index) => ({
  id: uuid('d', index),
  slot: PUT_BACK + index * 2 * SLOT,
  at: PUT_BACK + index * 2 * SLOT + 4587,
  buyer: index % 4,
  seller: (index + 1) % 4,
  quantity: 1000 + index,
  price: 200_000 + index,
  amount: 200_000 + 201 * index,
  status: settlementStatuses.indexOf(index === 5 ? 'failed' : 'settled'),
  failureCode: index === 5 ? failureCodes.indexOf('DUPLICATE') : -1,
}));

/** No tariff for the first slot. */
const TARIFFS = TRADES.slice(1).map(({ slot }) => ({ slot, retail: 300_000, feedIn: 80_000 }));

export const everything: LedgerFilter = {
  range: { from: PUT_BACK, to: PUT_BACK + 24 * 4 * SLOT },
  memberId: null,
  side: 'either',
  status: null,
  failureCode: null,
  price: { from: null, to: null },
  quantityWh: { from: null, to: null },
  mechanism: null,
  ruleId: null,
  text: '',
};

/** A cache with the trades, and a folder for what is made of them. */
export class Exporting {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-test-'));
  readonly cache: Cache = openCache({ file: path.join(this.folder, 'cache.db'), key: KEY });
  #folders = 0;

  constructor() {
    const members = PSEUDONYMS.map((anonymizedId, index) => member(index, { anonymizedId }));
    applyPage(this.cache.write, { ...foundingPage(4), members });
    applyPage(this.cache.write, page(4, { signals: signals(TARIFFS), trades: trades(TRADES) }));
  }

  /** A path in an empty folder. */
  place(name: string): string {
    return path.join(mkdtempSync(path.join(this.folder, `${this.#folders++}-`)), name);
  }

  order(file: string, changes: Partial<ExportOrder> = {}): ExportOrder {
    return {
      communityId: COMMUNITY,
      filter: everything,
      sort: { by: 'executedAt', descending: false },
      format: file.endsWith('.xlsx') ? 'xlsx' : 'csv',
      columns: [...exportColumns],
      notation: 'iso',
      language: 'en',
      path: file,
      madeAt: Date.parse('2026-11-01T12:00:00Z'),
      ...changes,
    };
  }

  /** Exports, and answers what was told in the end. */
  async write(file: string, changes: Partial<ExportOrder> = {}): Promise<ExportResult> {
    let last: ExportProgress | undefined;
    await exportTrades(
      this.cache.read,
      this.order(file, changes),
      (progress) => (last = progress),
      () => false,
    );
    return last!.result!;
  }

  close(): void {
    this.cache.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The names in the folder of a file. */
export function beside(file: string): string[] {
  return readdirSync(path.dirname(file)).sort();
}
