/** What each member uses, slot by slot. */
import type { Random } from '../domain/random.ts';
import { type DayKind, isSchoolBreak, winterness } from './calendar.ts';
import { drawLoadTable, type MemberKind, QUARTERS, winterSwing } from './load-shapes.ts';
import type { Dwelling, HeatPump } from './population.ts';

/** The share of a home's use that comes in visible bouts (cooking, washing, ironing) instead of the even background. */
const BOUT_SHARE = 0.36;
const BOUT_MIN_W = 500;
const BOUT_MAX_W = 2100;
/** A bout lasts one to four slots. */
const BOUT_MEAN_SLOTS = 2.5;
/** How far the background strays around its shape, and how long it stays astray. */
const STRAY = { home: 0.5, firm: 0.16 } as const;
const STRAY_MEMORY = 0.7;
/** Nobody at home: what the fridge and the router use. */
const AWAY_LEVEL = 0.32;
/** Below this mean temperature of a day homes are heated. */
const HEATING_LIMIT = 15;
const HOURS_PER_YEAR = 8766;

/** The use of all members, by member number. */
export class LoadFleet {
  readonly #slotHours: number;
  readonly #dwellings: readonly Dwelling[];
  readonly #random: readonly Random[];
  readonly #tables: readonly Float64Array[];
  readonly #isHome: Uint8Array;
  /** Wh of a slot at level 1, on the current day. */
  readonly #level: Float64Array;
  readonly #stray: Float64Array;
  readonly #boutChance: Float64Array;
  readonly #boutWh: Float64Array;
  readonly #boutSlots: Int32Array;
  readonly #awayDays: Int32Array;
  /** Heat that is due but not yet made, in Wh of electricity, and what becomes due in each slot of the day. */
  readonly #heatDue: Float64Array;
  readonly #heatPerSlot: Float64Array;
  readonly #carDue: Float64Array;
  /** Quarter of the day at which the car is plugged in today; past the end of the day when it is not. */
  readonly #carQuarter: Int32Array;
  readonly #carWaiting: Float64Array;
  #tableStart = 0;

  /** @param slotHours length of a slot in hours */
  constructor(dwellings: readonly Dwelling[], slotHours: number, random: Random) {
    const count = dwellings.length;
    this.#slotHours = slotHours;
    this.#dwellings = dwellings;
    this.#random = dwellings.map((_, member) => random.fork(member));
    this.#tables = dwellings.map((dwelling, member) => drawLoadTable(dwelling.kind, random.fork(member).fork('shape')));
    this.#isHome = Uint8Array.from(dwellings, ({ kind }) => (isHome(kind) ? 1 : 0));
    this.#level = new Float64Array(count);
    this.#stray = new Float64Array(count);
    this.#boutChance = Float64Array.from(dwellings, (dwelling) => boutChance(dwelling, slotHours));
    this.#boutWh = new Float64Array(count);
    this.#boutSlots = new Int32Array(count);
    this.#awayDays = new Int32Array(count);
    this.#heatDue = new Float64Array(count);
    this.#heatPerSlot = new Float64Array(count);
    this.#carDue = new Float64Array(count);
    this.#carQuarter = new Int32Array(count);
    this.#carWaiting = new Float64Array(count);
  }

  /**
   * Begins local day `day` (yyyymmdd) for the members `active`.
   * @param temperature its mean in degrees Celsius
   */
  beginDay(day: number, kind: DayKind, temperature: number, active: Int32Array): void {
    this.#tableStart = kind * QUARTERS;
    const winter = winterness(day);
    for (const member of active) {
      const dwelling = this.#dwellings[member];
      const random = this.#random[member];
      const atHome = this.#isHome[member] === 1;
      let level = 1 + winterSwing[dwelling.kind] * winter;
      if (atHome) {
        level *= Math.max(1 + random.normal(0, 0.13), 0.5) * this.#presence(member, winter, random);
      } else {
        level *= 1 + random.normal(0, 0.04);
        if (dwelling.kind === 'school' && isSchoolBreak(day)) level *= 0.3;
      }
      this.#level[member] = (dwelling.yearlyWh / HOURS_PER_YEAR) * this.#slotHours * level;
      if (dwelling.heatPump)
        this.#heatPerSlot[member] = heatOfDay(dwelling.heatPump, temperature) / (24 / this.#slotHours);
      if (dwelling.car) this.#planCharge(member, dwelling, random);
    }
  }

