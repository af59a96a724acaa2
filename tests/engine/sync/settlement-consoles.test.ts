import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '#hub/parts.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { dismiss } from '#engine/outbox/commands.ts';
import { outboxItems } from '#engine/outbox/list.ts';
import { retry } from '#engine/outbox/retry.ts';
import { pendingSettlements } from '#engine/outbox/settlement-decisions.ts';
import { decideSettlements, proposeSettlements } from '#engine/settlement/decide.ts';
import { findStoredCase } from '#engine/settlement/stored-case.ts';
import type { OutboxSettlement } from '#shared/contract/outbox.ts';
import type { CaseRef, DecidedItem, WantedResolution } from '#shared/contract/settlement-records.ts';
import type { Member, Trade } from '#shared/domain/records.ts';
import { type Meters, putFailedTrade, REASON } from '../../hub/commands/case-desk.ts';
import { activeMembers, balances } from '../../hub/market/market-under-test.ts';
import { PASSWORD, type RunningHub, startHub } from '../../hub/running-hub.ts';
import { Desk } from './faults/desk.ts';
import { FaultyProxy, PASS } from './faults/faulty-proxy.ts';

/** A console of an admin that does nothing until it is told to. */
class Console {
  readonly #desk = new Desk({ now: hub.parts.now });

  static async of({ email }: Principal): Promise<Console> {
    const one = new Console();
    await one.#desk.connect(proxy.address, email, PASSWORD);
    await one.#desk.syncToTheEnd();
    return one;
  }

