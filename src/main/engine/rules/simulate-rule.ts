import type { ParsedInput } from '#shared/contract/contract.ts';
import type { RuleSimulationResult } from '#shared/contract/rule-records.ts';
import { RuleSimulation, type SimulatedSet } from '#shared/rules/rule-simulation.ts';
import { weeklySpread } from '#shared/rules/weekly-spread.ts';
import type { ReadDb } from '../cache/connection.ts';
import { Breath } from '../market/breath.ts';
import { requireTrial, type Trial } from './simulated-rules.ts';
import { memberSlots, slotPeriod } from './simulated-slots.ts';

/** How far a simulation is, in slots; the result comes with the last telling. */
export interface RuleSimulationProgress {
  readonly done: number;
  readonly total: number;
  readonly result: RuleSimulationResult | null;
}

/**
 * Tries a draft out on the readings of a period as they are now, with the orders that were cleared then (DOMAIN.md section 7). In between
 * others get their turn.
 * @param isCancelled asked after each telling; true ends the simulation there
 * @throws INPUT_INVALID when there is no such community, member or rule, or the draft is no rule
 * @throws UnknownMechanismError and DamagedCertificateError
 */
export async function simulateRule(
  db: ReadDb,
  { trial: input, range }: ParsedInput<'rules.simulate'>,
  tell: (progress: RuleSimulationProgress) => void,
  isCancelled: () => boolean,
): Promise<void> {
  const trial = requireTrial(db, input);
  const period = slotPeriod(trial.community, range);
  const simulation = new RuleSimulation(trial.market, trial.replaced, 2);
  const ruleSets = [trial.current, trial.drafted];
  let done = 0;
  const tellProgress = (): void => tell({ done, total: period.count, result: null });
  tellProgress();
  const breath = new Breath(tellProgress, isCancelled);
  for (const slot of memberSlots(db, trial.community, trial.member, period)) {
    if (slot !== null) simulation.add(slot, slot.day, ruleSets);
    done++;
    if (await breath.take()) return;
  }
  const slotsWithoutReading = done - simulation.slots;
  const result = { trial: input, range, slotsWithoutReading, ...resultOf(db, trial, simulation) };
  tell({ done, total: period.count, result });
}

function resultOf(
  db: ReadDb,
  { community, member }: Trial,
  { sets, slots, slotsWithoutTariff }: RuleSimulation,
): Omit<RuleSimulationResult, 'trial' | 'range' | 'slotsWithoutReading'> {
  const [current, drafted] = sets;
  const spread = weeklySpread(
    current.days.map(({ day, savings }, at) => ({ day, change: drafted.days[at].savings - savings })),
  );
  return {
    slots,
    slotsWithoutTariff,
    current: figuresOf(current),
    drafted: figuresOf(drafted),
    days: {
      day: current.days.map(({ day }) => day),
      currentSavings: current.days.map(({ savings }) => savings),
      draftedSavings: drafted.days.map(({ savings }) => savings),
      currentTradedWh: current.days.map(({ tradedWh }) => tradedWh),
      draftedTradedWh: drafted.days.map(({ tradedWh }) => tradedWh),
      currentFired: current.days.map(({ firedSlots }) => firedSlots),
      draftedFired: drafted.days.map(({ firedSlots }) => firedSlots),
    },
    spread: { ...spread, weeks: [...spread.weeks] },
    ...changesOfOthers(db, community.id, member, drafted.changes),
  };
}

function figuresOf({ rule, member, communityWh }: SimulatedSet): RuleSimulationResult['current'] {
  return { rule, member, communityWh };
}

/** Who else gains or loses, by pseudonym; what members without one do is told together. */
function changesOfOthers(
  db: ReadDb,
  community: number,
  member: number,
  changes: ReadonlyMap<number, number>,
): Pick<RuleSimulationResult, 'others' | 'heldBackChange'> {
  const others: RuleSimulationResult['others'] = [];
  let heldBackChange = 0;
  for (const change of changes.values()) heldBackChange += change;
  for (const { id, uid, anonymized_id } of db.all<{ id: number; uid: string; anonymized_id: string }>(
    'SELECT id, uid, anonymized_id FROM member_view WHERE community_id = ? ORDER BY anonymized_id',
    [community],
  )) {
    const change = changes.get(id) ?? 0;
    heldBackChange -= change;
    if (change !== 0 && id !== member) others.push({ memberId: uid, anonymizedId: anonymized_id, change });
  }
  return { others: others.sort((a, b) => b.change - a.change), heldBackChange };
}
