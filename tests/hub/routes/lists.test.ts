import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemo } from '#hub/seed/demo.ts';
import { type AppUnderTest, codeOf, startApp } from '../app-under-test.ts';
import { memoryDatabase, START_TIMEOUT } from '../databases.ts';
import { type Filter, type Item, type List, lists } from './lists.ts';

let hub: AppUnderTest;
let community: string;
let access: string;
let admin: string;
let stranger: string;

beforeAll(async () => {
  hub = await startApp(await memoryDatabase(null));
  community = await seedDemo(hub.database.db, { members: 8, days: 2, seed: 3, until: Date.UTC(2026, 5, 2) });
  await hub.addUser('viewer@hub.example', 'viewer', [community]);
  await hub.addUser('admin@hub.example', 'admin', [community]);
  await hub.addUser('stranger@hub.example', 'admin');
  ({ access } = await hub.signIn('viewer@hub.example'));
  ({ access: admin } = await hub.signIn('admin@hub.example'));
  ({ access: stranger } = await hub.signIn('stranger@hub.example'));
}, START_TIMEOUT);
afterAll(async () => {
  await hub.stop();
  await hub.database.close();
});

/** As the viewer. */
const list = (path: string, filter?: Filter, as = access) => lists(hub, community, as).page(path, filter);
const all = (path: string, filter?: Filter, limit?: number) => lists(hub, community, access).all(path, filter, limit);

const text = (value: unknown): string => value as string;
const time = (value: unknown): number => Date.parse(text(value));

interface Case {
  readonly path: string;
  readonly table:
    | 'members_pseudonymous'
    | 'trading_offers'
    | 'trading_rules'
    | 'trades'
    | 'pricing_signals'
    | 'community_stats';
  readonly filter?: Filter;
  /** What tells one item from another. */
  readonly idOf: (item: Item) => string;
  /** How the list is ordered: not greater than the one after. */
  readonly isInOrder: (item: Item, next: Item) => boolean;
}

const cases: readonly Case[] = [
  {
    path: '/api/community/members',
    table: 'members_pseudonymous',
    idOf: ({ id }) => text(id),
    isInOrder: (a, b) => text(a.anonymized_id).localeCompare(text(b.anonymized_id)) < 0,
  },
  {
    path: '/api/trading/offers',
    table: 'trading_offers',
    idOf: ({ id }) => text(id),
    isInOrder: (a, b) => time(a.time_window_start) >= time(b.time_window_start),
  },
  {
    path: '/api/trading/rules',
    table: 'trading_rules',
    idOf: ({ id }) => text(id),
    isInOrder: (a, b) => text(a.id) < text(b.id),
  },
  {
    path: '/api/trading/history',
    table: 'trades',
    idOf: ({ id }) => text(id),
    isInOrder: (a, b) => time(a.executed_at) >= time(b.executed_at),
  },
  {
    path: '/api/pricing/signals',
    table: 'pricing_signals',
    idOf: ({ timestamp }) => text(timestamp),
    isInOrder: (a, b) => time(a.timestamp) > time(b.timestamp),
  },
  {
    path: '/api/community/stats',
    table: 'community_stats',
    filter: { period: 'hour' },
    idOf: ({ id }) => text(id),
    isInOrder: (a, b) => time(a.period_start) > time(b.period_start),
  },
];

