import { describe, expect, it } from 'vitest';
import type { Cache } from '#engine/cache/open.ts';
import type { SqlValue } from '#engine/cache/connection.ts';
import { requireCommunity } from '#engine/communities/community.ts';
import { verifyClearings } from '#engine/market/verify.ts';
import type { Verification } from '#shared/contract/market-records.ts';
import { uuidText } from '#shared/domain/uuid.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const { context, communityId } = engineWithCommunity({ members: 24, days: 2 });
const { cache } = context;
const community = requireCommunity(cache.read, communityId);
const everything = { from: 0, to: UNTIL };

/** A clearing that is not the first of its day and has several trades, one marginal order among them. */
const chosen = cache.read.get<{ slot: number; clearing_id: Uint8Array; cleared_at: number }>(
  `SELECT certificate.slot, clearing_id, cleared_at FROM certificate
   JOIN clearing ON clearing.id = clearing_id AND clearing.slot = certificate.slot
   WHERE marginal_order IS NOT NULL AND marginal_quantity_wh < marginal_total_wh
     AND (SELECT COUNT(*) FROM trade WHERE trade.clearing_id = certificate.clearing_id) > 3
   ORDER BY certificate.slot DESC LIMIT 1`,
)!;
const tradeAt = `executed_at = ${chosen.cleared_at} AND id = (SELECT id FROM trade WHERE executed_at = ${chosen.cleared_at} LIMIT 1 OFFSET 1)`;
const offerAt = `window_start = ${chosen.slot} AND id = (SELECT buy_offer_id FROM trade WHERE ${tradeAt})`;
const slotAt = `slot = ${chosen.slot}`;

function verify(): Verification[] {
  return [...verifyClearings(cache.read, community, everything)];
}

/** Changes something, says what a replay finds then, and puts it back. */
function findingsAfter(change: (db: Cache['write']) => void): Verification[] {
  const untouched = new Error('put back');
  let found: Verification[] = [];
  try {
    cache.write.transaction(() => {
      change(cache.write);
      // The writing connection sees what is not committed.
      found = [...verifyClearings(cache.write, community, everything)];
      throw untouched;
    });
  } catch (error) {
    if (error !== untouched) throw error;
  }
  return found.filter(({ verdict }) => verdict !== 'verified');
}

/** Another value of the same kind. */
function other(value: SqlValue): SqlValue {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return value === 'pay-as-bid' ? 'uniform-price' : 'pay-as-bid';
  if (value === null) return 1;
  const bytes = Uint8Array.from(value);
  bytes[bytes.length - 1] ^= 1;
  return bytes;
}

function columnsOf(table: string): string[] {
  return cache.read.pluck<string>('SELECT name FROM pragma_table_info(?)', [table]);
}

/** Not part of a clearing: what settlement, cancellation and the hub change later, and the community itself. */
const later = ['community_id', 'status', 'failure_code', 'version'];
const tables = [
  { table: 'offer', where: offerAt },
  { table: 'trade', where: tradeAt },
  { table: 'clearing', where: slotAt },
  { table: 'certificate', where: slotAt },
];
const everyField = tables.flatMap(({ table, where }) =>
  columnsOf(table)
    .filter((column) => !later.includes(column) && !(table === 'certificate' && column === 'id'))
    .map((column) => ({ table, where, column })),
);

describe('a replay of what nobody has touched', () => {
  it('verifies every clearing', () => {
    const verdicts = verify().map(({ verdict }) => verdict);
    expect(verdicts.length).toBeGreaterThan(100);
    expect(new Set(verdicts)).toEqual(new Set(['verified']));
  });
});

