import { Failure } from '#shared/contract/errors.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { WriteDb } from '../cache/connection.ts';
import { rebuildRollups } from '../cache/rebuild-rollups.ts';
import { uptakeOf } from '../privacy/cleared.ts';
import { applyCertificates } from './apply-certificates.ts';
import { applyClearings, applySignals } from './apply-market.ts';
import { applyOffers } from './apply-offers.ts';
import { applyReadings } from './apply-readings.ts';
import { applyCommunity, applyMembers, applyRules, findCommunity, type CommunityClock } from './apply-records.ts';
import { applySettlements } from './apply-settlements.ts';
import { applyTrades } from './apply-trades.ts';
import { noRows, type RowCounts } from './merge-rows.ts';
import { KEEP_ALL, PageIds, type PageWindow, type PageWork } from './page-work.ts';
import { RollupChanges } from './rollup-changes.ts';
import type { RowKind } from './row-problem.ts';
import { Tariffs } from './tariffs.ts';

/** What became of the rows of a page, by kind. */
export type ApplyResult = Readonly<Record<RowKind, Readonly<RowCounts>>>;

/**
 * Writes one page of changes and keeps all rollups, in one transaction (the caller's, when it has one open): after a fault or a kill
 * either all of the page is stored or nothing. Applying it again changes nothing; older versions than the stored ones are ignored; the
 * order of pages does not matter once the members and rules they name are there. The definitions of the rollups are in migration 20.
 * @throws INPUT_INVALID naming kind, row and field, with nothing written; and what can befall the file (`cache/errors`)
 */
export function applyPage(db: WriteDb, page: ChangePage, window: PageWindow = KEEP_ALL): ApplyResult {
  return db.transaction(() => {
    const before = findCommunity(db, page.communityId);
    if (page.community) {
      if (page.community.id !== page.communityId)
        throw wrongCommunity(`The page is for community ${page.communityId} and brings another.`);
      applyCommunity(db, page.community);
    }
    const community = findCommunity(db, page.communityId);
    if (!community) throw wrongCommunity(`The cache has no community ${page.communityId}.`);
    const communityId = community.id;
    const rollups = new RollupChanges(community.time_zone, window.rawFrom);

    const members = page.members ? applyMembers(db, communityId, page.members) : noRows();
    const rules = page.rules ? applyRules(db, communityId, page.rules) : noRows();
    const signals = page.signals ? applySignals(db, communityId, page.signals, rollups) : noRows();
    // After the records and signals of this page, because they read them.
    const work: PageWork = {
      db,
      communityId,
      rollups,
      ids: new PageIds(db, communityId, page),
      tariffs: new Tariffs(db, communityId),
      uptake: uptakeOf(db, page.communityId),
      window,
    };
    const result: ApplyResult = {
      members,
      rules,
      signals,
      readings: page.readings ? applyReadings(work, page.readings) : noRows(),
      clearings: page.clearings ? applyClearings(work, page.clearings) : noRows(),
      certificates: page.certificates ? applyCertificates(work, page.certificates) : noRows(),
      offers: page.offers ? applyOffers(work, page.offers) : noRows(),
      trades: page.trades ? applyTrades(work, page.trades) : noRows(),
      settlements: page.settlements ? applySettlements(work, page.settlements) : noRows(),
    };
    if (before && clockChanged(before, community)) rebuildRollups(db, communityId);
    else rollups.write(db, communityId);
    return result;
  });
}

/** Days are cut by the community's time zone, and the data ends a slot's length after its last slot. */
function clockChanged(before: CommunityClock, after: CommunityClock): boolean {
  return before.time_zone !== after.time_zone || before.slot_minutes !== after.slot_minutes;
}

function wrongCommunity(message: string): Failure {
  return new Failure('INPUT_INVALID', `${message} Nothing of this page was stored.`, {
    remedy: 'Fetch or import the community itself first.',
    details: { field: 'communityId' },
  });
}
