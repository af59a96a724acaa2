/**
 * The rare faults of an automaton that fires rules: orders that the rules do not allow, placed and traded like any other, for an audit to
 * find (DOMAIN.md section 7).
 */
import type { ReadingColumns } from '../domain/change-page.ts';
import type { Random } from '../domain/random.ts';
import { readingQualities } from '../domain/records.ts';
import { MINUTE } from '../domain/slots.ts';
import type { RuleFinding } from '../rules/audit.ts';
import { firedWh, type PreparedRule } from '../rules/firing.ts';
import { isInMask, MINUTES_PER_DAY } from '../rules/windows.ts';

/** An order of a rule that should not be, and has traded. */
export interface RuleViolation {
  readonly verdict: RuleFinding;
  readonly slot: number;
  readonly offerId: string;
}

/** What the automaton does wrong in a slot. */
export interface RuleFault {
  readonly verdict: RuleFinding;
  readonly member: number;
  /** The rule that the order names. */
  readonly rule: number;
  readonly sells: boolean;
  readonly wh: number;
  /** Micro-currency per kWh; NaN is a market order. */
  readonly price: number;
  /** Whether it stands in for the proper order of the rule rather than beside it. */
  readonly isInstead: boolean;
  /** Whether the reading of the slot is needed to see that it is one. */
  readonly needsReading: boolean;
}

/** A slot before its offers are placed; all by member or rule number. */
export interface FaultySlot {
  readonly slot: number;
  /** Of its start in wall time. */
  readonly minuteOfWeek: number;
  readonly active: Int32Array;
  readonly surplusWh: Int32Array;
  readonly needWh: Int32Array;
  /** Percent; -1 without a battery. */
  readonly batterySoc: Int8Array;
  readonly firstRule: Int32Array;
  readonly inForce: readonly (PreparedRule | null)[];
  /** What the slot before cleared at, micro-currency per kWh: who would have traded then will trade now. NaN when nothing did. */
  readonly lastPrice: number;
}

/** A rule of a member in a slot: what was left for it, what it fires, and what is left when all of the member's rules have fired. */
interface Chance {
  readonly member: number;
  readonly rule: number;
  readonly version: PreparedRule;
  readonly firedWh: number;
  readonly leftWh: number;
  readonly isCharged: boolean;
  readonly isInside: boolean;
  /** Whether its limit would have traded in the slot before. */
  readonly trades: boolean;
}

const DAY = MINUTES_PER_DAY * MINUTE;
const MEASURED = readingQualities.indexOf('measured');
/** One of each kind in so many days. */
const EVERY_DAYS = 40;
/** The last one falls due between so many days before the end; in a shorter time within the middle of it. */
const LAST_DUE = { latest: 3, earliest: 22 } as const;
/** Less than this is no believable order to notice. */
const LEAST_WH = 40;
const PRICE_STEP = 1000;

type FaultKind = (chance: Chance, slot: FaultySlot) => Pick<RuleFault, 'wh' | 'price'> | null;

/** What each fault takes: null where a rule gives no occasion for it. */
const kinds: Readonly<Record<RuleFinding, FaultKind>> = {
  NO_RULE: ({ version, firedWh: wh, trades }) => (wh > 0 && trades ? { wh, price: limitOf(version) } : null),
  RULE_DISABLED: (chance) =>
    !chance.version.isEnabled && chance.isInside && chance.isCharged ? asIfFired(chance) : null,
  OUTSIDE_WINDOW: (chance) =>
    chance.version.isEnabled && !chance.isInside && chance.isCharged ? asIfFired(chance) : null,
  LIMIT_BREACHED: ({ version: { price, type }, firedWh: wh, trades }, { lastPrice }) => {
    if (wh === 0 || price === null || trades) return null;
    const better = Math.round((lastPrice * (type === 'sell' ? 0.8 : 1.15)) / PRICE_STEP) * PRICE_STEP;
    return (type === 'sell' ? better < price : better > price) ? { wh, price: better } : null;
  },
  QUANTITY_EXCEEDED: ({ version, firedWh: wh, trades }) =>
    wh > 0 && trades ? { wh: 2 * wh, price: limitOf(version) } : null,
  SOC_TOO_LOW: (chance) =>
    chance.version.isEnabled && chance.isInside && !chance.isCharged ? asIfFired(chance) : null,
  SELF_TRADE: ({ version, firedWh: wh }) =>
    wh > 0 && version.type === 'sell' && version.price !== null ? { wh, price: version.price } : null,
  DUPLICATE: ({ version, firedWh: wh, trades }) => (wh > 0 && trades ? { wh, price: limitOf(version) } : null),
};

const insteadKinds: ReadonlySet<RuleFinding> = new Set(['LIMIT_BREACHED', 'QUANTITY_EXCEEDED', 'SELF_TRADE']);

function limitOf({ price }: PreparedRule): number {
  return price ?? Number.NaN;
}

/** What the rule would offer beside what all rules of the member offer. */
function asIfFired({ version, leftWh, trades }: Chance): Pick<RuleFault, 'wh' | 'price'> | null {
  return trades ? { wh: Math.min(leftWh, version.mostWh), price: limitOf(version) } : null;
}

