import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file that is given away. */
export interface Artifact {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
}

/** Reads size and checksum of each file, in the order of their names. */
export async function describeArtifacts(files: readonly string[]): Promise<Artifact[]> {
  const described = await Promise.all(
    files.toSorted().map(async (file) => {
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      return { name: path.basename(file), bytes: (await stat(file)).size, sha256: hash.digest('hex') };
    }),
  );
  return described;
}

/** Writes `SHA256SUMS`, which `sha256sum --check` reads, beside the files. */
export async function writeSums(folder: string, artifacts: readonly Artifact[]): Promise<void> {
  await writeFile(
    path.join(folder, 'SHA256SUMS'),
    artifacts.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''),
  );
}
