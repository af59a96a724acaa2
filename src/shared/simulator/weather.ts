import type { Random } from '../domain/random.ts';
import { winterness } from './calendar.ts';

/** The sky and the air over the whole community on one local day. */
export interface DayWeather {
  /** Per slot of the day: global irradiance over that of a cloudless sky, about 0.05 to 1.05. */
  readonly clearness: Float64Array;
  /** Mean temperature of the day in degrees Celsius. */
  readonly temperature: number;
}

/** The kinds of day: how clear they are on average, and how much passing clouds change that within the day. */
const skies = [
  { name: 'clear', low: 0.86, high: 1, flicker: 0.04 },
  { name: 'broken', low: 0.45, high: 0.82, flicker: 0.4 },
  { name: 'overcast', low: 0.16, high: 0.42, flicker: 0.25 },
] as const;

/** How likely each sky is in summer and in winter. */
const summerOdds = [0.4, 0.38, 0.22] as const;
const winterOdds = [0.22, 0.34, 0.44] as const;
/** Weather lasts: the chance that tomorrow's sky is of today's kind without drawing anew. */
const PERSISTENCE = 0.45;
/** Clouds pass: correlation of the flicker from one slot to the next. */
const CLOUD_MEMORY = 0.75;
const CLOUD_DRIVE = Math.sqrt(1 - CLOUD_MEMORY * CLOUD_MEMORY);

/** A weather that goes on from day to day. */
export class Weather {
  readonly #random: Random;
  #sky = -1;
  #cloud = 0;
  #warmth = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The next day, which is `day` (yyyymmdd) and has `slots` slots. To be called for every day in turn. */
  next(day: number, slots: number): DayWeather {
    const random = this.#random;
    const winter = (1 + winterness(day)) / 2;
    if (this.#sky < 0 || !random.chance(PERSISTENCE)) {
      this.#sky = random.weighted(summerOdds.map((odds, sky) => odds + winter * ((winterOdds[sky] ?? 0) - odds)));
    }
    const sky = skies[this.#sky] ?? skies[0];
    const ofDay = random.between(sky.low, sky.high);
    const clearness = new Float64Array(slots);
    for (let slot = 0; slot < slots; slot++) {
      this.#cloud = CLOUD_MEMORY * this.#cloud + CLOUD_DRIVE * random.normal(0, 1);
      clearness[slot] = Math.min(Math.max(ofDay * (1 + sky.flicker * this.#cloud), 0.06), 1.05);
    }
    this.#warmth = 0.75 * this.#warmth + random.normal(0, 2);
    return { clearness, temperature: 11.4 - 9.2 * winterness(day) + this.#warmth };
  }
}
