import type { Random } from '#shared/domain/random.ts';
import type { MeterReading, Offer, Rule } from '#shared/domain/records.ts';
import { localTime } from '#shared/domain/slots.ts';
import { putTimeUuid, UUID_BYTES, uuidText } from '#shared/domain/uuid.ts';
import { firedWh, prepareRule } from '#shared/rules/firing.ts';
import { minuteOfWeek } from '#shared/rules/windows.ts';

export interface RuleSlot {
  readonly slot: number;
  /** Milliseconds. */
  readonly slotLength: number;
  readonly timeZone: string;
  /** When the first offer is placed; the others follow within the same seconds. */
  readonly placedAt: number;
  /** When the rules do not hold like this any more: every offer is placed before that. */
  readonly until: number;
  /** Draws the ids. */
  readonly random: Random;
}

/**
 * The offers that rules place for a slot: each for what the member's meter will show, and what the rules before it have not offered
 * already (DOMAIN.md section 7).
 * @param rules in the order in which they fire
 * @param readings of the slot, by member
 */
export function ruleOffers(
  rules: readonly Rule[],
  readings: ReadonlyMap<string, MeterReading>,
  { slot, slotLength, timeZone, placedAt, until, random }: RuleSlot,
): Offer[] {
  const minute = minuteOfWeek(localTime(slot, timeZone));
  const offeredWh = new Map<string, number>();
  const id = new Uint8Array(UUID_BYTES);
  let createdAt = placedAt;
  return rules.flatMap((rule): Offer[] => {
    const reading = readings.get(rule.memberId);
    if (!reading) return [];
    const side = `${rule.memberId}/${rule.type}`;
    const offered = offeredWh.get(side) ?? 0;
    const openWh = (rule.type === 'sell' ? reading.exportedWh : reading.importedWh) - offered;
    const prepared = prepareRule(rule);
    const wh = firedWh(prepared, minute, openWh, reading.batterySoc ?? 0);
    if (wh === 0) return [];
    offeredWh.set(side, offered + wh);
    createdAt = Math.min(createdAt + 1 + (random.uint32() % 20), until - 1);
    putTimeUuid(id, 0, createdAt, () => random.uint32());
    return [
      {
        id: uuidText(id),
        memberId: rule.memberId,
        type: rule.type,
        quantityWh: wh,
        remainingWh: wh,
        price: prepared.price,
        windowStart: slot,
        windowEnd: slot + slotLength,
        status: 'active',
        createdAt,
        ruleId: rule.id,
        ruleVersion: rule.version,
      },
    ];
  });
}
