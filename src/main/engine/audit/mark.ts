import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { headText, type SignedHead } from '#shared/audit/chain.ts';
import { type AuditLogFinding, auditFindingSchema } from '#shared/contract/audit-records.ts';
import { writeDurably } from '../cache/durable-files.ts';
import type { DeviceKey } from './device-key.ts';

const markSchema = z.object({
  /** 0 while the log has no entry. */
  number: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.number().int(),
  /** What was found when a cache was opened whose log had been shortened; it stays, whatever is written afterwards. */
  finding: auditFindingSchema.nullable(),
  signature: z.base64(),
});

/** How far the log went, outside of the cache: what a log whose end was cut off is measured by. */
type Mark = z.infer<typeof markSchema>;

/** Where the mark of a cache stands. */
export function markFileOf(cacheFile: string): string {
  return `${cacheFile}.audit`;
}

/** The mark of a cache; null when there is none, 'broken' when it cannot be read or is not signed by this device. */
export function readMark(cacheFile: string, device: DeviceKey): Mark | 'broken' | null {
  let text: string;
  try {
    text = readFileSync(markFileOf(cacheFile), 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : 'broken';
  }
  try {
    const mark = markSchema.parse(JSON.parse(text));
    return device.isMine(markText(mark, mark.finding), Buffer.from(mark.signature, 'base64')) ? mark : 'broken';
  } catch {
    return 'broken';
  }
}

/** Signs and writes the mark in one step. */
export function writeMark(
  cacheFile: string,
  head: SignedHead,
  finding: AuditLogFinding | null,
  device: DeviceKey,
): void {
  const signature = Buffer.from(device.sign(markText(head, finding))).toString('base64');
  const mark: Mark = { number: head.number, hash: head.hash, at: head.at, finding, signature };
  writeDurably(markFileOf(cacheFile), `${JSON.stringify(mark)}\n`);
}

function markText(head: SignedHead, finding: AuditLogFinding | null): string {
  return `mark ${headText(head)} ${finding === null ? '' : `${finding.kind} ${finding.number} ${finding.at ?? ''}`}`;
}
