/** Who the members are and what stands in and on their homes. */
import type { Random } from '../domain/random.ts';
import type { HomeBattery } from './battery.ts';
import type { MemberKind } from './load-shapes.ts';
import type { Panels } from './photovoltaics.ts';

export interface Dwelling {
  readonly kind: MemberKind;
  /** What it uses in a year without heat pump and car, in Wh. */
  readonly yearlyWh: number;
  readonly panels: Panels | null;
  readonly battery: HomeBattery | null;
  readonly heatPump: HeatPump | null;
  readonly car: ElectricCar | null;
}

export interface HeatPump {
  /** Electricity for a day that is one degree below the heating limit, in Wh. */
  readonly whPerDegreeDay: number;
  /** For hot water, each day, in Wh. */
  readonly hotWaterWh: number;
  /** While its compressor runs, in W. */
  readonly powerW: number;
}

interface ElectricCar {
  /** How often it is charged: the chance of each day. */
  readonly chargesPerDay: number;
  /** Mean energy of one charge, in Wh. */
  readonly chargeWh: number;
  readonly powerW: number;
  /** Hour of the day at which it is plugged in, on average. */
  readonly pluggedInAt: number;
}

const PROSUMER_SHARE = 0.575;
const FIRM_SHARE = 0.09;
/** Of the homes with panels. */
const BATTERY_SHARE = 0.38;
/**
 * Steps of an additive sequence that fills the unit cube evenly (M. Roberts, "R3", 2018): the shares hold for any number of
 * members, the first few included, and independently of one another.
 */
const evenSteps = { prosumer: 0.819_172_513, firm: 0.671_043_606, battery: 0.549_700_477 } as const;

function even(member: number, trait: keyof typeof evenSteps): number {
  return (0.5 + (member + 1) * evenSteps[trait]) % 1;
}

const firmYearlyKwh: Readonly<Record<Exclude<MemberKind, 'flat' | 'house'>, readonly [number, number]>> = {
  bakery: [22_000, 40_000],
  office: [8_000, 22_000],
  workshop: [10_000, 30_000],
  school: [18_000, 38_000],
  farm: [12_000, 32_000],
};

/** The dwelling of member number `member`; a further member changes nothing for those before. */
export function drawDwelling(member: number, random: Random): Dwelling {
  const isProsumer = even(member, 'prosumer') < PROSUMER_SHARE;
  const isFirm = even(member, 'firm') < FIRM_SHARE;
  const kind = isFirm ? drawFirm(isProsumer, random.fork('kind')) : drawHome(isProsumer, random.fork('kind'));
  const isHome = kind === 'flat' || kind === 'house';
  const traits = random.fork('traits');
  const hasBattery = isProsumer && isHome && even(member, 'battery') < BATTERY_SHARE;
  const panels = isProsumer ? drawPanels(kind, random.fork('roof')) : null;
  return {
    kind,
    yearlyWh: drawYearlyWh(kind, traits),
    panels,
    battery: hasBattery ? drawBattery(random.fork('battery')) : null,
    heatPump: kind === 'house' && traits.chance(0.2) ? drawHeatPump(traits) : null,
    car: traits.chance(kind === 'house' ? 0.16 : 0.04) ? drawCar(panels !== null, traits) : null,
  };
}

function drawFirm(isProsumer: boolean, random: Random): MemberKind {
  const kinds = ['bakery', 'office', 'workshop', 'school', 'farm'] as const;
  return kinds[random.weighted(isProsumer ? [2, 2, 3, 1, 3] : [3, 4, 2, 1, 0])] ?? 'office';
}

function drawHome(isProsumer: boolean, random: Random): MemberKind {
  return random.chance(isProsumer ? 0.05 : 0.66) ? 'flat' : 'house';
}

function drawYearlyWh(kind: MemberKind, random: Random): number {
  if (kind === 'flat') return 1000 * Math.min(Math.max(random.normal(2050, 420), 1500), 3400);
  if (kind === 'house') return 1000 * Math.min(Math.max(random.normal(3500, 680), 1900), 5000);
  return 1000 * random.between(...firmYearlyKwh[kind]);
}

function drawPanels(kind: MemberKind, random: Random): Panels {
  const capacityKwp =
    kind === 'flat'
      ? random.between(4, 5.5)
      : kind === 'house'
        ? Math.min(Math.max(random.normal(7.9, 2), 4), 12)
        : random.between(12, kind === 'farm' || kind === 'workshop' ? 30 : 20);
  // Most roofs look south; one in four is a pair of halves that look east and west, of which the larger counts.
  const facesSide = random.chance(0.24);
  return {
    capacityWp: Math.round(capacityKwp * 10) * 100,
    azimuth: facesSide ? 180 + (random.chance(0.5) ? -1 : 1) * random.normal(80, 12) : random.normal(180, 24),
    tilt: Math.min(Math.max(random.normal(kind === 'house' ? 34 : 22, 8), 5), 50),
    performance: random.between(0.72, 0.83),
  };
}

function drawBattery(random: Random): HomeBattery {
  const capacityWh = 1000 * random.integer(10, 24) * 0.5;
  return { capacityWh, powerW: capacityWh * random.between(0.4, 0.6) };
}

function drawHeatPump(random: Random): HeatPump {
  return {
    whPerDegreeDay: random.between(850, 1600),
    hotWaterWh: random.between(1600, 3200),
    powerW: random.between(1500, 2800),
  };
}

function drawCar(isProsumer: boolean, random: Random): ElectricCar {
  // Who has panels charges by day where that is possible.
  const byDay = isProsumer && random.chance(0.45);
  return {
    chargesPerDay: random.between(0.25, 0.6),
    chargeWh: random.between(7000, 15_000),
    powerW: random.pick([3700, 7400, 11_000]),
    pluggedInAt: byDay ? random.normal(11.5, 0.8) : random.normal(18.4, 1.3),
  };
}
