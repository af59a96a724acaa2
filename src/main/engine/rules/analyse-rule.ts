import type { ParsedInput } from '#shared/contract/contract.ts';
import type { RuleAnalysis } from '#shared/contract/rule-records.ts';
import { RuleSimulation } from '#shared/rules/rule-simulation.ts';
import type { SimulatedRule } from '#shared/rules/slot-run.ts';
import { type SmallChange, smallChanges } from '#shared/rules/small-changes.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { Breath } from '../market/breath.ts';
import { RuleLedger } from './rule-ledger.ts';
import { draftFields, versionsOfRule } from './rule-rows.ts';
import { placingTime, RulesInForce } from './rules-in-force.ts';
import {
  noSuchRule,
  numberedRules,
  readableWindows,
  simulatedMarket,
  simulatedRule,
  withRule,
} from './simulated-rules.ts';
import { type MemberSlot, memberSlots, slotPeriod } from './simulated-slots.ts';
import { standingRules } from './standing-rules.ts';

/** How far an analysis is, in slots; the result comes with the last telling. */
export interface RuleAnalysisProgress {
  readonly done: number;
  readonly total: number;
  readonly result: RuleAnalysis | null;
}

/**
 * Looks at what a rule did over a period: by the ledger, by its versions of then on the readings of now, and by what small changes of
 * today's version would have done. In between others get their turn.
 * @param isCancelled asked after each telling; true ends the analysis there
 * @throws INPUT_INVALID when there is no such community or rule
 * @throws UnknownMechanismError and DamagedCertificateError
 */
export async function analyseRule(
  db: ReadDb,
  { communityId, ruleId, range }: ParsedInput<'rules.analyse'>,
  tell: (progress: RuleAnalysisProgress) => void,
  isCancelled: () => boolean,
): Promise<void> {
  const community = requireCommunity(db, communityId);
  const standing = standingRules(db, community).find(({ id }) => id === ruleId);
  if (!standing) throw noSuchRule();
  const period = slotPeriod(community, range);
  let done = 0;
  const tellProgress = (): void => tell({ done, total: period.count, result: null });
  tellProgress();
  const breath = new Breath(tellProgress, isCancelled);

  const member = standing.memberRowId;
  const tried = new TriedRule(db, community, member, ruleId);
  const ledger = new RuleLedger(db, community, member, tried.number);
  for (const _ of ledger.read(range)) if (await breath.take()) return;
  for (const slot of memberSlots(db, community, member, period)) {
    if (slot !== null) tried.add(slot);
    done++;
    if (await breath.take()) return;
  }
  const slotsWithoutReading = done - tried.slots;
  const result = { ruleId, range, ledger: ledger.figures, slotsWithoutReading, ...tried.figures() };
  tell({ done, total: period.count, result });
}

/** A rule and its small changes, tried out side by side. */
class TriedRule {
  /** By which orders name it. */
  readonly number: number;
  readonly #inForce: RulesInForce;
  readonly #current: readonly SimulatedRule[];
  readonly #changes: readonly (SmallChange & { readonly rules: readonly SimulatedRule[] })[];
  readonly #simulation: RuleSimulation;
  #slotsBefore = 0;

  /** @param ruleId one of the rules of the member */
  constructor(db: ReadDb, community: CommunityRow, member: number, ruleId: string) {
    const rules = numberedRules(db, community, member);
    const rule = rules.find(({ id }) => id === ruleId)!;
    const current = rules.map((one) => simulatedRule(one.number, one));
    this.number = rule.number;
    this.#inForce = new RulesInForce(rules.map(({ id }) => versionsOfRule(db, community, id)));
    this.#current = current;
    this.#changes = smallChanges({ ...draftFields(rule), timeWindows: readableWindows(rule) }).map((change) => ({
      ...change,
      rules: withRule(current, simulatedRule(rule.number, change.draft)),
    }));
    this.#simulation = new RuleSimulation(simulatedMarket(community), rule.number, 2 + this.#changes.length);
  }

  /** Those that were tried. */
  get slots(): number {
    return this.#simulation.slots;
  }

  add(slot: MemberSlot): void {
    const asItWas = this.#inForce.at(placingTime(slot));
    if (!asItWas.some(({ number }) => number === this.number)) this.#slotsBefore++;
    this.#simulation.add(slot, slot.day, [asItWas, this.#current, ...this.#changes.map(({ rules }) => rules)]);
  }

  figures(): Omit<RuleAnalysis, 'ruleId' | 'range' | 'ledger' | 'slotsWithoutReading'> {
    const [asItWas, current, ...changed] = this.#simulation.sets;
    return {
      slots: this.slots,
      slotsBefore: this.#slotsBefore,
      asItWas: asItWas.rule,
      firedByHour: asItWas.firedByHour,
      days: {
        day: asItWas.days.map(({ day }) => day),
        fired: asItWas.days.map(({ firedSlots }) => firedSlots),
        tradedWh: asItWas.days.map(({ tradedWh }) => tradedWh),
        savings: asItWas.days.map(({ savings }) => savings),
      },
      current: current.rule,
      changes: this.#changes.map(({ kind, draft }, at) => ({
        kind,
        draft: draftFields(draft),
        firedSlots: changed[at].rule.firedSlots,
        tradedWh: changed[at].rule.tradedWh,
        savingsChange: changed[at].member.savings - current.member.savings,
      })),
    };
  }
}
