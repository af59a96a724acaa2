/** Production from the position of the sun, the sky and each member's roof. */
import { getPosition } from 'suncalc';
import type { Random } from '../domain/random.ts';
import { steady } from './steady.ts';

/** What the sun gives at one moment; irradiance in W/m2. */
export interface Sunlight {
  /** Where the sun stands, as a unit vector. */
  readonly east: number;
  readonly north: number;
  readonly up: number;
  /** On a plane that faces the sun, directly from it. */
  readonly beam: number;
  /** On a level plane, from the rest of the sky. */
  readonly diffuse: number;
  /** On a level plane, in all. */
  readonly global: number;
}

const DEGREE = Math.PI / 180;
/** The beam of a sun that stands lower than this (as a sine) is taken as if it stood there: hills and haze. */
const LOWEST_BEAM = 0.06;

/**
 * The sun at `time` (epoch milliseconds) over a place, or null while it is below the horizon. A cloudless sky is that of
 * Haurwitz (1945); the diffuse share falls with clearness in the manner of Erbs et al. (1982), linearised.
 * @param clearness global irradiance over that of a cloudless sky
 */
export function sunlightAt(time: number, latitude: number, longitude: number, clearness: number): Sunlight | null {
  const { altitude, azimuth } = getPosition(new Date(time), latitude, longitude);
  const up = steady(Math.sin(altitude * DEGREE));
  if (up <= 0) return null;
  const level = steady(Math.cos(altitude * DEGREE));
  const global = 1098 * up * steady(Math.exp(-0.057 / up)) * clearness;
  const diffuseShare = Math.min(Math.max(1.12 - 0.95 * clearness, 0.16), 1);
  const diffuse = global * diffuseShare;
  return {
    east: level * steady(Math.sin(azimuth * DEGREE)),
    north: level * steady(Math.cos(azimuth * DEGREE)),
    up,
    beam: (global - diffuse) / Math.max(up, LOWEST_BEAM),
    diffuse,
    global,
  };
}

/** A roof with panels. Angles in degrees: the azimuth clockwise from north, the tilt from level. */
export interface Panels {
  readonly capacityWp: number;
  readonly azimuth: number;
  readonly tilt: number;
  /** Alternating current over the panels' nominal direct current: wiring, inverter, heat, dirt. */
  readonly performance: number;
}

/** What the ground throws back. */
const ALBEDO = 0.2;
/** The inverter's limit as a share of the panels' capacity. */
const INVERTER_SHARE = 0.92;
/** Clouds are not over all roofs at once: how far one member's light strays from the community's. */
const LOCAL_SPREAD = 0.07;
const LOCAL_MEMORY = 0.8;

/** The panels of all members, by member number; a member without panels has null. */
export class PanelFleet {
  readonly #east: Float64Array;
  readonly #north: Float64Array;
  readonly #up: Float64Array;
  readonly #skyView: Float64Array;
  readonly #groundView: Float64Array;
  readonly #whPerIrradiance: Float64Array;
  readonly #mostWh: Float64Array;
  readonly #local: Float64Array;
  readonly #random: readonly Random[];

  /** @param slotHours length of a slot in hours */
  constructor(panels: readonly (Panels | null)[], slotHours: number, random: Random) {
    const count = panels.length;
    this.#east = new Float64Array(count);
    this.#north = new Float64Array(count);
    this.#up = new Float64Array(count);
    this.#skyView = new Float64Array(count);
    this.#groundView = new Float64Array(count);
    this.#whPerIrradiance = new Float64Array(count);
    this.#mostWh = new Float64Array(count);
    this.#local = new Float64Array(count);
    this.#random = panels.map((_, member) => random.fork(member));
    for (const [member, roof] of panels.entries()) {
      if (!roof) continue;
      const slope = steady(Math.sin(roof.tilt * DEGREE));
      const up = steady(Math.cos(roof.tilt * DEGREE));
      this.#east[member] = slope * steady(Math.sin(roof.azimuth * DEGREE));
      this.#north[member] = slope * steady(Math.cos(roof.azimuth * DEGREE));
      this.#up[member] = up;
      this.#skyView[member] = (1 + up) / 2;
      this.#groundView[member] = (ALBEDO * (1 - up)) / 2;
      this.#whPerIrradiance[member] = (roof.capacityWp / 1000) * roof.performance * slotHours;
      this.#mostWh[member] = roof.capacityWp * INVERTER_SHARE * slotHours;
    }
  }

  /** What member `member` produces in a slot with this sunlight, in whole Wh. */
  producedWh(member: number, sun: Sunlight | null): number {
    const factor = this.#whPerIrradiance[member];
    if (sun === null || factor === 0) return 0;
    const random = this.#random[member];
    const stray = LOCAL_MEMORY * this.#local[member] + (1 - LOCAL_MEMORY) * (random.float() * 6 - 3);
    this.#local[member] = stray;
    const facing = sun.east * this.#east[member] + sun.north * this.#north[member] + sun.up * this.#up[member];
    const irradiance =
      (facing > 0 ? sun.beam * facing : 0) +
      sun.diffuse * this.#skyView[member] +
      sun.global * this.#groundView[member];
    const wh = irradiance * factor * Math.max(1 + LOCAL_SPREAD * stray, 0);
    return Math.round(Math.min(wh, this.#mostWh[member]));
  }
}
