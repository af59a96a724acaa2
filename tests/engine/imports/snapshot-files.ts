/** Snapshot files for tests, and what the reader makes of them. */
import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChosenPath } from '#engine/files.ts';
import { readSnapshot } from '#engine/imports/snapshot-reader.ts';
import { type SnapshotOptions, writeSnapshot } from '#engine/imports/snapshot-writer.ts';
import { inspectSource } from '#engine/imports/source-file.ts';
import type { BadRow } from '#shared/contract/imports.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { recordNames } from '#shared/wire/record-names.ts';
import { temporaryFolder } from '../fixtures/temporary-cache.ts';

export async function written(from: readonly ChangePage[], options: SnapshotOptions = {}): Promise<ChosenPath> {
  const file = path.join(temporaryFolder(), 'test.commonwatt');
  await writeSnapshot(from, createWriteStream(file), options);
  return { path: file, name: 'test.commonwatt' };
}

export async function read(file: ChosenPath): Promise<{ pages: ChangePage[]; bad: BadRow[] }> {
  const source = await inspectSource(file);
  const bad: BadRow[] = [];
  const found: ChangePage[] = [];
  for await (const page of readSnapshot(file, source, (row) => bad.push(row))) found.push(page);
  return { pages: found, bad };
}

/** All pages as one snapshot text: what they say, whatever their division. */
export async function textOf(from: readonly ChangePage[]): Promise<string> {
  const file = await written(from, { compression: 'none', createdAt: 0 });
  return readFileSync(file.path, 'utf8');
}

/** Lines by record, because a page of the reader holds its records by kind. */
export const sorted = (text: string): string[] => text.split('\n').slice(0, -2).toSorted();

/** A snapshot of these lines, with a right end record. */
export function ofLines(header: string, lines: readonly string[]): ChosenPath {
  const counts = Object.fromEntries(
    recordNames.map((name) => [name, lines.filter((line) => line.startsWith(`{"${name}"`)).length]),
  );
  const text = [header, ...lines].map((line) => `${line}\n`).join('');
  const end = { end: { counts, sha256: createHash('sha256').update(text).digest('hex') } };
  return fileOf(`${text}${JSON.stringify(end)}\n`);
}

export function fileOf(content: string | Uint8Array): ChosenPath {
  const file = path.join(temporaryFolder(), 'test.commonwatt');
  writeFileSync(file, content);
  return { path: file, name: 'test.commonwatt' };
}
