import { MINUTE } from '#shared/domain/slots.ts';
import type { SimulatedRule } from '#shared/rules/slot-run.ts';
import type { StoredRule } from './rule-rows.ts';
import { simulatedRule } from './simulated-rules.ts';
import type { MemberSlot } from './simulated-slots.ts';

interface Version {
  readonly validFrom: number;
  readonly rule: SimulatedRule;
}

/** The rules of a member in the versions that held at a time. */
export class RulesInForce {
  /** For each rule its versions, newest first. */
  readonly #rules: readonly (readonly Version[])[];

  /** @param rules in the order in which they fire, each with all its versions */
  constructor(rules: readonly (readonly StoredRule[])[]) {
    this.#rules = rules.map((versions) =>
      versions
        .toSorted((a, b) => b.validFrom - a.validFrom || b.version - a.version)
        .map((version) => ({ validFrom: version.validFrom, rule: simulatedRule(version.rowId, version) })),
    );
  }

  /** Those that there were at `time` (epoch milliseconds), in the order in which they fire. */
  at(time: number): SimulatedRule[] {
    return this.#rules.flatMap((versions) => versions.find(({ validFrom }) => validFrom <= time)?.rule ?? []);
  }
}

/** Where no rule of anybody placed an order that would tell: a community lets rules fire in the last minutes before a slot. */
const PLACING_LEAD = 5 * MINUTE;

/** When the rules of a community placed their orders for a slot, epoch milliseconds: the versions of this moment fired. */
export function placingTime({ slot, orders }: Pick<MemberSlot, 'slot' | 'orders'>): number {
  let first = Number.POSITIVE_INFINITY;
  for (let row = 0; row < orders.count; row++) {
    const isOfRule = orders.rule[row] >= 0 && orders.windowStart[row] === slot;
    if (isOfRule && orders.createdAt[row] < first) first = orders.createdAt[row];
  }
  return Number.isFinite(first) ? first : slot - PLACING_LEAD;
}
