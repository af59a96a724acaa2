import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { START_TIMEOUT } from '../databases.ts';
import { fromFeed } from '../market/market-under-test.ts';
import { execute } from './console-requests.ts';
import { Desk } from './desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.start();
}, START_TIMEOUT);
afterAll(() => desk.hub.stop());
beforeEach(() => desk.reset());

describe('POST /api/trading/execute', () => {
  it('takes an offer and answers with the trade, again and again under the same key', async () => {
    const offer = await desk.putSale({ quantityWh: 6000 });
    const keyed = { ...desk.headers, 'idempotency-key': randomUUID() };
    const first = await execute(desk.hub, keyed, desk.taking(offer));
    expect(first).toMatchObject({ status: 201, body: { trade: { quantity_kwh: 2, total_amount: 0.4 } } });
    expect(await execute(desk.hub, keyed, desk.taking(offer))).toEqual(first);
    const other = await execute(desk.hub, desk.headers, desk.taking(offer));
    expect(other.status).toBe(201);
    expect(other.body.trade!.id).not.toBe(first.body.trade!.id);
    expect(await fromFeed(desk.hub.db, 'offer', offer)).toMatchObject({ remaining_kwh: 2 });
  });

  it('answers 409 with how the offer stands, 403 to a viewer and 400 to what cannot be', async () => {
    const offer = await desk.putSale();
    const taken = await execute(desk.hub, desk.headers, desk.taking(offer, { quantity_kwh: 3 }));
    expect(taken).toMatchObject({
      status: 409,
      body: { error: { code: 'OFFER_TAKEN', details: { status: 'active', remaining_kwh: 2, price_per_kwh: 0.2 } } },
    });
    expect(await execute(desk.hub, await desk.hub.headersOf('viewer'), desk.taking(offer))).toMatchObject({
      status: 403,
      body: { error: { code: 'FORBIDDEN' } },
    });
    expect(await execute(desk.hub, desk.headers, desk.taking(offer, { member_id: desk.members[1].id }))).toMatchObject({
      status: 400,
      body: { error: { code: 'SELF_TRADE' } },
    });
    expect(await execute(desk.hub, desk.headers, desk.taking(offer, { quantity_kwh: 1.0005 }))).toMatchObject({
      status: 400,
      body: { error: { code: 'INPUT_INVALID' } },
    });
  });
});