describe.each(cases)('$path', ({ path, table, filter = {}, idOf, isInOrder }) => {
  it('tells every row exactly once, in order, whatever the size of a page', async () => {
    const { count } = await hub.database.db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .$if(table === 'community_stats', (found) => found.where('period' as never, '=', 'hour' as never))
      .executeTakeFirstOrThrow();
    expect(count).toBeGreaterThan(5);
    const whole = await all(path, filter);
    expect(new Set(whole.map(idOf)).size).toBe(count);
    expect(whole).toHaveLength(count);
    for (const [index, item] of whole.slice(1).entries()) expect(isInOrder(whole[index], item)).toBe(true);
    const size = Math.ceil(count / 4);
    expect(await all(path, filter, size)).toEqual(whole);
  });

  it('gives a stranger nothing, whatever the role', async () => {
    expect(await list(path, filter, stranger)).toEqual({ items: [], next: null });
  });

  it('shows an administrator what a viewer sees, and nobody who a member is', async () => {
    const page = await list(path, filter);
    expect(await list(path, filter, admin)).toEqual(page);
    expect(JSON.stringify(page)).not.toContain('user_id');
    for (const { community_id: id } of page.items) expect(id ?? community).toBe(community);
  });

  it.each([
    ['limit', '0'],
    ['limit', '501'],
    ['limit', 'many'],
    ['after', 'nonsense'],
    ['after', Buffer.from('["1","2","3","4"]').toString('base64url')],
    ['community_id', ''],
    ['colour', 'green'],
  ])('refuses %s=%s and names it', async (name, value) => {
    const query = new URLSearchParams({ community_id: community, ...filter, [name]: value });
    const answer = await hub.get(`${path}?${query}`, access);
    expect(answer.statusCode).toBe(400);
    expect(codeOf(answer)).toBe('INPUT_INVALID');
    expect(answer.json<{ error: { message: string } }>().error.message).toContain(name);
  });
});

describe('filters', () => {
  it('of members: role and whether they are active', async () => {
    const whole = await all('/api/community/members');
    const producers = await all('/api/community/members', { role: 'prosumer' });
    expect(producers).toEqual(whole.filter(({ role }) => role === 'prosumer'));
    expect(producers.length).toBeGreaterThan(0);
    for (const isActive of ['true', 'false']) {
      expect(await all('/api/community/members', { is_active: isActive })).toEqual(
        whole.filter(({ is_active: actual }) => String(actual) === isActive),
      );
    }
  });

  it('of offers: status, type, member, and windows that touch a span', async () => {
    const whole = await all('/api/trading/offers');
    const [{ member_id: member }] = whole;
    const from = '2026-06-01T10:07:00+02:00';
    const to = '2026-06-01T12:00:00Z';
    for (const [filter, fits] of [
      [{ status: 'matched' }, (offer: Item) => offer.status === 'matched'],
      [{ type: 'sell' }, (offer: Item) => offer.type === 'sell'],
      [{ member_id: text(member) }, (offer: Item) => offer.member_id === member],
      [{ from }, (offer: Item) => time(offer.time_window_end) > Date.parse(from)],
      [{ to }, (offer: Item) => time(offer.time_window_start) < Date.parse(to)],
      [
        { from, to, type: 'buy' },
        (offer: Item) =>
          offer.type === 'buy' &&
          time(offer.time_window_end) > Date.parse(from) &&
          time(offer.time_window_start) < Date.parse(to),
      ],
    ] as const) {
      const expected = whole.filter(fits);
      expect(expected.length).toBeGreaterThan(0);
      expect(expected.length).toBeLessThan(whole.length);
      expect(await all('/api/trading/offers', filter, 50)).toEqual(expected);
    }
  });

  it('of trades: span, member on either side or on one, and settlement', async () => {
    const whole = await all('/api/trading/history');
    const middle = text(whole[Math.floor(whole.length / 2)].executed_at);
    const [{ seller_id: member }] = whole;
    for (const [filter, fits] of [
      [{ from: middle }, (trade: Item) => time(trade.executed_at) >= Date.parse(middle)],
      [{ to: middle }, (trade: Item) => time(trade.executed_at) < Date.parse(middle)],
      [{ member_id: text(member) }, (trade: Item) => trade.seller_id === member || trade.buyer_id === member],
      [{ member_id: text(member), role: 'seller' }, (trade: Item) => trade.seller_id === member],
      [{ member_id: text(member), role: 'buyer' }, (trade: Item) => trade.buyer_id === member],
      [{ settlement_status: 'settled' }, (trade: Item) => trade.settlement_status === 'settled'],
    ] as const) {
      const expected = whole.filter(fits);
      expect(expected.length).toBeLessThan(whole.length);
      expect(await all('/api/trading/history', filter, 20)).toEqual(expected);
    }
  });

  it('of rules: member, whether they are enabled, and all versions', async () => {
    const { rule_id: ruleId } = await hub.database.db
      .selectFrom('trading_rule_versions')
      .select('rule_id')
      .executeTakeFirstOrThrow();
    await hub.database.db
      .insertInto('trading_rule_versions')
      .columns(['rule_id', 'version', 'community_id', 'type', 'time_windows', 'is_enabled', 'created_at', 'valid_from'])
      .expression((eb) =>
        eb
          .selectFrom('trading_rule_versions')
          .select((row) => [
            'rule_id',
            row('version', '+', 100).as('version'),
            'community_id',
            'type',
            'time_windows',
            row.lit(false).as('is_enabled'),
            'created_at',
            'valid_from',
          ])
          .where('rule_id', '=', ruleId)
          .limit(1),
      )
      .execute();
    const current = await all('/api/trading/rules');
    const versions = await all('/api/trading/rules', { versions: 'all' }, 3);
    expect(versions.filter(({ version }) => Number(version) >= 100).map(({ id }) => id)).toEqual([ruleId]);
    expect(current.find(({ id }) => id === ruleId)?.version).toBeLessThan(100);
    expect(versions.length).toBeGreaterThan(current.length);
    const [{ member_id: member }] = current;
    expect(await all('/api/trading/rules', { member_id: text(member) })).toEqual(
      current.filter((rule) => rule.member_id === member),
    );
    expect(await all('/api/trading/rules', { versions: 'all', is_enabled: 'false' })).toEqual(
      versions.filter(({ is_enabled: isEnabled }) => isEnabled === false),
    );
  });

  it('of prices and statistics: a span, from inclusive, to exclusive', async () => {
    for (const [path, field, extra] of [
      ['/api/pricing/signals', 'timestamp', {}],
      ['/api/community/stats', 'period_start', { period: 'hour' }],
    ] as const) {
      const whole = await all(path, extra);
      const from = text(whole[20][field]);
      const to = text(whole[5][field]);
      expect(await all(path, { ...extra, from, to }, 4)).toEqual(whole.slice(6, 21));
    }
  });

  it('of statistics: by day when nothing else is said', async () => {
    const days = await all('/api/community/stats');
    expect(days.length).toBeGreaterThan(0);
    expect(new Set(days.map(({ period }) => period))).toEqual(new Set(['day']));
  });
});

