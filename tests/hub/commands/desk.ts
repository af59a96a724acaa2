/** A desk of a manager at a hub whose book holds what the test puts there. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Member } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { SMALL_SEED } from '../databases.ts';
import { activeMembers, emptyBook, putOffer, setAccount } from '../market/market-under-test.ts';
import { type RunningHub, startHub } from '../running-hub.ts';
import { type Command, command, sendCommands, type WireResult } from './console-requests.ts';

/** The first slot that can still be entered: the running one began with the seed's end. */
export const OPEN = SMALL_SEED.until + 15 * MINUTE;
export const iso = (time: number): string => new Date(time).toISOString();

export class Desk {
  readonly hub: RunningHub;
  readonly headers: Record<string, string>;
  readonly members: readonly Member[];

  private constructor(hub: RunningHub, headers: Record<string, string>, members: readonly Member[]) {
    this.hub = hub;
    this.headers = headers;
    this.members = members;
  }

  static async start(): Promise<Desk> {
    const hub = await startHub();
    return new Desk(hub, await hub.headersOf('manager'), await activeMembers(hub.db, hub.communityId));
  }

  /** Empties the book; every member has 20 units, and 10 of credit. */
  async reset(): Promise<void> {
    await emptyBook(this.hub.db, this.hub.communityId);
    for (const { id } of this.members) await setAccount(this.hub.db, id, 20, 10);
  }

  async send(sent: object, headers = this.headers): Promise<WireResult> {
    return (await sendCommands(this.hub, headers, [sent]))[0];
  }

  /** An offer of the first member to buy 2 kWh at 0.20. */
  draft(change: object = {}): Record<string, unknown> & { offer_id: string } {
    return {
      offer_id: randomUUID(),
      member_id: this.members[0].id,
      type: 'buy',
      quantity_kwh: 2,
      price_per_kwh: 0.2,
      time_window_start: iso(OPEN),
      time_window_end: iso(OPEN + HOUR),
      ...change,
    };
  }

  place(change: object = {}, rest: object = {}): Command {
    return command(this.hub, 'offer.place', this.draft(change), rest);
  }

  /** Puts an offer of the second member into the book: 2 kWh to sell at 0.20. */
  putSale(change: object = {}): Promise<string> {
    return putOffer(this.hub.db, this.hub.communityId, {
      memberId: this.members[1].id,
      type: 'sell',
      quantityWh: 2000,
      price: 200_000,
      windowStart: OPEN,
      windowEnd: OPEN + HOUR,
      ...change,
    });
  }

  /** The first member takes such an offer. */
  taking(offer: string, change: object = {}): object {
    return { offer_id: offer, member_id: this.members[0].id, quantity_kwh: 2, price_per_kwh: 0.2, ...change };
  }

  take(offer: string, change: object = {}): Command {
    return command(this.hub, 'offer.take', this.taking(offer, change));
  }

  /** A new rule of the first member: sells at 0.10 and more between 10:00 and 14:00. */
  ruleDraft(change: object = {}): Record<string, unknown> & { rule_id: string } {
    return {
      rule_id: randomUUID(),
      member_id: this.members[0].id,
      base_version: 0,
      type: 'sell',
      max_quantity_kwh: 1.5,
      max_price: null,
      min_price: 0.1,
      min_battery_soc: null,
      time_windows: ['* 10:00-14:00'],
      is_enabled: true,
      change_reason: null,
      ...change,
    };
  }

  save(draft: object): Command {
    return command(this.hub, 'rule.save', draft);
  }

  /** The audit entries of a key, in their order. */
  async audited(key: string): Promise<object[]> {
    return this.hub.db
      .selectFrom('audit_log')
      .select(['user_id', 'community_id', 'action', 'subject', 'outcome', 'details'])
      .where(sql<string>`details->>'key'`, '=', key)
      .orderBy('id')
      .execute();
  }

  /** What the hub keeps as the answer to a key. */
  async kept(key: string): Promise<object[]> {
    return this.hub.db.selectFrom('idempotency').select('result').where('key', '=', key).execute();
  }
}
