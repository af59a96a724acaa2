import { Failure } from '#shared/contract/errors.ts';
import { HOUR, localDay } from '#shared/domain/slots.ts';
import type { WriteDb } from '../cache/connection.ts';
import {
  communitySums,
  dayRollup,
  getRollup,
  hourRollup,
  memberDayRollup,
  memberSums,
  putRollup,
  slotRollup,
  updateDataBounds,
  zeroSums,
  type CommunitySums,
  type MemberSums,
  type RollupTable,
} from '../cache/rollup-tables.ts';

/** What the page adds to a slot. Its self-consumption follows from the new sums and is not added. */
export interface SlotChange {
  readonly day: number;
  readonly sums: Omit<CommunitySums, 'self_consumed_wh'>;
  firstTradeAt: number;
  lastTradeAt: number;
}

/** Gathers what a page adds to the rollups of a community, and adds it once at the end. */
export class RollupChanges {
  readonly #timeZone: string;
  readonly #from: number;
  readonly #slots = new Map<number, SlotChange>();
  readonly #days = new Map<number, Map<number, MemberSums>>();
  readonly #dayOf = new Map<number, number>();
  // Rows come in the order of time: the last one asked for is asked for again.
  #lastSlot: { slot: number; change: SlotChange } | undefined;
  #lastDay: { day: number; members: Map<number, MemberSums> } | undefined;

  /** @param from what is added to the time before, epoch ms, is left out: its rollups are the hub's (PROTOCOL.md W4) */
  constructor(timeZone: string, from = 0) {
    this.#timeZone = timeZone;
    this.#from = from;
  }

  /** The community's local day (yyyymmdd) at `time`. */
  dayOf(time: number): number {
    let day = this.#dayOf.get(time);
    if (day === undefined) this.#dayOf.set(time, (day = localDay(time, this.#timeZone)));
    return day;
  }

  slot(slot: number): SlotChange {
    if (this.#lastSlot?.slot === slot) return this.#lastSlot.change;
    let change = this.#slots.get(slot);
    if (change === undefined) {
      change = { day: this.dayOf(slot), sums: zeroSums(communitySums), firstTradeAt: Infinity, lastTradeAt: -Infinity };
      this.#slots.set(slot, change);
    }
    this.#lastSlot = { slot, change };
    return change;
  }

  /** @param day yyyymmdd  @param member row id */
  member(day: number, member: number): MemberSums {
    let members = this.#lastDay?.day === day ? this.#lastDay.members : this.#days.get(day);
    if (members === undefined) this.#days.set(day, (members = new Map()));
    this.#lastDay = { day, members };
    let sums = members.get(member);
    if (sums === undefined) members.set(member, (sums = zeroSums(memberSums)));
    return sums;
  }

  /** Adds everything to the stored rollups. Throws INPUT_INVALID when a sum leaves the safe integers. */
  write(db: WriteDb, communityId: number): void {
    const hours = new Map<number, CommunitySums>();
    const days = new Map<number, CommunitySums>();
    for (const [slot, change] of ascending(this.#slots)) {
      if (slot < this.#from) continue;
      const added = addToSlot(db, communityId, slot, change);
      const hour = Math.floor(slot / HOUR) * HOUR;
      let total = hours.get(hour);
      if (total === undefined) hours.set(hour, (total = zeroSums(communitySums)));
      addAll(total, added, communitySums);
      total = days.get(change.day);
      if (total === undefined) days.set(change.day, (total = zeroSums(communitySums)));
      addAll(total, added, communitySums);
    }
    for (const [hour, sums] of hours) addToRow(db, hourRollup, communityId, [hour], sums);
    for (const [day, sums] of days) addToRow(db, dayRollup, communityId, [day], sums);
    const firstDay = this.dayOf(this.#from);
    for (const [day, members] of ascending(this.#days)) {
      if (day < firstDay) continue;
      for (const [member, sums] of ascending(members)) addToRow(db, memberDayRollup, communityId, [day, member], sums);
    }
    if (this.#slots.size > 0) updateDataBounds(db, communityId);
  }
}

/** Returns what the slot's row changed by. */
function addToSlot(db: WriteDb, communityId: number, slot: number, change: SlotChange): CommunitySums {
  const old = getRollup(db, slotRollup, communityId, [slot]) ?? {
    ...zeroSums(communitySums),
    first_trade_at: null,
    last_trade_at: null,
  };
  const row = { ...old };
  addAll(row, change.sums, communitySums);
  row.self_consumed_wh = Math.min(row.produced_wh, row.consumed_wh);
  if (change.firstTradeAt <= change.lastTradeAt) {
    row.first_trade_at = Math.min(old.first_trade_at ?? Infinity, change.firstTradeAt);
    row.last_trade_at = Math.max(old.last_trade_at ?? -Infinity, change.lastTradeAt);
  }
  putRollup(db, slotRollup, communityId, [slot], row);
  return { ...zeroSums(communitySums), ...change.sums, self_consumed_wh: row.self_consumed_wh - old.self_consumed_wh };
}

function addToRow<Name extends string>(
  db: WriteDb,
  table: RollupTable<Record<Name, number>>,
  communityId: number,
  keys: readonly number[],
  sums: Record<Name, number>,
): void {
  const row = getRollup(db, table, communityId, keys);
  if (row) addAll(row, sums, table.columns);
  putRollup(db, table, communityId, keys, row ?? sums);
}

function addAll<Name extends string>(
  to: Record<Name, number>,
  from: Partial<Record<Name, number>>,
  names: readonly Name[],
): void {
  for (const name of names) {
    to[name] += from[name] ?? 0;
    if (!Number.isSafeInteger(to[name])) {
      throw new Failure(
        'INPUT_INVALID',
        `${name} of a period grows beyond what can be counted exactly. Nothing of this page was stored.`,
        {
          remedy: 'Check the quantities and prices of the source.',
        },
      );
    }
  }
}

function ascending<V>(map: ReadonlyMap<number, V>): [number, V][] {
  return [...map].sort(([a], [b]) => a - b);
}
