import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Community } from '#shared/domain/records.ts';
import { readHeader, SNAPSHOT_VERSION, wrongCount } from '#shared/wire/snapshot-format.ts';
import { RecordReader } from '#shared/wire/snapshot-records.ts';
import { damaged, refusal, snapshotLines } from './snapshot-lines.ts';

/** Records of a page, about: enough for each to be stored in bulk. */
const PAGE_RECORDS = 20_000;

export interface SnapshotPage {
  readonly page: ChangePage;
  /** Records up to the end of this page. */
  readonly records: number;
}

/**
 * The records of a snapshot as change pages; the first one brings the community. That the file is whole is known when the last page has
 * come.
 * @throws Error, for a person, when the file is cut off, damaged, no snapshot or of a newer version, or at its first bad row
 */
export async function* snapshotPages(file: string): AsyncGenerator<SnapshotPage, void, undefined> {
  let reader: RecordReader | null = null;
  let records = 0;
  let hasYielded = false;
  for await (const line of snapshotLines(file)) {
    if ('counts' in line) {
      if (!reader) throw damaged(file, 'it has no header');
      const wrong = wrongCount(line.counts, reader.seen);
      if (wrong) throw damaged(file, wrong);
      if (reader.builder.rows > 0 || !hasYielded) yield { page: reader.builder.take(), records };
    } else if (reader) {
      const bad = reader.add(line);
      if (bad) throw badRow(file, bad.row, bad.field, `${bad.problem} (${bad.value})`);
      records++;
      if (reader.builder.rows < PAGE_RECORDS) continue;
      yield { page: reader.builder.take(), records };
      hasYielded = true;
    } else {
      reader = new RecordReader(communityOf(file, line.text));
    }
  }
}

function communityOf(file: string, text: string): Community {
  const header = readHeader(text);
  switch (header.kind) {
    case 'community':
      return header.community;
    case 'no-snapshot':
      throw refusal(file, 'this is no snapshot.', 'Choose a file that ends in .commonwatt.');
    case 'too-new': {
      const what = `this snapshot has version ${header.version}; this hub reads versions up to ${SNAPSHOT_VERSION}.`;
      throw refusal(file, what, 'Update the hub and import it again.');
    }
    case 'bad-field':
      throw badRow(file, 1, header.field, header.problem);
  }
}

function badRow(file: string, row: number, field: string, problem: string): Error {
  return refusal(file, `row ${row}, ${field} ${problem}.`, 'Ask whoever wrote the snapshot to correct it.');
}