describe('the wire form', () => {
  it('of a trade has decimals, and the pseudonyms of both sides', async () => {
    const [trade] = await all('/api/trading/history');
    const stored = await hub.database.db
      .selectFrom('trades')
      .selectAll()
      .where('id', '=', text(trade.id))
      .executeTakeFirstOrThrow();
    expect(trade).toMatchObject({
      quantity_kwh: stored.quantity_kwh,
      price_per_kwh: stored.price_per_kwh,
      total_amount: stored.total_amount,
      executed_at: stored.executed_at.toISOString(),
    });
    const members = await all('/api/community/members');
    const pseudonymOf = (id: unknown) => members.find((member) => member.id === id)?.anonymized_id;
    expect(trade.buyer).toBe(pseudonymOf(trade.buyer_id));
    expect(trade.seller).toBe(pseudonymOf(trade.seller_id));
  });

  it('of the communities is told to those who belong to them', async () => {
    const answer = await hub.get('/api/communities', access);
    expect(answer.json<List>().items).toEqual([
      expect.objectContaining({ id: community, is_demo: true, boundary: expect.anything() as unknown }),
    ]);
    const active = await all('/api/community/members', { is_active: 'true' });
    expect(answer.json<List>().items[0].member_count).toBe(active.length);
    expect((await hub.get('/api/communities', stranger)).json()).toEqual({ items: [], next: null });
  });
});

describe('a member without a pseudonym', () => {
  it('is held back with offers, rules and trades', async () => {
    const before = await all('/api/trading/history');
    const [{ seller_id: id }] = before;
    await hub.database.db
      .updateTable('community_members')
      .set({ anonymized_id: '' })
      .where('id', '=', text(id))
      .execute();
    const left = before.filter((trade) => trade.seller_id !== id && trade.buyer_id !== id);
    expect(left.length).toBeLessThan(before.length);
    expect(await all('/api/trading/history')).toEqual(left);
    for (const path of ['/api/community/members', '/api/trading/offers', '/api/trading/rules']) {
      expect(JSON.stringify(await all(path))).not.toContain(text(id));
    }
  });
});
