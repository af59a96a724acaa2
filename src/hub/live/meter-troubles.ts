import { Random } from '#shared/domain/random.ts';
import type { MeterReading } from '#shared/domain/records.ts';
import { DEFAULT_SLOT_MINUTES, MINUTE } from '#shared/domain/slots.ts';

const troubles = ['missing', 'estimated', 'revised'] as const;
/** The odds of the simulator's troubles with meters. */
const odds = [24, 13, 13] as const;
/** The chance that a meter has trouble on a day. */
const TROUBLE = 0.012;
const DAY_SLOTS = 96;

/**
 * A reading as it arrives: now and then a meter has trouble for some hours of a day. No reading comes, or an estimated one, or what was
 * exported turns out to have been less.
 */
export function arrivingReading(reading: MeterReading, seed: number): MeterReading {
  const at = Math.floor(reading.slot / (DEFAULT_SLOT_MINUTES * MINUTE));
  const random = new Random(`${seed}/meter/${reading.memberId}/${Math.floor(at / DAY_SLOTS)}`);
  if (!random.chance(TROUBLE)) return reading;
  const trouble = troubles[random.weighted(odds)];
  const first = random.integer(0, DAY_SLOTS - 4);
  const slot = at % DAY_SLOTS;
  if (slot < first || slot > first + random.integer(4, 32)) return reading;
  switch (trouble) {
    case 'missing':
      return {
        ...reading,
        producedWh: 0,
        consumedWh: 0,
        importedWh: 0,
        exportedWh: 0,
        batterySoc: null,
        quality: 'missing',
      };
    case 'estimated':
      return { ...reading, quality: 'estimated', revision: reading.revision + 1 };
    case 'revised': {
      const lessWh = Math.round(reading.exportedWh * random.between(0.1, 0.5));
      const producedWh = reading.producedWh - lessWh;
      // What a battery gave away at night was not produced in the slot: there is nothing to take it from.
      if (lessWh === 0 || producedWh < 0) return reading;
      return { ...reading, producedWh, exportedWh: reading.exportedWh - lessWh, revision: reading.revision + 1 };
    }
  }
}
