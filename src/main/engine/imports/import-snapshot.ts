import { setImmediate } from 'node:timers/promises';
import type { BadRow } from '#shared/contract/imports.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { Cache } from '../cache/open.ts';
import type { ChosenPath } from '../files.ts';
import { requireOwn } from '../communities/kept-by-hub.ts';
import { applyPage } from '../sync/apply.ts';
import { beginRun } from './import-run.ts';
import { badRowFailure, type ImportTask } from './import-task.ts';
import { readSnapshot, verifySnapshot } from './snapshot-reader.ts';
import { fingerprintOf, type SourceKind } from './source-file.ts';

/**
 * Imports a snapshot: it is read to its end and found whole before anything is written, then written page by page, each in one
 * transaction. Importing the same snapshot again changes nothing and completes what was broken off.
 * @throws Failure INPUT_INVALID, CLIENT_TOO_OLD, CANCELLED or what befell the cache, saying what was written
 */
export async function importSnapshot(
  file: ChosenPath,
  source: SourceKind,
  onBadRows: 'skip' | 'refuse',
  { write: db }: Cache,
  task: ImportTask,
): Promise<void> {
  const fingerprint = await fingerprintOf(file);
  const { community, counts } = await verifySnapshot(file, source, task.throwIfCancelled);
  if (onBadRows === 'refuse') await refuseBadRows(file, source, task.throwIfCancelled);

  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const known = db.get<{ id: number }>('SELECT id FROM community WHERE uid = ?', [community.id]);
  task.begin(community.id, known === undefined, total, () => {
    if (known) requireOwn(db, known.id, community.name);
    applyPage(db, { communityId: community.id, community, memberIds: [], ruleIds: [] });
    return beginRun(db, {
      kind: 'snapshot',
      fileName: file.name,
      fingerprint,
      communityUid: community.id,
      rowsTotal: total,
      report: counts,
    });
  });
  let skipped = 0;
  let imported = 0;
  for await (const page of readSnapshot(file, source, () => skipped++)) {
    task.throwIfCancelled();
    task.write(rowsOf(page), () => void (imported += changesOf(applyPage(db, page))));
    await setImmediate();
  }
  task.finish({ imported, unchanged: total - skipped - imported, skipped });
}

async function refuseBadRows(file: ChosenPath, source: SourceKind, eachPage: () => void): Promise<void> {
  let first: BadRow | null = null;
  let count = 0;
  const note = (bad: BadRow): void => {
    first ??= bad;
    count++;
  };
  for await (const page of readSnapshot(file, source, note)) {
    void page;
    eachPage();
  }
  if (first) throw badRowFailure(file, first, count);
}

/** Rows of all kinds in a page. */
function rowsOf(page: ChangePage): number {
  const columns = [page.signals, page.readings, page.clearings, page.offers, page.trades];
  const records = (page.members?.length ?? 0) + (page.rules?.length ?? 0) + (page.settlements?.length ?? 0);
  return columns.reduce((sum, one) => sum + (one?.count ?? 0), records);
}

/** A certificate is a part of its clearing's row. */
function changesOf({ certificates: _partOfClearings, ...rows }: ReturnType<typeof applyPage>): number {
  return Object.values(rows).reduce((sum, { inserted, changed }) => sum + inserted + changed, 0);
}
