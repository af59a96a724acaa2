import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { START_TIMEOUT } from '../databases.ts';
import { balances, fromFeed, setAccount } from '../market/market-under-test.ts';
import { type Command, command, sendCommands } from './console-requests.ts';
import { Desk, iso, OPEN } from './desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.start();
}, START_TIMEOUT);
afterAll(() => desk.hub.stop());
beforeEach(() => desk.reset());

describe('placing an offer', () => {
  it('puts it into the book and the feed under the id that the desk chose', async () => {
    const { offer_id: id, ...data } = desk.draft() as { offer_id: string };
    const result = await desk.send(command(desk.hub, 'offer.place', { offer_id: id, ...data }));
    expect(result).toMatchObject({ outcome: 'accepted' });
    const told = await fromFeed(desk.hub.db, 'offer', id);
    expect(told).toMatchObject({
      ...data,
      id,
      status: 'active',
      remaining_kwh: 2,
      created_at: iso(desk.hub.parts.now()),
    });
    const feed = await desk.hub.db
      .selectFrom('change_feed')
      .select('position')
      .where('key', '=', id)
      .executeTakeFirstOrThrow();
    expect(result.position).toBe(feed.position);
  });

  it.each([
    ['a window that has begun', { time_window_start: iso(OPEN - 15 * MINUTE) }, 'INPUT_INVALID'],
    ['a window between slots', { time_window_end: iso(OPEN + 7 * MINUTE) }, 'INPUT_INVALID'],
    ['a price above the cap', { price_per_kwh: 1.1 }, 'PRICE_INVALID'],
    ['no quantity', { quantity_kwh: 0 }, 'QUANTITY_INVALID'],
    ['a member that is none', { member_id: 'nobody' }, 'INPUT_INVALID'],
    ['more than the account covers', { quantity_kwh: 151 }, 'INSUFFICIENT_BALANCE'],
  ])('refuses %s for good', async (_, change, code) => {
    const sent = desk.place(change);
    const result = await desk.send(sent);
    expect(result).toMatchObject({ outcome: 'refused', error: { code, remedy: expect.stringMatching(/./) as string } });
    expect(await desk.kept(sent.key)).toHaveLength(1);
    expect(await desk.audited(sent.key)).toMatchObject([{ outcome: 'refused', details: { code } }]);
    expect(await desk.send(sent)).toEqual(result);
  });

  it('counts what open buy orders hold back', async () => {
    expect(await desk.send(desk.place({ quantity_kwh: 100 }))).toMatchObject({ outcome: 'accepted' });
    expect(await desk.send(desk.place({ quantity_kwh: 50.001 }))).toMatchObject({
      error: { code: 'INSUFFICIENT_BALANCE' },
    });
    expect(await desk.send(desk.place({ quantity_kwh: 50 }))).toMatchObject({ outcome: 'accepted' });
  });

  it('refuses what would trade with the own order of the member', async () => {
    await desk.send(desk.place());
    const sale = { type: 'sell', quantity_kwh: 1, price_per_kwh: 0.15 };
    expect(await desk.send(desk.place(sale))).toMatchObject({ error: { code: 'SELF_TRADE' } });
    expect(await desk.send(desk.place({ ...sale, price_per_kwh: 0.25 }))).toMatchObject({ outcome: 'accepted' });
  });

  it('refuses a member who has left', async () => {
    const update = (isActive: boolean) =>
      desk.hub.db
        .updateTable('community_members')
        .set({ is_active: isActive })
        .where('id', '=', desk.members[0].id)
        .execute();
    await update(false);
    expect(await desk.send(desk.place())).toMatchObject({ error: { code: 'MEMBER_INACTIVE' } });
    await update(true);
  });

  it('refuses an id that another offer has', async () => {
    const data = desk.draft();
    await desk.send(command(desk.hub, 'offer.place', data));
    const again = await desk.send(command(desk.hub, 'offer.place', { ...data, quantity_kwh: 1 }));
    expect(again).toMatchObject({ outcome: 'refused', error: { code: 'INPUT_INVALID' } });
    expect(await fromFeed(desk.hub.db, 'offer', data.offer_id)).toMatchObject({ quantity_kwh: 2 });
  });
});

