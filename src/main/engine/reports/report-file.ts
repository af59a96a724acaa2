import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Failure } from '#shared/contract/errors.ts';
import { reportOfTitle, type TitledReport, titlesOf } from './pdf-title.ts';

/** More than the longest report there can be. */
const MAX_BYTES = 400_000_000;

/**
 * Reads a PDF file: its SHA-256 (64 hex digits), and which report its title says it is; null when it names none.
 * @param name of the file, for people
 * @throws INPUT_INVALID when it cannot be read
 */
export async function readReportFile(
  path: string,
  name: string,
): Promise<{ sha256: string; report: TitledReport | null }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    throw new Failure('INPUT_INVALID', `${name} cannot be read.`, { remedy: 'Choose the file again.' });
  }
  if (bytes.length > MAX_BYTES) throw new Failure('INPUT_INVALID', `${name} is larger than any report.`);
  const report = titlesOf(bytes)
    .map(reportOfTitle)
    .find((found) => found !== null);
  return { sha256: createHash('sha256').update(bytes).digest('hex'), report: report ?? null };
}
