import type { MeterReading } from '#shared/domain/records.ts';
import { addDays, DEFAULT_SLOT_MINUTES, localDay, MINUTE, startOfLocalDay } from '#shared/domain/slots.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { foundedAt } from '#shared/simulator/membership.ts';
import { readingAt } from '#shared/wire/page-records.ts';

/** What the weather, the meters and the grid bring in a slot. */
export interface SimulatedSlot {
  readonly slot: number;
  readonly tariff: Tariff;
  /** By home: the id of the member who lived there first. */
  readonly readings: ReadonlyMap<string, MeterReading>;
}

/** The demo community that a simulation goes on with. */
export interface SimulatedCommunity {
  readonly id: string;
  readonly createdAt: number;
  readonly timeZone: string;
  readonly seed: number;
  /** Wire ids of the members that the hub knows. */
  readonly memberIds: ReadonlySet<string>;
}

const SLOT_LENGTH = DEFAULT_SLOT_MINUTES * MINUTE;
/** Ten years after the community's first day the weather ends. */
const DAYS = 3652;
/** Slots behind the furthest that was asked for that can still be asked for. */
const KEPT_SLOTS = 8;

/**
 * The days of a demo community after those it was stored with: the simulator plays them from the first day on, everybody at home all the
 * time; who is a member and what rules say is the hub's affair.
 */
export class SimulatedSlots {
  /** The ids of the members who lived in the homes first. */
  readonly homes: readonly string[];
  readonly #slots: Generator<SimulatedSlot, void, undefined>;
  readonly #near = new Map<number, SimulatedSlot>();

  /** @throws RangeError when the community was invented from another seed */
  constructor(community: SimulatedCommunity) {
    const { seed, timeZone, memberIds } = community;
    const firstDay = localDay(community.createdAt - foundedAt(0), timeZone);
    const until = startOfLocalDay(addDays(firstDay, DAYS), timeZone);
    const options = { seed, days: DAYS, until, timeZone, plannedDays: 1 };
    // Ids depend on the seed and the member's number alone: those that the hub knows tell how many homes there are.
    const [invented] = simulateCommunity({ ...options, members: memberIds.size });
    const unknown = invented.memberIds.findIndex((id) => !memberIds.has(id));
    const members = unknown < 0 ? memberIds.size : unknown;
    if (invented.communityId !== community.id || members < 2) {
      throw new RangeError(`the community ${community.id} was not invented from the seed ${seed}`);
    }
    this.homes = invented.memberIds.slice(0, members);
    this.#slots = slotsOf(simulateCommunity({ ...options, members }));
  }

  /**
   * The slot that starts at `slot`; slots are asked for in their order, but for a few before the last one.
   * @throws RangeError when it is too far back, or beyond the end of the simulation
   */
  at(slot: number): SimulatedSlot {
    let found = this.#near.get(slot);
    while (found === undefined) {
      const { value: next } = this.#slots.next();
      if (!next || next.slot > slot) throw new RangeError(`the simulation has no slot ${new Date(slot).toISOString()}`);
      this.#near.set(next.slot, next);
      this.#near.delete(next.slot - KEPT_SLOTS * SLOT_LENGTH);
      found = this.#near.get(slot);
    }
    return found;
  }
}

function* slotsOf(pages: ReturnType<typeof simulateCommunity>): Generator<SimulatedSlot, void, undefined> {
  for (const { readings, signals, memberIds } of pages) {
    if (!readings || !signals) continue;
    const perSlot = readings.count / signals.count;
    for (let at = 0; at < signals.count; at++) {
      const rows = Array.from({ length: perSlot }, (_, row) => readingAt(readings, at * perSlot + row, memberIds));
      yield {
        slot: signals.slot[at],
        tariff: { retail: signals.gridImportPrice[at], feedIn: signals.gridExportPrice[at] },
        readings: new Map(rows.map((reading) => [reading.memberId, reading])),
      };
    }
  }
}