describe('taking an offer', () => {
  it('makes one trade, books both accounts and tells all of it in the feed', async () => {
    const offer = await desk.putSale();
    const sum = (all: Map<string, number>) => [...all.values()].reduce((total, balance) => total + balance, 0);
    const before = await balances(desk.hub.db);
    expect(await desk.send(desk.take(offer, { quantity_kwh: 1.5 }))).toMatchObject({ outcome: 'accepted' });
    const after = await balances(desk.hub.db);
    expect(after.get(desk.members[0].id)).toBe(before.get(desk.members[0].id)! - 300_000);
    expect(after.get(desk.members[1].id)).toBe(before.get(desk.members[1].id)! + 300_000);
    expect(sum(after)).toBe(sum(before));
    expect(await fromFeed(desk.hub.db, 'offer', offer)).toMatchObject({ remaining_kwh: 0.5, status: 'active' });
    const trade = await desk.hub.db
      .selectFrom('trades')
      .selectAll()
      .where('sell_offer_id', '=', offer)
      .executeTakeFirstOrThrow();
    expect(trade).toMatchObject({ slot: new Date(OPEN), settlement_status: 'pending', version: 1, clearing_id: null });
    expect(await fromFeed(desk.hub.db, 'trade', trade.id)).toMatchObject({
      total_amount: 0.3,
      buyer_id: desk.members[0].id,
    });
    for (const { id } of desk.members.slice(0, 2)) {
      const told = await fromFeed(desk.hub.db, 'member', id);
      expect(told!.balance).toBe(after.get(id)! / 1e6);
      expect(told).not.toHaveProperty('user_id');
    }
    const events = await desk.hub.db.selectFrom('trade_events').selectAll().where('trade_id', '=', trade.id).execute();
    expect(events).toMatchObject([{ version: 1, settlement_status: 'pending' }]);
  });

  it('lets a seller take a buy order, whose amount was held back for it', async () => {
    const offer = await desk.putSale({ type: 'buy', memberId: desk.members[1].id, quantityWh: 150_000 });
    expect(await desk.send(desk.take(offer, { quantity_kwh: 150 }))).toMatchObject({ outcome: 'accepted' });
    expect((await balances(desk.hub.db)).get(desk.members[1].id)).toBe(-10_000_000);
    expect(await fromFeed(desk.hub.db, 'offer', offer)).toMatchObject({ remaining_kwh: 0, status: 'matched' });
  });

  it('never lets the owner of a buy order fall below its credit limit', async () => {
    const offer = await desk.putSale({ type: 'buy', quantityWh: 150_000 });
    await setAccount(desk.hub.db, desk.members[1].id, 19.999999, 10);
    const result = await desk.send(desk.take(offer, { quantity_kwh: 150 }));
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'INSUFFICIENT_BALANCE' } });
  });

  it.each([
    ['less is left than wanted', {}, { quantity_kwh: 2.001 }, 'OFFER_TAKEN'],
    ['nothing is left', { status: 'matched', remainingWh: 0 }, {}, 'OFFER_TAKEN'],
    ['it was cancelled', { status: 'cancelled' }, {}, 'OFFER_TAKEN'],
    ['it has expired', { status: 'expired' }, {}, 'OFFER_EXPIRED'],
    ['its last slot has begun', { windowStart: OPEN - HOUR, windowEnd: OPEN }, {}, 'OFFER_EXPIRED'],
    ['its price is another one', {}, { price_per_kwh: 0.19 }, 'VERSION_CONFLICT'],
  ])('is a conflict that shows the offer when %s', async (_, stored, asked, code) => {
    const offer = await desk.putSale(stored);
    const before = await balances(desk.hub.db);
    const result = await desk.send(desk.take(offer, asked));
    expect(result).toMatchObject({ outcome: 'conflict', error: { code }, theirs: { id: offer, price_per_kwh: 0.2 } });
    expect(await balances(desk.hub.db)).toEqual(before);
  });

  it.each([
    ['oneself', () => ({ member_id: desk.members[1].id }), {}, 'SELF_TRADE'],
    ['nothing', () => ({ quantity_kwh: 0 }), {}, 'QUANTITY_INVALID'],
    ['a market order', () => ({}), { price: null }, 'PRICE_INVALID'],
    ['more than the account covers', () => ({ quantity_kwh: 151 }), { quantityWh: 151_000 }, 'INSUFFICIENT_BALANCE'],
    [
      'what a seller cannot pay for at a negative price',
      () => ({ price_per_kwh: -1, quantity_kwh: 31 }),
      { price: -1_000_000, quantityWh: 31_000 },
      'INSUFFICIENT_BALANCE',
    ],
  ])('is refused for %s', async (_, asked, stored, code) => {
    const result = await desk.send(desk.take(await desk.putSale(stored), asked()));
    expect(result).toMatchObject({ outcome: 'refused', error: { code } });
  });

  it('is refused where there is no such offer', async () => {
    expect(await desk.send(desk.take(randomUUID()))).toMatchObject({
      outcome: 'refused',
      error: { code: 'INPUT_INVALID' },
    });
  });
});

