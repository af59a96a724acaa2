import type { BadRow } from '#shared/contract/imports.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Community } from '#shared/domain/records.ts';
import {
  noCounts,
  readHeader,
  SNAPSHOT_VERSION,
  type SnapshotCounts,
  wrongCount,
} from '#shared/wire/snapshot-format.ts';
import { RecordReader } from '#shared/wire/snapshot-records.ts';
import type { ChosenPath } from '../files.ts';
import { damagedSnapshot, snapshotLines } from './snapshot-lines.ts';
import { invalidFile, type SourceKind } from './source-file.ts';

/** Rows of a page, about: a transaction of this size keeps the event loop answering. */
const PAGE_ROWS = 5_000;

export interface SnapshotSummary {
  readonly community: Community;
  readonly counts: SnapshotCounts;
}

/**
 * Reads a snapshot to its end without decoding its records: it is whole, and this is the community it holds.
 * @param eachBatch called between batches of lines; throw in it to stop
 * @throws Failure INPUT_INVALID when it is damaged, truncated or no snapshot; CLIENT_TOO_OLD when its version is newer than this console
 */
export async function verifySnapshot(
  file: ChosenPath,
  source: SourceKind,
  eachBatch: () => void = () => {},
): Promise<SnapshotSummary> {
  const lines = snapshotLines(file, source);
  let community: Community | null = null;
  for (;;) {
    const next = await lines.next();
    if (next.done) {
      if (!community) throw damagedSnapshot(file, 'it has no header');
      return { community, counts: { ...noCounts(), ...next.value.counts } };
    }
    community ??= communityOf(file, next.value[0].text);
    eachBatch();
  }
}

/**
 * The records of a snapshot as change pages of about 5,000 rows; the first page brings the community. A record that does not fit the
 * wire's rules goes to `onBadRow` and is left out. That the file is whole is known when the last page has come: call verifySnapshot
 * before writing anything.
 * @throws as verifySnapshot
 */
export async function* readSnapshot(
  file: ChosenPath,
  source: SourceKind,
  onBadRow: (bad: BadRow) => void,
): AsyncGenerator<ChangePage, void, undefined> {
  const lines = snapshotLines(file, source);
  let reader: RecordReader | null = null;
  let hasYielded = false;
  for (;;) {
    const next = await lines.next();
    if (next.done) {
      const wrong = wrongCount(next.value.counts, reader?.seen ?? noCounts());
      if (wrong) throw damagedSnapshot(file, wrong);
      if (reader && (reader.builder.rows > 0 || !hasYielded)) yield reader.builder.take();
      return;
    }
    for (const line of next.value) {
      if (!reader) {
        reader = new RecordReader(communityOf(file, line.text));
        continue;
      }
      const bad = reader.add(line);
      if (bad) onBadRow(bad);
      if (reader.builder.rows >= PAGE_ROWS) {
        yield reader.builder.take();
        hasYielded = true;
      }
    }
  }
}

function communityOf(file: ChosenPath, text: string): Community {
  const header = readHeader(text);
  switch (header.kind) {
    case 'community':
      return header.community;
    case 'no-snapshot':
      throw invalidFile(
        file,
        'this is no snapshot.',
        'Choose a snapshot (.commonwatt) or a CSV file with meter readings.',
      );
    case 'too-new':
      throw new Failure(
        'CLIENT_TOO_OLD',
        `${file.name}: this snapshot has version ${header.version}; this console reads versions up to ${SNAPSHOT_VERSION}.`,
        {
          remedy: 'Update the console and import it again.',
          details: { file: file.name, version: header.version, situation: 'file' },
        },
      );
    case 'bad-field': {
      const { field, problem } = header;
      throw invalidFile(file, `row 1, ${field} ${problem}.`, 'Ask whoever wrote the snapshot to correct it.', {
        row: 1,
        field,
      });
    }
  }
}
