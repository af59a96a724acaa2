import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Failure } from '#shared/contract/errors.ts';
import type { Community } from '#shared/domain/records.ts';
import { DEFAULT_SLOT_MINUTES, MINUTE } from '#shared/domain/slots.ts';
import { DEFAULT_MECHANISM } from '#shared/market/mechanisms.ts';
import { DEFAULT_LIMITS } from '#shared/market/orders.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import type { Cache } from '../cache/open.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { requireOwn } from '../communities/kept-by-hub.ts';
import { applyPage } from '../sync/apply.ts';
import { csvMemberId, membersToWrite } from './csv-members.ts';
import { beginRun } from './import-run.ts';
import { badRowFailure, type ImportTask } from './import-task.ts';
import { unionOf } from './reading-grid.ts';
import type { ReadingRow } from './reading-rows.ts';
import { ReadingWriter } from './reading-writer.ts';
import { type ReadingsFile, readReadings, type ReadingsSurvey, surveyReadings } from './readings-csv.ts';
import { countOpenSlots, simulateMarket } from './simulate-market.ts';
import { fingerprintOf } from './source-file.ts';
import { writeTariffs } from './stored-market.ts';

/** Rows of one transaction. */
const CHUNK_ROWS = 5_000;

export interface ReadingsImport {
  readonly input: ReadingsFile;
  readonly onBadRows: 'skip' | 'refuse';
  /** null makes a new community. */
  readonly communityId: string | null;
  readonly newCommunity: { readonly name: string; readonly currency: string; readonly country: string | null };
  /** null leaves tariffs as they are. */
  readonly tariff: Tariff | null;
  /** Needs a tariff. */
  readonly simulateTrades: boolean;
}

/**
 * Imports a readings file: members, tariffs, readings in chunks, and the market when it is to be simulated. Each chunk is one transaction;
 * queries are answered in between. Importing the same file again changes nothing and completes what was broken off.
 * @throws Failure INPUT_INVALID, CANCELLED or what befell the cache, saying what was written
 */
export async function importReadings(job: ReadingsImport, { write: db }: Cache, task: ImportTask): Promise<void> {
  const { file } = job.input;
  const fingerprint = await fingerprintOf(file);
  const survey = await surveyReadings(job.input, task.throwIfCancelled);
  const bad = survey.badRows[0];
  if (bad && (job.onBadRows === 'refuse' || survey.goodRows === 0)) throw badRowFailure(file, bad, survey.badRowCount);
  const existing = job.communityId === null ? null : requireCommunity(db, job.communityId);
  if (existing) requireFits(existing, job, survey, db);

  const rows = survey.goodRows - survey.repeatedRows;
  const slots = slotsOf(survey);
  const isSimulated = job.simulateTrades || existing?.has_simulated_trades === 1;
  const communityId = existing?.uid ?? randomUUID();
  task.begin(communityId, existing === null, rows + (isSimulated ? slots.length : 0), () => {
    if (existing) requireOwn(db, existing.id, existing.name);
    if (existing === null) applyPage(db, newCommunityPage(communityId, job, survey));
    else if (job.simulateTrades) db.run('UPDATE community SET has_simulated_trades = 1 WHERE id = ?', [existing.id]);
    const members = membersToWrite(db, communityId, survey.members);
    applyPage(db, { communityId, members, memberIds: [], ruleIds: [] });
    return beginRun(db, {
      kind: 'readings',
      fileName: file.name,
      fingerprint,
      communityUid: communityId,
      rowsTotal: rows,
      report: {
        rows: survey.rows,
        badRows: survey.badRowCount,
        repeatedRows: survey.repeatedRows,
        unbalancedRows: survey.unbalancedRows,
        from: survey.from,
      },
    });
  });
  const community = requireCommunity(db, communityId);
  if (job.tariff) await writeAllTariffs(db, community, slots, job.tariff, task);
  const imported = await writeReadings(db, community, job.input, survey, task);
  const trades = isSimulated ? await simulate(db, community, slots.length, task) : 0;
  task.finish({
    imported,
    unchanged: rows - imported,
    skipped: survey.badRowCount,
    repeated: survey.repeatedRows,
    flagged: survey.unbalancedRows,
    missing: survey.missingRows,
    ...(isSimulated && { trades }),
  });
}