describe('keys and batches', () => {
  it('C2: a key that comes again is answered with the first result, and nothing is done again', async () => {
    const sent = desk.take(await desk.putSale({ quantityWh: 4000 }));
    const first = await desk.send(sent);
    const before = await balances(desk.hub.db);
    expect(await desk.send(sent)).toEqual(first);
    expect(await balances(desk.hub.db)).toEqual(before);
    expect(await desk.audited(sent.key)).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'accepted', details: { repeated: true } },
    ]);
  });

  it('C3: a key that comes again with another content is refused, and keeps its result', async () => {
    const sent = desk.place();
    const first = await desk.send(sent);
    const other = await desk.send({ ...desk.place({ quantity_kwh: 1 }), key: sent.key });
    expect(other).toMatchObject({ outcome: 'refused', error: { code: 'INPUT_INVALID', details: { field: 'key' } } });
    expect(await desk.send(sent)).toEqual(first);
  });

  it('C9: every command leaves an entry in the audit log, whatever its outcome, and no entry can be changed or deleted', async () => {
    const offer = await desk.putSale();
    const sent: [Command, string][] = [
      [desk.place(), 'accepted'],
      [desk.place({ quantity_kwh: 0 }), 'refused'],
      [desk.take(offer, { price_per_kwh: 0.3 }), 'conflict'],
    ];
    for (const [each, outcome] of sent) {
      await desk.send(each);
      expect(await desk.audited(each.key)).toMatchObject([{ outcome, user_id: desk.hub.users.manager.id }]);
    }
    const { db } = desk.hub;
    await expect(db.updateTable('audit_log').set({ outcome: 'accepted' }).execute()).rejects.toThrow(/only grows/);
    await expect(db.deleteFrom('audit_log').execute()).rejects.toThrow(/only grows/);
  });

  it('C7: a command that cannot be read is refused alone, with its field', async () => {
    const broken = desk.place({ quantity_kwh: 'much' });
    const unknown = command(desk.hub, 'offer.dream', {});
    const results = await sendCommands(desk.hub, desk.headers, [broken, unknown, desk.place()]);
    expect(results).toMatchObject([
      { outcome: 'refused', error: { code: 'INPUT_INVALID', details: { field: 'data.quantity_kwh' } } },
      { outcome: 'refused', error: { code: 'INPUT_INVALID', details: { field: 'kind' } } },
      { outcome: 'accepted' },
    ]);
    for (const { key } of [broken, unknown]) {
      expect(await desk.kept(key)).toHaveLength(1);
      expect(await desk.audited(key)).toHaveLength(1);
    }
  });

  it('refuses a community that is not open to the person, in the same words as one that does not exist', async () => {
    const own = await desk.hub.db.selectFrom('communities').selectAll().executeTakeFirstOrThrow();
    const json = { boundary: JSON.stringify(own.boundary), market: JSON.stringify(own.market) };
    await desk.hub.db
      .insertInto('communities')
      .values({ ...own, ...json, id: 'foreign' })
      .execute();
    const results = await sendCommands(
      desk.hub,
      desk.headers,
      ['foreign', 'nowhere'].map((community_id) => desk.place({}, { community_id })),
    );
    expect(results[0]).toMatchObject({ outcome: 'refused', error: { code: 'FORBIDDEN' } });
    expect(results[1].error).toEqual(results[0].error);
  });

  it.each(['viewer', 'auditor'] as const)('refuses a %s, and leaves an audit entry of it', async (role) => {
    const sent = desk.place();
    const result = await desk.send(sent, await desk.hub.headersOf(role));
    expect(result).toMatchObject({ outcome: 'refused', error: { code: 'FORBIDDEN' } });
    expect(await desk.audited(sent.key)).toMatchObject([{ user_id: desk.hub.users[role].id, outcome: 'refused' }]);
  });

  it('refuses a batch that is none as a whole', async () => {
    const response = await fetch(`${desk.hub.address}/api/commands`, {
      method: 'POST',
      headers: { ...desk.headers, 'content-type': 'application/json' },
      body: '{"commands":[]}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  });

  describe('while the hub has a fault', () => {
    const alter = (statement: string) => sql.raw(statement).execute(desk.hub.db);
    afterEach(() => alter('ALTER TABLE trading_offers DROP CONSTRAINT IF EXISTS fault'));

    it('C4: nothing of the command stays, later ones of its member are deferred, others go on, and all can be sent again', async () => {
      await alter(
        `ALTER TABLE trading_offers ADD CONSTRAINT fault CHECK (member_id <> '${desk.members[2].id}') NOT VALID`,
      );
      const commands = [
        desk.place({ member_id: desk.members[2].id }),
        desk.place({ member_id: desk.members[2].id }),
        desk.place({ member_id: desk.members[3].id }),
      ];
      const [failed, deferred, accepted] = await sendCommands(desk.hub, desk.headers, commands);
      expect(failed).toMatchObject({ outcome: 'failed', error: { code: 'INTERNAL' } });
      expect(deferred).toMatchObject({ outcome: 'deferred' });
      expect(accepted).toMatchObject({ outcome: 'accepted' });
      expect(JSON.stringify(failed)).not.toContain('constraint');
      for (const { key } of commands.slice(0, 2)) expect(await desk.kept(key)).toEqual([]);
      expect(await desk.audited(commands[0].key)).toMatchObject([{ outcome: 'failed' }]);
      expect(await desk.audited(commands[1].key)).toMatchObject([{ outcome: 'deferred' }]);
      await alter('ALTER TABLE trading_offers DROP CONSTRAINT fault');
      const again = await sendCommands(desk.hub, desk.headers, commands);
      expect(again.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
      expect(again[2]).toEqual(accepted);
    });
  });

  it('tells the event streams after an effect, and not after a refusal', async () => {
    const told: number[] = [];
    const stop = desk.hub.parts.signals.subscribe(desk.hub.communityId, (position) => told.push(position));
    const accepted = await desk.send(desk.place());
    await desk.send(desk.place({ quantity_kwh: 0 }));
    stop();
    expect(told).toEqual([accepted.position]);
  });
});
