import { open } from 'node:fs/promises';

/** The parts of an archive's table of contents that are looked at. */
interface ArchiveEntry {
  readonly files?: Record<string, ArchiveEntry>;
  readonly size?: number;
  readonly unpacked?: boolean;
  readonly integrity?: { readonly algorithm: string };
}

export interface ArchivedFile {
  readonly name: string;
  readonly bytes: number;
  /** Whether it lies beside the archive, as a file of its own. */
  readonly isUnpacked: boolean;
  /** The algorithm of the hash that it is checked against; undefined without one. */
  readonly hash: string | undefined;
}

const PREFIX_BYTES = 16;
const LENGTH_AT = 12;

/** The files of an `asar` archive: its table of contents is JSON behind four 32-bit numbers, of which the last is its length. */
export async function filesOfArchive(archive: string): Promise<ArchivedFile[]> {
  const file = await open(archive);
  try {
    const { buffer: prefix } = await file.read(Buffer.alloc(PREFIX_BYTES), 0, PREFIX_BYTES, 0);
    const length = prefix.readUInt32LE(LENGTH_AT);
    const { buffer: table } = await file.read(Buffer.alloc(length), 0, length, PREFIX_BYTES);
    return filesBelow(JSON.parse(table.toString('utf8')) as ArchiveEntry, '');
  } finally {
    await file.close();
  }
}

function filesBelow(entry: ArchiveEntry, name: string): ArchivedFile[] {
  if (entry.files === undefined) {
    return [{ name, bytes: entry.size ?? 0, isUnpacked: entry.unpacked === true, hash: entry.integrity?.algorithm }];
  }
  return Object.entries(entry.files).flatMap(([part, inner]) =>
    filesBelow(inner, name === '' ? part : `${name}/${part}`),
  );
}
