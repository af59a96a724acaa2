import path from 'node:path';
import type { BadRow, Inspection } from '#shared/contract/imports.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { SNAPSHOT_VERSION } from '#shared/wire/snapshot-format.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { ChosenPath } from '../files.ts';
import type { CsvHeader } from './csv-header.ts';
import type { DecimalSign } from './csv-numbers.ts';
import { communityOfFile } from './import-run.ts';
import { MAX_BAD_ROWS, type ReadingsSurvey, surveyReadings, type TextSource } from './readings-csv.ts';
import { readSnapshot, verifySnapshot } from './snapshot-reader.ts';
import { fingerprintOf, inspectSource, type SourceKind } from './source-file.ts';

/** What a file holds, apart from the id it is known by. */
export type FileInspection = Omit<Inspection, 'fileId'>;

/** Whether a file is a snapshot rather than a CSV: it is compressed, or its first character opens a JSON object. */
export function isSnapshot(source: SourceKind): boolean {
  return source.kind !== 'text' || /^\uFEFF?\s*\{/.test(source.head);
}

/**
 * Reads a whole file without writing anything.
 * @param timeZone for times without an offset
 * @throws Failure INPUT_INVALID when it is neither of the known forms; CLIENT_TOO_OLD for a snapshot of a newer console
 */
export async function inspectFile(file: ChosenPath, timeZone: string, db: ReadDb): Promise<FileInspection> {
  const source = await inspectSource(file);
  if (source.kind !== 'text' || isSnapshot(source)) return await inspectSnapshot(file, source, db);
  return await inspectReadings(file, source, timeZone, db);
}

/** What to call a community that is made from a file. */
export function communityNameOf(file: ChosenPath): string {
  const name = path
    .parse(file.name)
    .name.replaceAll(/[\s_]+/g, ' ')
    .trim();
  return name.slice(0, 80) || 'Imported';
}

async function inspectReadings(
  file: ChosenPath,
  source: TextSource,
  timeZone: string,
  db: ReadDb,
): Promise<FileInspection> {
  const survey = await surveyReadings({ file, source, timeZone });
  const known = communityOfFile(db, await fingerprintOf(file));
  return {
    name: file.name,
    kind: 'readings',
    rows: survey.rows,
    goodRows: survey.goodRows,
    badRowCount: survey.badRowCount,
    badRows: [...survey.badRows],
    members: survey.members.length,
    from: survey.from,
    to: survey.to,
    intervalMinutes: survey.intervalMinutes,
    missingRows: survey.missingRows,
    unbalancedRows: survey.unbalancedRows,
    repeatedRows: survey.repeatedRows,
    roundedWh: survey.roundedWh,
    format: describeFormat(source, survey),
    community: known
      ? { id: known.uid, name: known.name, exists: true }
      : { id: null, name: communityNameOf(file), exists: false },
  };
}

const delimiterNames: Record<CsvHeader['delimiter'], string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };
const decimalNames: Record<DecimalSign, string> = {
  '.': 'decimal points',
  ',': 'decimal commas',
  both: 'decimal points and commas',
  unknown: 'decimal points',
};
const encodingNames: Record<TextSource['encoding'], string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};

/** How the file was understood, e.g. `semicolons, decimal commas, day.month.year, UTF-8 with byte-order mark`. */
function describeFormat(source: TextSource, { style, timeForms }: ReadingsSurvey): string {
  const parts = [
    delimiterNames[style.header.delimiter],
    decimalNames[style.numbers.decimal],
    ...timeForms,
    `${encodingNames[source.encoding]}${source.byteOrderMark ? ' with byte-order mark' : ''}`,
  ];
  const { ignored } = style.header;
  if (ignored.length > 0) parts.push(`ignored columns: ${ignored.join(', ')}`);
  return parts.join(', ');
}

async function inspectSnapshot(file: ChosenPath, source: SourceKind, db: ReadDb): Promise<FileInspection> {
  const { community, counts } = await verifySnapshot(file, source);
  const badRows: BadRow[] = [];
  let badRowCount = 0;
  let from: number | null = null;
  let to: number | null = null;
  const members = new Set<string>();
  const noteBadRow = (bad: BadRow): void => {
    if (badRowCount++ < MAX_BAD_ROWS) badRows.push(bad);
  };
  for await (const page of readSnapshot(file, source, noteBadRow)) {
    for (const member of page.members ?? []) members.add(member.id);
    for (const slot of page.readings?.slot ?? []) {
      from = Math.min(from ?? slot, slot);
      to = Math.max(to ?? slot, slot);
    }
  }
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    name: file.name,
    kind: 'snapshot',
    rows,
    goodRows: rows - badRowCount,
    badRowCount,
    badRows,
    members: members.size,
    from,
    to: to === null ? null : to + community.market.slotMinutes * MINUTE,
    intervalMinutes: null,
    missingRows: 0,
    unbalancedRows: 0,
    repeatedRows: 0,
    roundedWh: 0,
    format: `snapshot of version ${SNAPSHOT_VERSION}, ${source.kind === 'text' ? 'not compressed' : source.kind}`,
    community: {
      id: community.id,
      name: community.name,
      exists: db.get('SELECT 1 FROM community WHERE uid = ?', [community.id]) !== undefined,
    },
  };
}
