/** Invented but believable energy of a small community: pure functions of the slot, the same at every look. */
import { localTime, MINUTE } from '#shared/domain/slots.ts';

export const FAKE_SLOT_MS = 15 * MINUTE;
export const FAKE_TIME_ZONE = 'Europe/Berlin';
/** Micro-currency per kWh. */
export const FAKE_RETAIL = 312_000;
export const FAKE_FEED_IN = 81_000;

/** A number 0..1 that depends on `seed` only. */
export function chance(seed: number): number {
  const x = Math.sin(seed * 12.9898 + 78.233) * 43758.5453;
  return x - Math.floor(x);
}

const bell = (hour: number, middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2));

export interface SlotEnergy {
  readonly producedWh: number;
  readonly consumedWh: number;
  readonly selfConsumedWh: number;
  readonly importedWh: number;
  readonly exportedWh: number;
  readonly tradedWh: number;
  /** Micro-currency. */
  readonly savings: number;
  readonly failedCount: number;
  /** Micro-currency per kWh; null at night, when nothing is sold. */
  readonly price: number | null;
}

/** The energy of one slot for a community of `members` members. */
export function slotEnergy(slot: number, members: number): SlotEnergy {
  const { hour, minute, weekday, month } = localTime(slot, FAKE_TIME_ZONE);
  const clock = hour + minute / 60;
  const day = Math.floor(slot / 86_400_000);
  const summer = 0.5 - 0.5 * Math.cos(((month - 1) / 12) * 2 * Math.PI);
  const weather = 0.35 + 0.65 * chance(day);
  const sun = bell(clock, 13, 1.8 + 1.7 * summer) * (0.35 + 0.65 * summer) * weather;
  const cloud = 0.85 + 0.15 * chance(slot / FAKE_SLOT_MS);
  const producedWh = sun < 0.004 ? 0 : Math.round(members * 520 * sun * cloud);
  const rhythm = 0.34 + 0.4 * bell(clock, 7.3, 1.3) + 0.8 * bell(clock, 19.3, 2.1) + 0.25 * bell(clock, 12.6, 1.6);
  const weekend = weekday > 4 ? 1.1 : 1;
  const consumedWh = Math.round(
    members * 105 * rhythm * weekend * (1.15 - 0.3 * summer) * (0.96 + 0.08 * chance(slot)),
  );
  const selfConsumedWh = Math.min(producedWh, consumedWh);
  const tradedWh = Math.round(selfConsumedWh * 0.46);
  const tightness = consumedWh === 0 ? 0 : Math.min(producedWh / consumedWh, 2) / 2;
  const price = tradedWh === 0 ? null : Math.round((FAKE_RETAIL - 25_000 - tightness * 185_000) / 100) * 100;
  return {
    producedWh,
    consumedWh,
    selfConsumedWh,
    importedWh: consumedWh - selfConsumedWh,
    exportedWh: producedWh - selfConsumedWh,
    tradedWh,
    savings: Math.round((tradedWh * (FAKE_RETAIL - FAKE_FEED_IN)) / 1000),
    failedCount: tradedWh > 0 && chance(slot / 7) > 0.985 ? 1 : 0,
    price,
  };
}