  /** 1 while the household is there, AWAY_LEVEL while it travels; summers are for travelling. */
  #presence(member: number, winter: number, random: Random): number {
    if (this.#awayDays[member] > 0) {
      this.#awayDays[member]--;
      return AWAY_LEVEL;
    }
    if (random.chance(0.004 - 0.003 * winter)) this.#awayDays[member] = random.integer(3, 14);
    return 1;
  }

  #planCharge(member: number, { car }: Dwelling, random: Random): void {
    this.#carQuarter[member] = QUARTERS;
    if (car === null || this.#awayDays[member] > 0 || !random.chance(car.chargesPerDay)) return;
    this.#carQuarter[member] = Math.round((car.pluggedInAt + random.normal(0, 0.8)) * 4);
    this.#carWaiting[member] = car.chargeWh * random.between(0.5, 1.5);
  }

  /**
   * What member `member` uses in the slot whose wall time is in quarter `quarter` (0..95) of the day, in whole Wh. To be
   * called once for each slot in turn.
   */
  consumedWh(member: number, quarter: number): number {
    const bits = this.#random[member].uint32();
    const level = this.#level[member];
    const shape = this.#tables[member][this.#tableStart + quarter];
    const atHome = this.#isHome[member] === 1;
    // Two uniform numbers of eight bits make a triangular one in -1..1; sixteen bits are left for bouts.
    const push = ((bits & 0xff) + ((bits >>> 8) & 0xff)) / 255 - 1;
    const stray = STRAY_MEMORY * this.#stray[member] + push;
    this.#stray[member] = stray;
    const background = level * shape * Math.max(1 + (atHome ? STRAY.home : STRAY.firm) * stray, 0.15);
    if (!atHome) return Math.round(background + this.#carWh(member, quarter));

    let wh = (1 - BOUT_SHARE) * background;
    if (this.#boutSlots[member] > 0) {
      this.#boutSlots[member]--;
      wh += this.#boutWh[member];
    } else if (this.#awayDays[member] === 0 && (bits >>> 16) / 65_536 < this.#boutChance[member] * shape) {
      wh += this.#beginBout(member);
    }
    return Math.round(wh + this.#heatWh(member) + this.#carWh(member, quarter));
  }

  #beginBout(member: number): number {
    const random = this.#random[member];
    const wh = random.between(BOUT_MIN_W, BOUT_MAX_W) * this.#slotHours;
    this.#boutWh[member] = wh;
    this.#boutSlots[member] = random.integer(0, 3);
    return wh;
  }

  /** The compressor runs at full power for a slot whenever that much heat is due. */
  #heatWh(member: number): number {
    const perSlot = this.#heatPerSlot[member];
    if (perSlot === 0) return 0;
    const due = this.#heatDue[member] + perSlot;
    const full = (this.#dwellings[member].heatPump as HeatPump).powerW * this.#slotHours;
    const made = due >= full ? full : 0;
    this.#heatDue[member] = due - made;
    return made;
  }

  #carWh(member: number, quarter: number): number {
    const waiting = this.#carWaiting[member];
    if (waiting > 0 && quarter >= this.#carQuarter[member]) {
      this.#carDue[member] += waiting;
      this.#carWaiting[member] = 0;
    }
    const due = this.#carDue[member];
    if (due === 0) return 0;
    const power = this.#dwellings[member].car?.powerW ?? 0;
    const charged = Math.min(due, power * this.#slotHours);
    this.#carDue[member] = due - charged;
    return charged;
  }
}

function isHome(kind: MemberKind): boolean {
  return kind === 'flat' || kind === 'house';
}

/** The chance that a bout begins in a slot at shape 1, so that bouts make up their share of the year. */
function boutChance({ kind, yearlyWh }: Dwelling, slotHours: number): number {
  if (!isHome(kind)) return 0;
  const boutWh = ((BOUT_MIN_W + BOUT_MAX_W) / 2) * slotHours * BOUT_MEAN_SLOTS;
  return (BOUT_SHARE * (yearlyWh / HOURS_PER_YEAR) * slotHours) / boutWh;
}

function heatOfDay(pump: HeatPump, temperature: number): number {
  return pump.hotWaterWh + pump.whPerDegreeDay * Math.max(HEATING_LIMIT - temperature, 0);
}