  get #db() {
    return this.#desk.cache.read;
  }

  get #community() {
    return requireCommunity(this.#db, hub.communityId);
  }

  /** The case of a trade as this console has it. */
  case({ id, executedAt }: Trade) {
    const stored = findStoredCase(this.#db, this.#community, { tradeId: id, executedAt })!;
    const { state, number, proposal } = stored.standing!;
    return { state, number, by: proposal?.by ?? null, tradeVersion: stored.tradeVersion };
  }

  #ref(trade: Trade): CaseRef {
    const { number, tradeVersion } = this.case(trade);
    return { tradeId: trade.id, executedAt: trade.executedAt, number, tradeVersion };
  }

  propose(trade: Trade, resolution: WantedResolution = { kind: 'retry' }): DecidedItem {
    const key = crypto.randomUUID();
    const input = { communityId: hub.communityId, cases: [this.#ref(trade)], resolution, reason: REASON, key };
    return proposeSettlements(this.#desk.cache.write, input, hub.parts.now()).items[0];
  }

  decide(trade: Trade, decision: 'approve' | 'reject'): DecidedItem {
    const key = crypto.randomUUID();
    const input = { communityId: hub.communityId, cases: [this.#ref(trade)], decision, reason: REASON, key };
    return decideSettlements(this.#desk.cache.write, input, hub.parts.now()).items[0];
  }

  retry(id: string): string {
    return retry(this.#desk.cache.write, id, crypto.randomUUID(), hub.parts.now());
  }

  outbox(): OutboxSettlement[] {
    return outboxItems(this.#db, this.#community).filter((item) => item.kind === 'settlement');
  }

  pending({ id }: Trade) {
    return pendingSettlements(this.#db, this.#community).get(id)?.state ?? null;
  }

  /** Balances of buyer and seller, micro-currency. */
  balances(): number[] {
    return members.map(({ id }) => this.#db.pluck<number>('SELECT balance FROM member WHERE uid = ?', [id])[0]);
  }

  /** Takes everything out of the outbox that came to nothing. */
  clear(): void {
    for (const { id } of this.outbox()) dismiss(this.#desk.cache.write, id);
  }

  /** Rounds until everything is answered and fetched. */
  settle(): Promise<void> {
    return this.#desk.settle();
  }

  once(): Promise<unknown> {
    return this.#desk.loop.once();
  }

  close(): Promise<void> {
    return this.#desk.close();
  }
}

let hub: RunningHub;
let proxy: FaultyProxy;
/** A buyer and a seller. */
let members: readonly Member[];
let ada: Console;
let ben: Console;
/** At the beginning of a test. */
let total: number;
let had: readonly number[];

beforeAll(async () => {
  hub = await startHub({ seed: { days: 1 } });
  proxy = await FaultyProxy.start(() => hub.address);
  const all = await activeMembers(hub.db, hub.communityId);
  members = all.toSorted((one, other) => other.balance - one.balance).slice(0, 2);
  [ada, ben] = await Promise.all([Console.of(hub.users.admin), Console.of(hub.otherAdmin)]);
}, 180_000);
afterAll(async () => {
  for (const one of [ada, ben]) await one.close();
  await proxy.stop();
  await hub.stop();
});
beforeEach(async () => {
  proxy.fault = () => PASS;
  total = await sumOfAccounts();
  had = ada.balances();
});
afterEach(async () => {
  for (const one of [ada, ben]) one.clear();
  // Whatever becomes of a trade, what one member pays another one gets.
  expect(await sumOfAccounts()).toBe(total);
});

/** What buyer and seller have more than at the beginning of the test, as a console has it. */
function moved(one: Console): number[] {
  return one.balances().map((balance, at) => balance - had[at]);
}

async function sumOfAccounts(): Promise<number> {
  return [...(await balances(hub.db)).values()].reduce((sum, balance) => sum + balance, 0);
}

/** A trade that has failed, of which both consoles know. */
async function failed(meters: Meters = {}): Promise<Trade> {
  const trade = await putFailedTrade(hub, members, {}, meters);
  for (const one of [ada, ben]) await one.settle();
  return trade;
}

describe('two consoles with the same case', () => {
  it('propose for it: one wins, and the other one is told with the trade and the case as the hub has them (C14)', async () => {
    const trade = await failed();
    ada.propose(trade, { kind: 'retry' });
    const { commandId } = ben.propose(trade, { kind: 'void' });
    await ada.settle();
    await ben.settle();
    expect(ada.outbox()).toEqual([]);
    expect(ben.outbox()).toMatchObject([
      {
        id: commandId,
        state: 'conflict',
        problem: { code: 'VERSION_CONFLICT' },
        resolution: { kind: 'void' },
        theirs: {
          status: 'settled',
          version: 3,
          quantityWh: 2000,
          amount: 400_000,
          events: [
            { kind: 'failed' },
            { kind: 'proposed', by: hub.users.admin.name, reason: REASON, resolution: { kind: 'retry' } },
            { kind: 'approved', by: null },
            { kind: 'resolved', before: { quantityWh: 2000, amount: 400_000 } },
          ],
        },
      },
    ]);
    for (const one of [ada, ben]) {
      expect(one.case(trade)).toMatchObject({ state: 'resolved', number: 4, tradeVersion: 3 });
      expect(moved(one)).toEqual([-400_000, 400_000]);
    }
    expect(() => ben.retry(commandId!)).toThrow('resolved');
    expect(ben.outbox()).toHaveLength(1);
  });

  it('see a voided trade once the second person has agreed, which the first one cannot do (C15, C16)', async () => {
    const trade = await failed();
    ada.propose(trade, { kind: 'void' });
    await ada.settle();
    expect(ada.decide(trade, 'approve')).toMatchObject({ commandId: null, problem: { code: 'FORBIDDEN' } });
    await ben.settle();
    expect(ben.case(trade)).toMatchObject({ state: 'proposed', by: hub.users.admin.name });
    ben.decide(trade, 'approve');
    await ben.settle();
    await ada.settle();
    for (const one of [ada, ben]) {
      expect(one.case(trade)).toMatchObject({ state: 'resolved', number: 4, tradeVersion: 3 });
      expect(one.outbox()).toEqual([]);
      expect(moved(one)).toEqual([0, 0]);
    }
  });

  it('see it open again when the second person says no, and the first one proposes something else', async () => {
    const trade = await failed();
    ada.propose(trade, { kind: 'void' });
    await ada.settle();
    await ben.settle();
    ben.decide(trade, 'reject');
    await ben.settle();
    await ada.settle();
    for (const one of [ada, ben]) expect(one.case(trade)).toMatchObject({ state: 'open', number: 3, by: null });
    ada.propose(trade, { kind: 'by-hand', evidence: 'Paid in cash, seen by both.', reference: 'R 17' });
    await ada.settle();
    await ben.settle();
    for (const one of [ada, ben]) expect(one.case(trade)).toMatchObject({ state: 'resolved', number: 6 });
  });

  it('decide about one proposal at the same time: it is answered once (C14)', async () => {
    const trade = await failed();
    ada.propose(trade, { kind: 'void' });
    await ada.settle();
    await ben.settle();
    ada.decide(trade, 'reject');
    ben.decide(trade, 'approve');
    await ada.settle();
    await ben.settle();
    expect(ben.outbox()).toMatchObject([{ action: 'approve', state: 'conflict', theirs: { events: { length: 3 } } }]);
    await ada.settle();
    for (const one of [ada, ben]) expect(one.case(trade)).toMatchObject({ state: 'open', number: 3 });
  });
});

describe('a step in a case', () => {
  it('that settles it again, in vain, leaves it open with the new cause (C17)', async () => {
    const trade = await failed({ quality: 'estimated' });
    ada.propose(trade, { kind: 'retry' });
    await ada.settle();
    await ben.settle();
    for (const one of [ada, ben]) {
      expect(one.case(trade)).toMatchObject({ state: 'open', number: 4, tradeVersion: 3 });
      expect(moved(one)).toEqual([0, 0]);
    }
    const { failure_code: code } = await hub.db
      .selectFrom('trades')
      .select('failure_code')
      .where('id', '=', trade.id)
      .executeTakeFirstOrThrow();
    expect(code).toBe('METER_READING_LATE');
  });

  it('whose answer is lost is sent again and done once (C2, C8)', async () => {
    const trade = await failed();
    ada.propose(trade);
    let lost = 0;
    proxy.fault = ({ path }) => (path === '/api/commands' && lost++ === 0 ? { type: 'cut-after' } : PASS);
    await ada.once();
    expect(ada.pending(trade)).toBe('sent');
    await ada.settle();
    expect(lost).toBe(2);
    expect(ada.outbox()).toEqual([]);
    expect(ada.case(trade)).toMatchObject({ state: 'resolved', number: 4 });
    expect(moved(ada)).toEqual([-400_000, 400_000]);
  });

  it('that is taken without a network waits, and is sent when there is one (C1)', async () => {
    const trade = await failed();
    proxy.fault = () => ({ type: 'cut-before' });
    ada.propose(trade);
    await ada.once();
    expect(ada.pending(trade)).toBe('waiting');
    expect(ada.case(trade)).toMatchObject({ state: 'open', number: 1 });
    expect(ada.propose(trade, { kind: 'void' })).toMatchObject({ problem: { code: 'VERSION_CONFLICT' } });
    proxy.fault = () => PASS;
    await ada.settle();
    expect(ada.case(trade)).toMatchObject({ state: 'resolved' });
  });
});
