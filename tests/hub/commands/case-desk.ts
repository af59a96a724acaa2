/** Two admins at a hub where trades fail as the test says. */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { publish } from '#hub/db/feed.ts';
import type { Tables } from '#hub/db/tables.ts';
import { addSteps } from '#hub/market/settlement-cases.ts';
import { insertTrades } from '#hub/market/trades.ts';
import type { Member, Trade } from '#shared/domain/records.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { SMALL_SEED } from '../databases.ts';
import { activeMembers, balances, setAccount } from '../market/market-under-test.ts';
import { type RunningHub, startHub } from '../running-hub.ts';
import { type Command, command, sendCommands, type WireResult } from './console-requests.ts';

export const REASON = 'Looked at the readings of the day.';

/** Slots of these trades: before everything that the hub has invented, one for each trade. */
const FIRST_SLOT = SMALL_SEED.until - 30 * 24 * HOUR;
let lastSlot = 0;

/** The readings of both members in the slot of a trade; null for none. */
export interface Meters {
  readonly imported?: number | null;
  readonly exported?: number | null;
  readonly quality?: 'measured' | 'estimated' | 'missing';
  readonly revision?: number;
}

/**
 * Puts a trade into the hub that failed, without money: 2 kWh at 0.20 of the first member from the second, whose meters are in order unless
 * something else is said. Its case has one step.
 */
export async function putFailedTrade(
  { db, communityId }: Pick<RunningHub, 'db' | 'communityId'>,
  [buyer, seller]: readonly Member[],
  change: Partial<Trade> = {},
  { imported = 5000, exported = 5000, quality = 'measured', revision = 0 }: Meters = {},
): Promise<Trade> {
  const slot = change.slot ?? FIRST_SLOT + 15 * MINUTE * lastSlot++;
  const { quantityWh = 2000, price = 200_000 } = change;
  const trade: Trade = {
    id: randomUUID(),
    buyerId: buyer.id,
    sellerId: seller.id,
    quantityWh,
    price,
    amount: amountOf(quantityWh, price),
    executedAt: slot + 5 * MINUTE,
    settlementStatus: 'failed',
    failureCode: 'NETWORK_FAILURE',
    slot,
    clearingId: null,
    buyOfferId: null,
    sellOfferId: null,
    version: 2,
    ...change,
  };
  await db.transaction().execute(async (tx) => {
    const told = await insertTrades(tx, communityId, [trade], 'a test has made it');
    const { version: tradeVersion, failureCode } = trade;
    const isFailed = trade.settlementStatus === 'failed';
    const of = { trade, events: [] };
    const steps = isFailed ? [{ of, kind: 'failed', tradeVersion, failureCode } as const] : [];
    const opened = await addSteps(tx, communityId, steps, slot + 60 * MINUTE);
    await publish(tx, communityId, [...told, ...opened]);
  });
  await putReading(db, communityId, trade.buyerId, slot, imported, { quality, revision });
  await putReading(db, communityId, trade.sellerId, slot, exported, { quality, revision });
  return trade;
}

async function putReading(
  db: Kysely<Tables>,
  community_id: string,
  member_id: string,
  slot: number,
  wh: number | null,
  rest: { quality: 'measured' | 'estimated' | 'missing'; revision: number },
): Promise<void> {
  if (wh === null) return;
  await db
    .insertInto('meter_readings')
    .values({
      community_id,
      member_id,
      slot: new Date(slot),
      produced_wh: wh,
      consumed_wh: wh,
      imported_wh: wh,
      exported_wh: wh,
      battery_soc: null,
      ...rest,
    })
    .onConflict((conflict) => conflict.columns(['community_id', 'slot', 'member_id']).doNothing())
    .execute();
}

type Seen = Pick<Trade, 'id' | 'version'>;

export class CaseDesk {
  readonly hub: RunningHub;
  /** Headers of two admins. */
  readonly ada: Record<string, string>;
  readonly ben: Record<string, string>;
  readonly members: readonly Member[];

  private constructor(hub: RunningHub, [ada, ben]: readonly Record<string, string>[], members: readonly Member[]) {
    this.hub = hub;
    this.ada = ada;
    this.ben = ben;
    this.members = members;
  }

  static async start(): Promise<CaseDesk> {
    const hub = await startHub();
    const admins = [await hub.headersOf('admin'), await hub.headersOf(hub.otherAdmin)];
    return new CaseDesk(hub, admins, await activeMembers(hub.db, hub.communityId));
  }

  /** Every member has 20 units, and 10 of credit. */
  async reset(): Promise<void> {
    for (const { id } of this.members) await setAccount(this.hub.db, id, 20, 10);
  }

  failed(change: Partial<Trade> = {}, meters: Meters = {}): Promise<Trade> {
    return putFailedTrade(this.hub, this.members, change, meters);
  }

  /** A proposal for a case that has one step, unless something else is said. */
  proposal({ id, version }: Seen, resolution: object, change: object = {}): Command {
    return command(this.hub, 'settlement.propose', {
      trade_id: id,
      trade_version: version,
      case_number: 1,
      reason: REASON,
      resolution,
      asks_approval: false,
      ...change,
    });
  }

  /** A decision about a case that has two steps, unless something else is said. */
  decision({ id, version }: Seen, decision: 'approve' | 'reject', change: object = {}): Command {
    return command(this.hub, 'settlement.decide', {
      trade_id: id,
      trade_version: version,
      case_number: 2,
      reason: REASON,
      decision,
      ...change,
    });
  }

  async send(sent: object, headers = this.ada): Promise<WireResult> {
    return (await sendCommands(this.hub, headers, [sent]))[0];
  }

  tradeNow({ id }: Seen) {
    return this.hub.db.selectFrom('trades').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  steps({ id }: Seen) {
    return this.hub.db
      .selectFrom('settlement_events')
      .selectAll()
      .where('trade_id', '=', id)
      .orderBy('number')
      .execute();
  }

  /** The kinds of the steps. */
  async kinds(trade: Seen): Promise<string[]> {
    return (await this.steps(trade)).map(({ kind }) => kind);
  }

  /** What the first member has paid and the second one got since `reset`, micro-currency. */
  async moved(): Promise<{ buyer: number; seller: number }> {
    const now = await balances(this.hub.db);
    return { buyer: now.get(this.members[0].id)! - 20_000_000, seller: now.get(this.members[1].id)! - 20_000_000 };
  }

  /** The sum of all accounts, micro-currency. */
  async total(): Promise<number> {
    return [...(await balances(this.hub.db)).values()].reduce((sum, balance) => sum + balance, 0);
  }
}
