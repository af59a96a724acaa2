import type { Kysely, Transaction } from 'kysely';
import { Random } from '#shared/domain/random.ts';
import type { MeterReading } from '#shared/domain/records.ts';
import { HOUR, localDay } from '#shared/domain/slots.ts';
import { PageBuilder } from '#shared/wire/page-builder.ts';
import { lockCommunity } from '../db/feed.ts';
import { ingestPage } from '../db/ingest.ts';
import type { Tables } from '../db/tables.ts';
import { cancelOffers } from '../market/cancel-offers.ts';
import { clearSlot } from '../market/clear-slot.ts';
import { communityMarket } from '../market/community-market.ts';
import { rulesAt } from '../market/rules.ts';
import { settleTrades } from '../market/settle.ts';
import { beginDay, type Household, households } from './households.ts';
import { arrivingReading } from './meter-troubles.ts';
import { ruleOffers } from './rule-offers.ts';
import { type SimulatedSlot, SimulatedSlots } from './simulated-slots.ts';

/** Settlement takes two days, as in the days that the community was stored with. */
const PENDING_TIME = 48 * HOUR;
/** How long after a slot's start it is played: by then its clearing, some seconds after the start, is in the past. */
export const PLAYING_DELAY = 5000;

/**
 * A demo community that goes on living. Everything that it needs to go on after a restart is in the community's data: the slots that have
 * a pricing signal have been played.
 */
export class LiveCommunity {
  readonly id: string;
  readonly name: string;
  /** Milliseconds. */
  readonly slotLength: number;
  readonly #timeZone: string;
  readonly #db: Kysely<Tables>;
  readonly #seed: number;
  readonly #simulated: SimulatedSlots;
  #next: number;

  private constructor(
    db: Kysely<Tables>,
    community: { readonly id: string; readonly name: string; readonly timeZone: string; readonly slotLength: number },
    seed: number,
    simulated: SimulatedSlots,
    next: number,
  ) {
    this.id = community.id;
    this.name = community.name;
    this.slotLength = community.slotLength;
    this.#timeZone = community.timeZone;
    this.#db = db;
    this.#seed = seed;
    this.#simulated = simulated;
    this.#next = next;
  }

  /**
   * The community as it stands in the database, to be gone on with.
   * @throws RangeError when it was invented from another seed, or has no slots yet
   */
  static async open(db: Kysely<Tables>, communityId: string, seed: number): Promise<LiveCommunity> {
    const row = await db.selectFrom('communities').selectAll().where('id', '=', communityId).executeTakeFirstOrThrow();
    const members = await db
      .selectFrom('community_members')
      .select('id')
      .where('community_id', '=', communityId)
      .execute();
    const last = await db
      .selectFrom('pricing_signals')
      .select(({ fn }) => fn.max('timestamp').as('slot'))
      .where('community_id', '=', communityId)
      .executeTakeFirst();
    if (!last?.slot) throw new RangeError(`the community ${communityId} has no slots that could be gone on from`);
    const { slotLength } = communityMarket(row);
    const memberIds = new Set(members.map(({ id }) => id));
    const createdAt = row.created_at.getTime();
    const simulated = new SimulatedSlots({ id: communityId, createdAt, timeZone: row.time_zone, seed, memberIds });
    const community = { id: communityId, name: row.name, timeZone: row.time_zone, slotLength };
    return new LiveCommunity(db, community, seed, simulated, last.slot.getTime() + slotLength);
  }

  /** The start of the slot that is played next. */
  get next(): number {
    return this.#next;
  }

  /**
   * Plays the next slot, as it begins, in one transaction: readings of the slot before it arrive; it is cleared with what people and rules
   * have placed; rules place their offers for the slot after it; old trades are settled.
   * @returns the last position of the community's feed, to be told after the commit
   */
  async playSlot(): Promise<number> {
    const slot = this.#next;
    const position = await this.#db.transaction().execute((tx) => this.#play(tx, slot));
    this.#next = slot + this.slotLength;
    return position;
  }

  async #play(tx: Transaction<Tables>, slot: number): Promise<number> {
    const seed = this.#seed;
    const length = this.slotLength;
    await lockCommunity(tx, this.id);
    const homes = this.#simulated.homes;
    if (localDay(slot, this.#timeZone) !== localDay(slot - length, this.#timeZone)) {
      await beginDay(tx, this.id, homes, slot, seed);
    }
    const living = (await households(tx, this.id, homes, seed)).filter(({ member }) => member.isActive);
    const page = new PageBuilder(this.id);
    // The last slot of the days that the community was stored with has its readings.
    if (await this.#hasReadings(tx, slot - length)) {
      await this.#cancelRuleOffers(tx, slot);
      await this.#placeRuleOffers(tx, slot, slot - PLAYING_DELAY, living);
    } else {
      const readings = readingsOf(this.#simulated.at(slot - length), living);
      page.readings.push(...readings.map((reading) => arrivingReading(reading, seed)));
      await ingestPage(tx, page.take());
    }
    await clearSlot(tx, this.id, slot, this.#simulated.at(slot).tariff);
    const at = slot + PLAYING_DELAY;
    await this.#placeRuleOffers(tx, slot + length, at, living);
    return (await settleTrades(tx, this.id, { before: slot - PENDING_TIME, at, seed })).position;
  }

  /**
   * Takes back what rules have in the book that the stored days end with: it was placed on the meters of their last slot, and an audit holds
   * it against those of the slot itself. What somebody has taken a part of stays.
   */
  async #cancelRuleOffers(tx: Transaction<Tables>, slot: number): Promise<void> {
    const open = await tx
      .selectFrom('trading_offers')
      .selectAll()
      .where('community_id', '=', this.id)
      .where('time_window_start', '=', new Date(slot))
      .where('status', '=', 'active')
      .where('rule_id', 'is not', null)
      .whereRef('remaining_kwh', '=', 'quantity_kwh')
      .orderBy('id')
      .execute();
    await cancelOffers(tx, this.id, open);
  }

  /** Lets the rules that hold at `at` place their offers for a slot. */
  async #placeRuleOffers(
    tx: Transaction<Tables>,
    slot: number,
    at: number,
    living: readonly Household[],
  ): Promise<void> {
    const readings = readingsOf(this.#simulated.at(slot), living);
    const memberIds = living.map(({ member }) => member.id);
    const { rules, until } = await rulesAt(tx, this.id, memberIds, at);
    const page = new PageBuilder(this.id);
    page.offers.push(
      ...ruleOffers(rules, new Map(readings.map((reading) => [reading.memberId, reading])), {
        slot,
        slotLength: this.slotLength,
        timeZone: this.#timeZone,
        placedAt: at,
        until,
        random: new Random(`${this.#seed}/offers/${slot}`),
      }),
    );
    await ingestPage(tx, page.take());
  }

  async #hasReadings(tx: Transaction<Tables>, slot: number): Promise<boolean> {
    const reading = await tx
      .selectFrom('meter_readings')
      .select('slot')
      .where('community_id', '=', this.id)
      .where('slot', '=', new Date(slot))
      .limit(1)
      .executeTakeFirst();
    return reading !== undefined;
  }
}

/** The readings of the homes in the names of those who live there. */
function readingsOf({ readings }: SimulatedSlot, living: readonly Household[]): MeterReading[] {
  return living.map(({ home, member }) => ({ ...readings.get(home)!, memberId: member.id }));
}