/** Decides when the automaton fails, and how; an occasion that does not come about is waited for. */
export class RuleFaults {
  readonly #random: Random;
  readonly #log: RuleViolation[];
  /** By time: from then on one of the kind is tried in each slot until it has traded. */
  readonly #due: { readonly verdict: RuleFinding; readonly from: number }[] = [];
  readonly #traded: (RuleViolation & Pick<RuleFault, 'member' | 'needsReading'>)[] = [];

  /**
   * @param period start and end of the simulation
   * @param log where those that traded are told
   */
  constructor(
    { from, until }: { readonly from: number; readonly until: number },
    random: Random,
    log: RuleViolation[],
  ) {
    this.#random = random;
    this.#log = log;
    const days = (until - from) / DAY;
    const earliest = Math.min(LAST_DUE.earliest, 0.8 * days);
    const latest = Math.min(LAST_DUE.latest, 0.3 * days);
    for (const verdict of Object.keys(kinds) as RuleFinding[]) {
      const last = until - random.between(latest, earliest) * DAY;
      for (let at = last; at >= from; at -= EVERY_DAYS * DAY) this.#due.push({ verdict, from: at });
    }
    this.#due.sort((a, b) => a.from - b.from);
  }

  /** What goes wrong in a slot; null when nothing does. */
  faultOf(slot: FaultySlot): RuleFault | null {
    if (!(slot.lastPrice > 0) || !this.#due.some(({ from }) => from <= slot.slot)) return null;
    const chances = chancesOf(slot, this.#random.uint32());
    for (const { verdict, from } of this.#due) {
      if (from > slot.slot) break;
      for (const chance of chances) {
        const fault = faultBy(verdict, chance, chances, slot);
        if (fault !== null) return fault;
      }
    }
    return null;
  }

  /** Hears that the order of a fault traded. */
  traded({ verdict, member, needsReading }: RuleFault, slot: number, offerId: string): void {
    const due = this.#due.findIndex((one) => one.verdict === verdict);
    this.#due.splice(due, 1);
    this.#traded.push({ verdict, slot, offerId, member, needsReading });
  }

  /**
   * Tells what traded on a day. Where the reading that shows it was lost or changed since, another one is due.
   * @param readings of the day, as they are stored
   */
  endDay(readings: ReadingColumns): void {
    for (const { needsReading, member, ...violation } of this.#traded.splice(0)) {
      if (needsReading && !isIntact(readings, member, violation.slot)) {
        this.#due.unshift({ verdict: violation.verdict, from: violation.slot });
      } else this.#log.push(violation);
    }
  }
}

function isIntact(readings: ReadingColumns, member: number, slot: number): boolean {
  for (let row = 0; row < readings.count; row++) {
    if (readings.slot[row] !== slot || readings.member[row] !== member) continue;
    return readings.quality[row] === MEASURED && readings.revision[row] === 0;
  }
  return false;
}

/** The rules of all members in a slot, beginning with one or another. */
function chancesOf(slot: FaultySlot, draw: number): Chance[] {
  const { active, inForce, firstRule, minuteOfWeek, lastPrice } = slot;
  const chances: Chance[] = [];
  for (let turn = 0; turn < active.length; turn++) {
    const member = active[(draw + turn) % active.length];
    const soc = Math.max(slot.batterySoc[member], 0);
    const left = { sell: slot.surplusWh[member], buy: slot.needWh[member] };
    const fired: { rule: number; version: PreparedRule; wh: number }[] = [];
    for (let rule = firstRule[member]; rule < firstRule[member + 1]; rule++) {
      const version = inForce[rule];
      if (!version) continue;
      const wh = firedWh(version, minuteOfWeek, left[version.type], soc);
      left[version.type] -= wh;
      fired.push({ rule, version, wh });
    }
    for (const { rule, version, wh } of fired) {
      const { price, type, mask, leastSoc } = version;
      chances.push({
        member,
        rule,
        version,
        firedWh: wh,
        leftWh: left[type],
        isCharged: soc >= leastSoc,
        isInside: isInMask(mask, minuteOfWeek),
        trades: price === null || (type === 'sell' ? price <= lastPrice : price >= lastPrice),
      });
    }
  }
  return chances;
}

function faultBy(verdict: RuleFinding, chance: Chance, chances: readonly Chance[], slot: FaultySlot): RuleFault | null {
  const order = kinds[verdict](chance, slot);
  const { rule, version } = chance;
  if (order === null) return null;
  // With the rule of another member, somebody offers what none of its own rules does.
  const by = verdict === 'NO_RULE' ? chances.find((one) => isOthersLeft(one, chance)) : chance;
  if (by === undefined) return null;
  const wh = verdict === 'NO_RULE' ? Math.min(order.wh, by.leftWh) : order.wh;
  if (wh < LEAST_WH) return null;
  return {
    verdict,
    member: by.member,
    rule,
    sells: version.type === 'sell',
    wh,
    price: order.price,
    isInstead: insteadKinds.has(verdict),
    needsReading: verdict === 'SOC_TOO_LOW' || (verdict === 'QUANTITY_EXCEEDED' && wh <= version.mostWh),
  };
}

function isOthersLeft(other: Chance, { member, version }: Chance): boolean {
  return other.member !== member && other.version.type === version.type && other.leftWh >= LEAST_WH;
}
