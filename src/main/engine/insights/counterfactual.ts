import type { ParsedInput } from '#shared/contract/contract.ts';
import { type Counterfactual, type Scenario, scenarioNames } from '#shared/contract/counterfactual-records.ts';
import { CounterfactualRun } from '#shared/counterfactual/counterfactual-run.ts';
import { scenarioReports, tariffMeans } from '#shared/counterfactual/scenario-report.ts';
import { memberRoles } from '#shared/domain/records.ts';
import { HOUR } from '#shared/domain/slots.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { Steps } from '../ledger/steps.ts';
import { Breath } from '../market/breath.ts';
import { slotPeriod } from '../rules/simulated-slots.ts';
import { replayedSlots } from './replayed-slots.ts';

/** How far a counterfactual is, in slots; the result comes with the last telling. */
export interface CounterfactualProgress {
  readonly done: number;
  readonly total: number;
  readonly result: Counterfactual | null;
}

/** Up to three days, one of which may have a clock change, are told by the hour. */
const HOURS_WITHIN = 73 * HOUR;

/**
 * Replays a period under every mechanism, and as it really was, in one walk through its slots. In between others get their turn.
 * @param input its range is one of whole local days: sums over a part of one are not safe beside those over all of it
 * @param isCancelled asked after each telling; true ends it there
 * @throws INPUT_INVALID when there is no such community
 * @throws UnknownMechanismError when a clearing has no certificate and the community clears by a mechanism that is unknown
 */
export async function replayUnderMechanisms(
  db: ReadDb,
  { communityId, range }: ParsedInput<'insights.counterfactual'>,
  tell: (progress: CounterfactualProgress) => void,
  isCancelled: () => boolean,
): Promise<void> {
  const community = requireCommunity(db, communityId);
  const period = slotPeriod(community, range);
  const step = period.to - period.from <= HOURS_WITHIN ? 'hour' : 'day';
  const steps = new Steps(step, period, community.time_zone);
  const days = new Steps('day', period, community.time_zone);
  const run = new CounterfactualRun(numberOfMembers(db), steps.starts.length);
  const notCertified = { withoutCertificate: 0, damaged: 0 };
  let done = 0;
  const tellProgress = (): void => tell({ done, total: period.count, result: null });
  tellProgress();
  const breath = new Breath(tellProgress, isCancelled);
  for (const stored of replayedSlots(db, community, period)) {
    run.add(stored, steps.placeOf(stored.slot), days.placeOf(stored.slot));
    notCertified.withoutCertificate += stored.withoutCertificate;
    notCertified.damaged += stored.damaged;
    done = (stored.slot - period.from) / period.slotLength + 1;
    if (await breath.take()) return;
  }
  run.end();
  const results = resultsOf(db, community, run);
  const result: Counterfactual = {
    communityId,
    range,
    slots: run.slots,
    slotsWithoutTariff: run.slotsWithoutTariff,
    reproduction: reproductionOf(run, notCertified, results.scenarios),
    step,
    start: [...steps.starts],
    ...tariffMeans(run),
    ...results,
  };
  tell({ done: period.count, total: period.count, result });
}

/** Members are numbered by their row ids. */
function numberOfMembers(db: ReadDb): number {
  return db.get<{ members: number }>('SELECT ifnull(MAX(id), 0) + 1 AS members FROM member')!.members;
}

function reproductionOf(
  { reproduction }: CounterfactualRun,
  notCertified: Pick<Counterfactual['reproduction'], 'withoutCertificate' | 'damaged'>,
  [actual]: readonly Scenario[],
): Counterfactual['reproduction'] {
  const { clearings, ledger, replayed, outside, differingMembers } = reproduction;
  const isTold = actual?.withheldDays === 0;
  return {
    clearings,
    ...notCertified,
    ledgerTrades: ledger.trades,
    replayedTrades: replayed.trades,
    ledgerWh: isTold ? ledger.wh : null,
    ledgerAmount: isTold ? ledger.amount : null,
    replayedWh: isTold ? replayed.wh : null,
    replayedAmount: isTold ? replayed.amount : null,
    differingMembers,
    isExact: differingMembers === 0,
    outsideTrades: outside.trades,
  };
}

interface MemberRow {
  readonly id: number;
  readonly uid: string;
  readonly anonymized_id: string;
  readonly role: number;
}

function resultsOf(
  db: ReadDb,
  community: CommunityRow,
  run: CounterfactualRun,
): Pick<Counterfactual, 'scenarios' | 'members'> {
  const counted = db
    .all<MemberRow>(
      'SELECT id, uid, anonymized_id, role FROM member_view WHERE community_id = ? ORDER BY anonymized_id',
      [community.id],
    )
    .filter(({ id }) => run.counts(id));
  const tallies = scenarioNames.map((name) => run.scenarios.tallies.get(name)!);
  return {
    scenarios: scenarioReports(
      run,
      counted.map(({ id }) => id),
    ),
    members:
      counted.length < DEFAULT_K
        ? []
        : counted.map(({ id, uid, anonymized_id, role }) => ({
            memberId: uid,
            anonymizedId: anonymized_id,
            role: memberRoles[role],
            savings: tallies.map(({ savings }) => savings[id]),
          })),
  };
}