/** The slots of all members, ascending, epoch milliseconds. */
function slotsOf({ occurrences }: ReadingsSurvey): number[] {
  return Array.from(unionOf(occurrences.minutes).values(), (minute) => minute * MINUTE);
}

/** Throws INPUT_INVALID when the file cannot go into the community. */
function requireFits(community: CommunityRow, job: ReadingsImport, survey: ReadingsSurvey, db: ReadDb): void {
  const { name } = job.input.file;
  const { intervalMinutes, from } = survey;
  const length = community.slot_minutes * MINUTE;
  const isOffSteps = community.data_from !== null && from !== null && (from - community.data_from) % length !== 0;
  if ((intervalMinutes !== null && intervalMinutes !== community.slot_minutes) || isOffSteps) {
    throw new Failure(
      'INPUT_INVALID',
      `${name}: its readings are ${intervalMinutes ?? community.slot_minutes} minutes apart; those of ${community.name} lie on other steps of ${community.slot_minutes} minutes.`,
      { remedy: 'Import the file as a new community.', details: { file: name, field: 'timestamp' } },
    );
  }
  if (!job.simulateTrades || community.has_simulated_trades === 1) return;
  const hasTrades = db.get(
    'SELECT 1 FROM clearing WHERE community_id = ? UNION ALL SELECT 1 FROM trade WHERE community_id = ? LIMIT 1',
    [community.id, community.id],
  );
  if (hasTrades) {
    throw new Failure('INPUT_INVALID', `${community.name} has trades of its own, so none can be simulated in it.`, {
      remedy: 'Import without simulated trades, or as a new community.',
      details: { file: name },
    });
  }
}

function newCommunityPage(communityId: string, job: ReadingsImport, survey: ReadingsSurvey) {
  const community: Community = {
    id: communityId,
    name: job.newCommunity.name,
    description: '',
    district: '',
    postcodeZone: '',
    createdAt: Date.now(),
    isActive: true,
    timeZone: job.input.timeZone,
    currency: job.newCommunity.currency,
    country: job.newCommunity.country,
    boundary: null,
    market: {
      mechanism: DEFAULT_MECHANISM,
      slotMinutes: survey.intervalMinutes ?? DEFAULT_SLOT_MINUTES,
      ...DEFAULT_LIMITS,
    },
    isDemo: false,
    hasSimulatedTrades: job.simulateTrades,
  };
  return { communityId, community, memberIds: [], ruleIds: [] };
}

async function writeAllTariffs(
  db: WriteDb,
  community: CommunityRow,
  slots: readonly number[],
  tariff: Tariff,
  task: ImportTask,
): Promise<void> {
  for (let at = 0; at < slots.length; at += CHUNK_ROWS) {
    task.throwIfCancelled();
    writeTariffs(db, community, slots.slice(at, at + CHUNK_ROWS), tariff);
    await setImmediate();
  }
}

/** Returns how many readings were new or changed something. */
async function writeReadings(
  db: WriteDb,
  community: CommunityRow,
  input: ReadingsFile,
  survey: ReadingsSurvey,
  task: ImportTask,
): Promise<number> {
  const memberIds = survey.memberNames.map((name) => csvMemberId(community.uid, name));
  const writer = new ReadingWriter(db, community, memberIds);
  let imported = 0;
  let chunk: ReadingRow[] = [];
  const flush = async (): Promise<void> => {
    task.throwIfCancelled();
    task.write(chunk.length, () => void (imported += writer.write(chunk)));
    chunk = [];
    await setImmediate();
  };
  for await (const batch of readReadings(input, survey)) {
    chunk.push(...batch);
    if (chunk.length >= CHUNK_ROWS) await flush();
  }
  await flush();
  return imported;
}

/** Returns the number of trades made. */
async function simulate(db: WriteDb, community: CommunityRow, slots: number, task: ImportTask): Promise<number> {
  // What an earlier import has cleared counts as done.
  task.wrote(Math.max(0, slots - countOpenSlots(db, community)));
  return await simulateMarket(db, community, (cleared) => {
    task.wrote(cleared);
    task.throwIfCancelled();
  });
}
