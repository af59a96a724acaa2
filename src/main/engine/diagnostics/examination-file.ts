import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { auditFindingSchema } from '#shared/contract/audit-records.ts';
import type { ExaminationResult } from '#shared/diagnostics/facts.ts';
import { writeDurably } from '../cache/durable-files.ts';

const examinationSchema = z.object({
  at: z.number().int(),
  isSound: z.boolean(),
  rollupDifferences: z.number().int().nullable(),
  chain: auditFindingSchema.shape.kind.nullable(),
});

/** What the file of an examination has after the name of its cache. */
export const EXAMINED = '.examined';

/** Where the result of a cache's last examination stands: outside of the cache, for one that cannot be written any more. */
function examinationFileOf(cacheFile: string): string {
  return cacheFile + EXAMINED;
}

/** The last examination of the cache `cacheFile`; null when there was none, or its result cannot be read. */
export function readExamination(cacheFile: string): ExaminationResult | null {
  try {
    return examinationSchema.parse(JSON.parse(readFileSync(examinationFileOf(cacheFile), 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps the result of an examination in the place of the one before. */
export function writeExamination(cacheFile: string, result: ExaminationResult): void {
  writeDurably(examinationFileOf(cacheFile), `${JSON.stringify(result)}\n`);
}
