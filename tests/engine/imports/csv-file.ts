import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChosenPath } from '#engine/files.ts';
import { type ReadingsFile, readReadings, type ReadingsSurvey, surveyReadings } from '#engine/imports/readings-csv.ts';
import { inspectSource } from '#engine/imports/source-file.ts';
import { temporaryFolder } from '../fixtures/temporary-cache.ts';

/** Real homes; not part of the repository. */
export const KONSTANZ = path.resolve('../shared/data/konstanz-homes/readings.csv');

export const HEADER = 'timestamp,member,produced_kwh,consumed_kwh';

/** A file with this content that is deleted after the test. */
export function temporaryCsv(content: string | Uint8Array, name = 'readings.csv'): ChosenPath {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, content);
  return { path: file, name };
}

/** Lines of a file, each ended. */
export function lines(...rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}

async function opened(content: string | Uint8Array, timeZone: string): Promise<ReadingsFile> {
  const file = temporaryCsv(content);
  const source = await inspectSource(file);
  if (source.kind !== 'text') throw new Error('The test file is compressed.');
  return { file, source, timeZone };
}

/** What is in a readings file of this content. */
export async function survey(content: string | Uint8Array, timeZone = 'Europe/Berlin'): Promise<ReadingsSurvey> {
  return await surveyReadings(await opened(content, timeZone));
}

export interface PlainReading {
  readonly row: number;
  readonly member: string;
  /** ISO 8601. */
  readonly slot: string;
  readonly produced: number;
  readonly consumed: number;
  readonly imported: number;
  readonly exported: number;
}

/** The survey of a file and the readings that an import takes from it. */
export async function readings(
  content: string | Uint8Array,
  timeZone = 'Europe/Berlin',
): Promise<{ survey: ReadingsSurvey; rows: PlainReading[] }> {
  const input = await opened(content, timeZone);
  const found = await surveyReadings(input);
  const rows: PlainReading[] = [];
  for await (const batch of readReadings(input, found)) {
    for (const reading of batch) {
      rows.push({
        row: reading.row,
        member: found.memberNames[reading.member],
        slot: new Date(reading.slot).toISOString(),
        produced: reading.producedWh,
        consumed: reading.consumedWh,
        imported: reading.importedWh,
        exported: reading.exportedWh,
      });
    }
  }
  return { survey: found, rows };
}
