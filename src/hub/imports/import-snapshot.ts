import { type Kysely, sql, type Transaction } from 'kysely';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Community } from '#shared/domain/records.ts';
import { recordNames } from '#shared/wire/record-names.ts';
import { noCounts, type SnapshotCounts } from '#shared/wire/snapshot-format.ts';
import { ingestPage } from '../db/ingest.ts';
import type { Tables } from '../db/tables.ts';
import { idOfAnother } from './ids-of-others.ts';
import { refusal } from './snapshot-lines.ts';
import { snapshotPages } from './snapshot-pages.ts';

export interface ImportedCommunity {
  readonly community: Community;
  /** Records of each name that the hub has now; a snapshot may bring one in several states. */
  readonly counts: Readonly<SnapshotCounts>;
}

/**
 * Stores a snapshot as a new community of the hub, all of it or nothing. The file is read to its end before anything is stored, and a
 * second time to store it, in one transaction.
 * @param tell hears how it goes
 * @throws Error, for a person, when the file is not whole or has a bad row, or when the hub has the community already
 */
export async function importSnapshot(
  db: Kysely<Tables>,
  file: string,
  tell: (line: string) => void,
): Promise<ImportedCommunity> {
  tell(`Checking ${file}`);
  const { community, total } = await checkSnapshot(file);
  tell(`Storing ${community.name}`);
  return db.transaction().execute(async (tx) => {
    await refuseKnown(tx, file, community);
    let before = 0;
    for await (const { page, records } of snapshotPages(file)) {
      // The header is row 1.
      await storePage(tx, file, page, `rows ${before + 2} to ${records + 1}`);
      tell(`  ${records} of ${total} rows`);
      before = records;
    }
    return { community, counts: await storedRecords(tx, community.id) };
  });
}

/** Reads the whole file, without storing anything. */
async function checkSnapshot(file: string): Promise<{ readonly community: Community; readonly total: number }> {
  let community: Community | undefined;
  let total = 0;
  for await (const { page, records } of snapshotPages(file)) {
    community ??= page.community;
    total = records;
  }
  return { community: community!, total };
}

/** Counted in the feed, where each record stands once. */
async function storedRecords(tx: Transaction<Tables>, communityId: string): Promise<SnapshotCounts> {
  const kinds = await tx
    .selectFrom('change_feed')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('count')])
    .where('community_id', '=', communityId)
    .where('kind', 'in', recordNames)
    .groupBy('kind')
    .execute();
  return { ...noCounts(), ...Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])) };
}

async function refuseKnown(tx: Transaction<Tables>, file: string, { id }: Community): Promise<void> {
  // Of two imports of one community at the same time the second waits here, and then finds it.
  await sql`SELECT pg_advisory_xact_lock(hashtext(${id}))`.execute(tx);
  const known = await tx.selectFrom('communities').select('name').where('id', '=', id).executeTakeFirst();
  if (!known) return;
  const what = `the hub has the community ${known.name} (${id}) already, and it stays as it is.`;
  throw refusal(file, what, 'A snapshot only begins a community; to try one out, import it into another hub (--data).');
}

async function storePage(tx: Transaction<Tables>, file: string, page: ChangePage, rows: string): Promise<void> {
  const taken = await idOfAnother(tx, page);
  if (taken !== null) {
    const what = `${rows} bring ${taken}, which belongs to another community of this hub.`;
    throw refusal(file, what, 'Ask whoever wrote the snapshot for ids of its own.');
  }
  try {
    await ingestPage(tx, page);
  } catch (error) {
    const what = `${rows} could not be stored: ${reasonOf(error)}.`;
    throw refusal(file, what, 'Put right what this names, then import the file again.', error);
  }
}

/** What the database has against a record, with the values where it tells them. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const detail = 'detail' in error && typeof error.detail === 'string' ? ` (${error.detail})` : '';
  return `${error.message}${detail}`;
}
