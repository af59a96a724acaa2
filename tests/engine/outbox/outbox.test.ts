import { describe, expect, it } from 'vitest';
import { handlers as engineHandlers } from '#engine/handlers.ts';
import { outboxHandlers } from '#engine/outbox/handlers.ts';
import { createRouter } from '#engine/router.ts';
import { removeCommunity } from '#engine/communities/remove-community.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { contract } from '#shared/contract/contract.ts';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { type OutboxState, outboxStates } from '#shared/domain/outbox.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { draft, keyOf, offerId, openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, SLOT, START } from '../fixtures/pages.ts';

type Market = ReturnType<typeof openMarket>;

function list({ context }: Market): OutboxItem[] {
  return contract['outbox.list'].output.parse(outboxHandlers['outbox.list']({ communityId: COMMUNITY }, context));
}

function withdraw({ context }: Market, id: string): unknown {
  return outboxHandlers['outbox.withdraw']({ id }, context);
}

/** What the exchange with the hub will do. */
function setState({ context }: Market, id: string, state: OutboxState, problem: string | null = null): void {
  context.cache.write.run('UPDATE outbox SET state = ?, problem = ? WHERE uid = ?', [
    outboxStates.indexOf(state),
    problem,
    id,
  ]);
}

describe('the outbox', () => {
  it('lists what the desk decided, newest first, with pseudonyms', () => {
    const market = openMarket(2);
    market.offer({ member: 0, start: START + SLOT, type: 'sell', price: 150_000 });
    const placed = market.place({ price: null, memberId: memberId(1) });
    const taken = market.take(0, 1, 200);
    const [latest, first, ...others] = list(market);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      id: placed,
      kind: 'offer',
      state: 'waiting',
      anonymizedId: 'House A1',
      type: 'buy',
      quantityWh: 1000,
      price: null,
      windowStart: START,
      windowEnd: START + SLOT,
      counterparty: null,
      problem: null,
    });
    expect(first.changedAt).toBe(first.createdAt);
    expect(latest).toMatchObject({
      id: taken,
      kind: 'trade',
      type: 'buy',
      quantityWh: 200,
      price: 150_000,
      windowStart: START + SLOT,
      counterparty: 'House A0',
    });
  });

  it('says why the hub refused', () => {
    const market = openMarket(1);
    const problem = { code: 'OFFER_EXPIRED', message: 'Too late.', remedy: '', retryable: false, correlationId: 'h1' };
    setState(market, market.place(), 'refused', JSON.stringify(problem));
    expect(list(market)).toMatchObject([{ state: 'refused', problem }]);
  });

  it('names nobody who has no pseudonym', () => {
    const market = openMarket(2);
    market.offer({ member: 0, start: START, price: 100_000 });
    market.take(0, 1, 200);
    market.member(0, { anonymizedId: '' });
    expect(list(market)).toMatchObject([{ anonymizedId: 'House A1', counterparty: null }]);
    market.member(1, { anonymizedId: '' });
    expect(list(market)).toMatchObject([{ anonymizedId: null, counterparty: null }]);
  });

  it('keeps all in sight that counts or that a person has to look at, and the latest hundred that were taken back', () => {
    const market = openMarket(1);
    const ids = Array.from({ length: 106 }, () => market.place({ quantityWh: 1 }));
    const states = ['waiting', 'sent', 'accepted', 'refused', 'conflict'] as const;
    states.forEach((state, at) => setState(market, ids[at], state));
    for (const id of ids.slice(5)) setState(market, id, 'withdrawn');
    const inSight = [...ids.slice(0, 5), ...ids.slice(6)];
    expect(list(market).map(({ id }) => id)).toEqual(inSight.toReversed());
  });

  it('shows a community its own decisions only, and goes with it', () => {
    const market = openMarket(1);
    market.place();
    const { read, write } = market.context.cache;
    write.exec(`INSERT INTO community SELECT 99, 'other', name, description, district, postcode_zone, created_at, is_active, time_zone,
      currency, country, boundary, mechanism, slot_minutes, price_floor, price_cap, is_demo, has_simulated_trades, data_from, data_to
      FROM community`);
    expect(outboxHandlers['outbox.list']({ communityId: 'other' }, market.context)).toEqual([]);
    removeCommunity(write, requireCommunity(read, COMMUNITY).id);
    expect(read.all('SELECT * FROM outbox')).toEqual([]);
  });
});

describe('taking a decision back', () => {
  it('is possible while it waits, and tells the page', () => {
    const market = openMarket(1);
    const id = market.place();
    market.changed.length = 0;
    expect(withdraw(market, id)).toEqual({});
    expect(list(market)).toMatchObject([{ id, state: 'withdrawn' }]);
    expect(list(market)[0].changedAt).toBeGreaterThan(list(market)[0].createdAt);
    expect(market.changed).toEqual(['outbox', 'market', 'rules', 'members', 'settlement', 'sync']);
  });

  it('a second time changes nothing', () => {
    const market = openMarket(1);
    const id = market.place();
    withdraw(market, id);
    const once = list(market);
    expect(withdraw(market, id)).toEqual({});
    expect(list(market)).toEqual(once);
  });

  it.each(['sent', 'accepted', 'refused', 'conflict'] as const)(
    'is refused with VERSION_CONFLICT when it is %s',
    (state) => {
      const market = openMarket(1);
      const id = market.place();
      setState(market, id, state);
      expect(failureOf(() => withdraw(market, id)).code).toBe('VERSION_CONFLICT');
      expect(list(market)).toMatchObject([{ state }]);
    },
  );

  it('is refused for what is not in the outbox', () => {
    expect(failureOf(() => withdraw(openMarket(1), 'nothing')).code).toBe('INPUT_INVALID');
  });
});

describe('a viewer', () => {
  const decisions = [
    ['market.placeOffer', { communityId: COMMUNITY, offer: draft, key: keyOf(1) }],
    [
      'market.takeOffer',
      { communityId: COMMUNITY, offerId: offerId(0), memberId: memberId(1), quantityWh: 1, key: keyOf(2) },
    ],
    ['outbox.withdraw', { id: 'any' }],
    ['outbox.dismiss', { id: 'any' }],
    ['outbox.retry', { id: 'any', key: keyOf(3) }],
  ] as const;

  it.each(decisions)('is refused %s before anything is kept', async (method, input) => {
    const market = openMarket(2);
    market.offer({ member: 0, start: START, price: 100_000 });
    const router = createRouter({ handlers: engineHandlers, checkOutput: true, now: () => 0, log: () => undefined });
    const answer = await router({ method, input, correlationId: 'c1' }, { ...market.context, role: 'viewer' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    expect(list(market)).toEqual([]);
  });

  it('may look at the outbox', async () => {
    const market = openMarket(1);
    market.place();
    const router = createRouter({ handlers: engineHandlers, checkOutput: true, now: () => 0, log: () => undefined });
    const call = { method: 'outbox.list', input: { communityId: COMMUNITY }, correlationId: 'c1' };
    expect(await router(call, { ...market.context, role: 'viewer' })).toMatchObject({
      ok: true,
      value: [{ kind: 'offer' }],
    });
  });
});
