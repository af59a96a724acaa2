import path from 'node:path';
import type { ParsedInput } from '#shared/contract/contract.ts';
import { type AboutExport, aboutExport, aboutText } from '#shared/ledger/about-export.ts';
import type { ExportStyle } from '#shared/ledger/export-notation.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { filteredTrades } from '../ledger/filtered-trades.ts';
import { countQuarters } from '../ledger/quarter-counts.ts';
import { withBreaths } from '../ledger/scans.ts';
import { wantedTrades } from '../ledger/wanted-trades.ts';
import { Breath } from '../market/breath.ts';
import { exportTexts } from './export-texts.ts';
import { PendingFile } from './pending-file.ts';
import { TradeCsv } from './trade-csv.ts';
import { TradeWorkbook } from './trade-workbook.ts';

/** An export with the place of its file, and when it was asked for, epoch milliseconds. */
export interface ExportOrder extends Omit<ParsedInput<'ledger.export'>, 'fileId'> {
  readonly path: string;
  readonly madeAt: number;
}

export interface ExportProgress {
  readonly done: number;
  /** Trades of the filter when it was begun. */
  readonly total: number;
  /** Told in the end, once the file is there. */
  readonly result?: ExportResult;
}

export interface ExportResult {
  readonly rows: number;
  /** Wh. */
  readonly quantityWh: number;
  /** Micro-currency. */
  readonly amount: number;
  /** SHA-256, hexadecimal: of the CSV file, or of the same trades as an ISO CSV. */
  readonly fingerprint: string;
  /** Path of the file about a CSV; a workbook holds that in its first sheet. */
  readonly about: string | null;
}

/** Rows between two looks at the clock. */
const ROWS_AT_ONCE = 100;

/**
 * Writes the trades of a filter to a file, whole or not at all. What changes in the cache meanwhile may be in it or not; its sums are those
 * of its rows. A CSV has a file beside it that tells about it, `NAME.about.txt`: a text, because people read it, and whatever reads the CSV
 * would take lines about it for trades.
 * @param isCancelled asked after each telling; true ends it there, without a file
 * @throws what `PendingFile` throws, or INPUT_INVALID without such a community
 */
export async function exportTrades(
  db: ReadDb,
  order: ExportOrder,
  tell: (progress: ExportProgress) => void,
  isCancelled: () => boolean,
): Promise<void> {
  const community = requireCommunity(db, order.communityId);
  const file = await PendingFile.begin(order.path);
  let aboutFile: PendingFile | undefined;
  try {
    const about = order.format === 'csv' ? aboutPath(order.path) : null;
    if (about !== null) aboutFile = await PendingFile.begin(about);
    const written = await writeTrades(db, community, order, file, tell, isCancelled);
    if (written === null) return;
    if (aboutFile) {
      await aboutFile.write(Buffer.from(aboutText(written.about), 'utf8'));
      await file.placeWith(aboutFile);
    } else await file.place();
    const { rows } = written.sums;
    tell({ done: rows, total: rows, result: { ...written.sums, about } });
  } finally {
    await Promise.all([file.discard(), aboutFile?.discard()]);
  }
}

function aboutPath(file: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, `${name}.about.txt`);
}

interface Written {
  readonly sums: Omit<ExportResult, 'about'>;
  readonly about: AboutExport;
}

/** Writes all that belongs into the file; null when it was cancelled. */
async function writeTrades(
  db: ReadDb,
  community: CommunityRow,
  order: ExportOrder,
  file: PendingFile,
  tell: (progress: ExportProgress) => void,
  isCancelled: () => boolean,
): Promise<Written | null> {
  const { filter, sort, columns, format, notation, language } = order;
  const style: ExportStyle = {
    notation,
    language,
    words: exportTexts[language],
    timeZone: community.time_zone,
    currency: community.currency,
  };
  const { total } = await withBreaths(countQuarters(db, wantedTrades(db, community, filter)), isCancelled);
  const csv = new TradeCsv(columns, format === 'csv' ? style : { ...style, notation: 'iso' });
  const book = format === 'xlsx' ? await TradeWorkbook.begin(file, columns, style) : null;
  let done = 0;
  const breath = new Breath(() => tell({ done, total }), isCancelled);
  try {
    for (const trade of filteredTrades(db, community, filter, sort)) {
      csv.add(trade);
      if (book) await book.add(trade);
      if (csv.isFull) await handOn(csv, book ? null : file);
      done++;
      if (done % ROWS_AT_ONCE === 0 && (await breath.take())) return null;
    }
    await handOn(csv, book ? null : file);
    const sums = csv.sums();
    const about = aboutExport({
      style,
      format,
      fileName: path.basename(order.path),
      community: {
        name: community.name,
        isDemo: community.is_demo === 1,
        hasSimulatedTrades: community.has_simulated_trades === 1,
      },
      filter,
      member: filter.memberId === null ? null : pseudonymOf(db, community, filter.memberId),
      sort,
      columns,
      madeAt: order.madeAt,
      ...sums,
    });
    await book?.end(about);
    return { sums, about };
  } finally {
    book?.abandon();
  }
}

/** Takes what is ready into the fingerprint, and into the file if it holds the very lines. */
async function handOn(csv: TradeCsv, file: PendingFile | null): Promise<void> {
  const bytes = csv.take();
  await file?.write(bytes);
}

/** What a member is called, whom everybody may see; the id that was asked for where there is none. */
function pseudonymOf(db: ReadDb, community: CommunityRow, memberId: string): string {
  const [name] = db.pluck<string>('SELECT anonymized_id FROM member_view WHERE community_id = ? AND uid = ?', [
    community.id,
    memberId,
  ]);
  return name ?? memberId;
}
