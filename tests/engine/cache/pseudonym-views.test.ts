import { describe, expect, it } from 'vitest';
import { applyPage } from '#engine/sync/apply.ts';
import { foundingPage, member, offers, page, readings, rule, START, trades, uuid } from '../fixtures/pages.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';

/** `consent_last` knows members by their uid alone. */
const VIEWS = ['member_view', 'rule_view', 'trade_view', 'offer_view', 'reading_view', 'outbox_view', 'consent_last'];

/** Members 0 and 1 have pseudonyms, 2 and 3 have none. */
function cacheWithNameless(): ReturnType<typeof temporaryCache> {
  const cache = temporaryCache();
  applyPage(cache.write, {
    ...foundingPage(4),
    members: [member(0), member(1), member(2, { anonymizedId: '' }), member(3, { anonymizedId: '  ' })],
    rules: [rule(0), rule(2)],
  });
  applyPage(
    cache.write,
    page(4, {
      readings: readings([0, 1, 2, 3].map((at) => ({ slot: START, member: at, consumed: 100 + at }))),
      offers: offers([0, 2].map((at) => ({ id: uuid('e', at), member: at, start: START }))),
      trades: trades([
        { id: uuid('d', 1), slot: START, buyer: 0, seller: 1, quantity: 10 },
        { id: uuid('d', 2), slot: START, buyer: 0, seller: 2, quantity: 20 },
        { id: uuid('d', 3), slot: START, buyer: 3, seller: 1, quantity: 30 },
      ]),
    }),
  );
  return cache;
}

describe('the pseudonym views', () => {
  it('hold back members without a pseudonym and everything of theirs', () => {
    const { read } = cacheWithNameless();
    expect(read.pluck('SELECT anonymized_id FROM member_view ORDER BY id')).toEqual(['House A0', 'House A1']);
    expect(read.pluck('SELECT anonymized_id FROM rule_view')).toEqual(['House A0']);
    expect(read.pluck('SELECT anonymized_id FROM offer_view')).toEqual(['House A0']);
    expect(read.pluck('SELECT consumed_wh FROM reading_view ORDER BY member_id')).toEqual([100, 101]);
    expect(read.all('SELECT buyer, seller, quantity_wh FROM trade_view')).toEqual([
      { buyer: 'House A0', seller: 'House A1', quantity_wh: 10 },
    ]);
  });

  it('show a member again as soon as its pseudonym arrives', () => {
    const { read, write } = cacheWithNameless();
    applyPage(write, page(4, { members: [member(2)] }));
    expect(read.pluck('SELECT quantity_wh FROM trade_view ORDER BY quantity_wh')).toEqual([10, 20]);
  });

  it('lead to no user id: no view depends on the identity table and no column is named so', () => {
    const { write } = cacheWithNameless();
    const definitions = write.all<{ name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'view'",
    );
    expect(definitions.map((view) => view.name).sort()).toEqual([...VIEWS].sort());
    for (const view of definitions) {
      expect(view.sql).not.toMatch(/identity|user_id|SELECT \*/i);
      for (const row of write.all(`SELECT * FROM ${view.name}`)) expect(JSON.stringify(row)).not.toContain('user-');
    }
  });
});
