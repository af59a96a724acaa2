import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';
import { backupReasons } from '#shared/contract/backups.ts';
import { writeDurably } from './durable-files.ts';

const manifestSchema = z.object({
  reason: z.enum(backupReasons),
  /** Of the console that made it; null when it did not say. */
  appVersion: z.string().nullable(),
  schemaVersion: z.number().int(),
  /** Epoch milliseconds. */
  madeAt: z.number().int(),
  bytes: z.number().int(),
  /** Of the whole file, 64 hex digits. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What stands beside a backup: why and when it was made, and how its bytes are known again. */
export type BackupManifest = z.infer<typeof manifestSchema>;

/** Where the manifest of a backup (its path) stands. */
export function manifestFileOf(backup: string): string {
  return `${backup}.json`;
}

/** Null when there is none, or it cannot be read as one: the backup may be good all the same. */
export function readManifest(backup: string): BackupManifest | null {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(manifestFileOf(backup), 'utf8')));
  } catch {
    return null;
  }
}

/** Writes the manifest of the backup that `content` is, or will be once it has its name. */
export function writeManifest(
  backup: string,
  about: Omit<BackupManifest, 'bytes' | 'sha256'>,
  content: string = backup,
): void {
  const manifest: BackupManifest = { ...about, bytes: statSync(content).size, sha256: sha256OfFile(content) };
  writeDurably(manifestFileOf(backup), `${JSON.stringify(manifest)}\n`);
}

/** Has a manifest say what the bytes of its backup are now: they were encrypted anew. Does nothing without a manifest. */
export function renewManifest(backup: string): void {
  const manifest = readManifest(backup);
  if (manifest) writeManifest(backup, manifest);
}

const CHUNK_BYTES = 1 << 20;

/** 64 hex digits. Blocks while it reads. */
export function sha256OfFile(file: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      hash.update(chunk.subarray(0, read));
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}
