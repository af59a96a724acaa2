import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '#tools/paths.ts';

/**
 * A file of the data that lies beside the repository.
 *
 * @throws an error that says what is missing.
 */
export function sharedFile(name: string): string {
  const file = path.join(repositoryRoot, '..', 'shared', 'data', name);
  if (!existsSync(file)) throw new Error(`This test needs the data file ${file}, which is not there.`);
  return file;
}

const START = Date.UTC(2026, 2, 2);
const MINUTES_PER_DAY = 24 * 60;

/** Meter readings of invented members, every 15 minutes from midnight UTC, as CSV text. */
export function readingsCsv({ members, days }: { members: number; days: number }): string {
  const lines = ['timestamp,member,produced_kwh,consumed_kwh'];
  for (let minute = 0; minute < days * MINUTES_PER_DAY; minute += 15) {
    const time = new Date(START + minute * 60_000).toISOString().replace('.000', '');
    const sun = Math.max(0, Math.sin(((minute % MINUTES_PER_DAY) / MINUTES_PER_DAY) * 2 * Math.PI - Math.PI / 2));
    for (let member = 1; member <= members; member += 1) {
      const produced = member % 2 === 0 ? sun * (0.2 + member / 100) : 0;
      lines.push(`${time},meter-${member},${produced.toFixed(3)},${(0.05 + (member % 7) / 50).toFixed(3)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Writes meter readings into a folder and answers the file. */
export async function writeReadings(folder: string, size: { members: number; days: number }): Promise<string> {
  const file = path.join(folder, 'readings.csv');
  await writeFile(file, readingsCsv(size));
  return file;
}