describe('tampering is found', () => {
  it.each(everyField)('in the $column of a $table', ({ table, where, column }) => {
    const value = cache.read.get<Record<string, SqlValue>>(`SELECT ${column} AS value FROM ${table} WHERE ${where}`)!;
    const changed = other(value['value']);
    const findings = findingsAfter((db) => {
      expect(db.run(`UPDATE ${table} SET ${column} = ? WHERE ${where}`, [changed])).toBe(1);
    });
    expect(findings.map(({ verdict }) => verdict)).toContain('different');
    // A clearing that was moved to another slot is found there.
    if (column !== 'slot') expect(new Set(findings.map(({ slot }) => slot))).toEqual(new Set([chosen.slot]));
  });

  it('in the price of the slot’s pricing signal', () => {
    const findings = findingsAfter((db) =>
      db.run(`UPDATE pricing_signal SET p2p_price = p2p_price + 1 WHERE ${slotAt}`),
    );
    expect(findings).toMatchObject([{ slot: chosen.slot, differences: [{ record: 'clearing', field: 'p2p_price' }] }]);
  });

  it.each([
    { what: 'an order', table: 'offer', where: offerAt, record: 'order' },
    { what: 'a trade', table: 'trade', where: tradeAt, record: 'trade' },
  ])('that took $what away', ({ table, where, record }) => {
    const findings = findingsAfter((db) => db.run(`DELETE FROM ${table} WHERE ${where}`));
    expect(findings).toMatchObject([{ slot: chosen.slot, differences: [{ record, field: 'record', stored: null }] }]);
  });

  it('that added a trade', () => {
    const id = new Uint8Array(16).fill(9);
    const columns = columnsOf('trade');
    const findings = findingsAfter((db) =>
      db.run(
        `INSERT INTO trade SELECT ${columns.map((name) => (name === 'id' ? '?' : name)).join(', ')} FROM trade WHERE ${tradeAt}`,
        [id],
      ),
    );
    expect(findings).toMatchObject([
      { slot: chosen.slot, differences: [{ record: 'trade', field: 'record', expected: null }] },
    ]);
  });

  it('that added a trade of another moment, which nobody would look for at the clearing', () => {
    const id = new Uint8Array(16).fill(9);
    const changed: Record<string, string> = { id: '?', executed_at: 'executed_at + 86400000' };
    const columns = columnsOf('trade').map((name) => changed[name] ?? name);
    const findings = findingsAfter((db) =>
      db.run(`INSERT INTO trade SELECT ${columns.join(', ')} FROM trade WHERE ${tradeAt}`, [id]),
    );
    expect(findings).toMatchObject([
      { slot: chosen.slot, differences: [{ record: 'trade', field: 'record', expected: null }] },
    ]);
  });

  it('that moved a trade to another moment, exactly', () => {
    const findings = findingsAfter((db) => db.run(`UPDATE trade SET executed_at = executed_at + 7 WHERE ${tradeAt}`));
    const [stored, expected] = [chosen.cleared_at + 7, chosen.cleared_at];
    expect(findings).toMatchObject([
      { slot: chosen.slot, differences: [{ record: 'trade', field: 'executed_at', stored, expected }] },
    ]);
  });

  it('that took a clearing away and left its certificate', () => {
    const findings = findingsAfter((db) => db.run(`DELETE FROM clearing WHERE ${slotAt}`));
    const expected = uuidText(chosen.clearing_id);
    expect(findings).toMatchObject([
      { slot: chosen.slot, differences: [{ record: 'clearing', field: 'record', stored: null, expected }] },
    ]);
  });

  it.each(['orders', 'trade_ids'])('that damaged the bytes of the certificate’s %s', (column) => {
    const findings = findingsAfter((db) =>
      db.run(`UPDATE certificate SET ${column} = substr(${column}, 2) WHERE ${slotAt}`),
    );
    expect(findings).toMatchObject([{ slot: chosen.slot, differences: [{ record: 'certificate', field: 'record' }] }]);
  });

  it('also when order and seal are changed alike, so that only the fingerprint tells', () => {
    const certificate = cache.read.get<{ orders: Uint8Array }>(`SELECT orders FROM certificate WHERE ${slotAt}`)!;
    const findings = findingsAfter((db) => {
      const neighbour = cache.read.get<{ orders: Uint8Array }>(
        `SELECT orders FROM certificate WHERE slot <> ${chosen.slot} ORDER BY slot DESC LIMIT 1`,
      )!;
      expect(Buffer.compare(neighbour.orders, certificate.orders)).not.toBe(0);
      db.run(`UPDATE certificate SET orders = ? WHERE ${slotAt}`, [neighbour.orders]);
    });
    expect(findings[0].differences.map(({ field }) => field)).toContain('fingerprint');
  });

  it('and told exactly: record, field, what is stored and what should be', () => {
    const price = cache.read.get<{ price: number }>(`SELECT price FROM offer WHERE ${offerAt}`)!.price;
    const findings = findingsAfter((db) => db.run(`UPDATE offer SET price = price + 7 WHERE ${offerAt}`));
    expect(findings).toHaveLength(1);
    expect(findings[0].differences).toEqual([
      { record: 'order', id: expect.any(String), field: 'price_per_kwh', stored: price + 7, expected: price },
    ]);
  });

  it('with members named by their pseudonyms, never by an id', () => {
    const [first, second] = cache.read.all<{ id: number; anonymized_id: string }>(
      `SELECT id, anonymized_id FROM member_view
       WHERE id NOT IN (SELECT buyer_id FROM trade WHERE ${tradeAt}) LIMIT 2`,
    );
    const buyer = cache.read.get<{ anonymized_id: string }>(
      `SELECT anonymized_id FROM member_view WHERE id = (SELECT buyer_id FROM trade WHERE ${tradeAt})`,
    )!;
    const findings = findingsAfter((db) => db.run(`UPDATE trade SET buyer_id = ? WHERE ${tradeAt}`, [first.id]));
    expect(findings[0].differences).toMatchObject([
      { field: 'buyer_id', stored: first.anonymized_id, expected: buyer.anonymized_id },
    ]);
    expect(second.anonymized_id).not.toBe(first.anonymized_id);
  });
});

describe('what is no part of a clearing', () => {
  it('may change without a finding: settlement of a trade, cancellation of what is left of an order', () => {
    expect(
      findingsAfter((db) => {
        db.run(`UPDATE trade SET status = 2, failure_code = 3, version = version + 1 WHERE ${tradeAt}`);
        db.run(`UPDATE offer SET status = 3 WHERE ${offerAt}`);
      }),
    ).toEqual([]);
  });
});

describe('a clearing that was stored without a certificate', () => {
  it('is said to have none, and is not called verified', () => {
    const findings = findingsAfter((db) => db.run(`DELETE FROM certificate WHERE ${slotAt}`));
    expect(findings).toMatchObject([{ slot: chosen.slot, verdict: 'no-certificate', differences: [] }]);
  });
});
