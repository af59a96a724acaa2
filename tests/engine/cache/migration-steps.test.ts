/** What each step does to a cache that is there already, with rows. */
import { describe, expect, it } from 'vitest';
import { openCache, type Cache } from '#engine/cache/open.ts';
import { KEY, temporaryFile } from '../fixtures/temporary-cache.ts';
import { INSERT_COMMUNITY, INSERT_MEMBER, upTo } from './first-rows.ts';

describe('migration', () => {
  it('10 makes the records, with nothing that fits no column', () => {
    const cache = openCache({ file: temporaryFile(), key: KEY, migrations: upTo(10) });
    cache.write.exec(INSERT_COMMUNITY);
    cache.write.exec(INSERT_MEMBER);
    expect(cache.read.get('SELECT uid, anonymized_id FROM member')).toEqual({ uid: 'm1', anonymized_id: 'House A1' });
    expect(() => cache.write.exec("UPDATE member SET balance = 'much'")).toThrow(/INTEGER/);
    expect(() => cache.write.exec('UPDATE member SET community_id = 9')).toThrow(/FOREIGN KEY/);
    cache.write.exec('DELETE FROM community');
    expect(cache.read.pluck('SELECT COUNT(*) FROM member')).toEqual([0]);
    cache.close();
  });

  it('20 adds the rollups beside records that stay', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(10) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.write.exec("INSERT INTO trade VALUES (1, 5, x'00', 0, 1, 1, 100, 200, 20, 1, NULL, 1, NULL, NULL, NULL)");
    const trade = before.read.all('SELECT * FROM trade');
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(20) });
    expect(after.read.all('SELECT * FROM trade')).toEqual(trade);
    after.write.exec('INSERT INTO rollup_slot (community_id, slot) VALUES (1, 0)');
    expect(after.read.get('SELECT traded_wh, first_trade_at FROM rollup_slot')).toEqual({
      traded_wh: 0,
      first_trade_at: null,
    });
    after.close();
  });

  it('30 adds the views over members that are there already', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(20) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.write.exec("INSERT INTO member VALUES (2, 1, 'm2', NULL, 0, 0, NULL, NULL, 1, 0, 0, NULL, 0, 0)");
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(30) });
    expect(after.read.pluck('SELECT uid FROM member_view')).toEqual(['m1']);
    expect(after.read.pluck('SELECT uid FROM member')).toEqual(['m1', 'm2']);
    after.close();
  });

  it('40 adds certificates, one a clearing, beside clearings that have none', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(30) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec("INSERT INTO clearing VALUES (1, 900000, x'c1', 0, 200000, NULL, NULL, 500, 0, 0)");
    const clearing = before.read.all('SELECT * FROM clearing');
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(40) });
    expect(after.read.all('SELECT * FROM clearing')).toEqual(clearing);
    expect(after.read.pluck('SELECT COUNT(*) FROM certificate')).toEqual([0]);
    const insert = (): void =>
      after.write.exec(
        `INSERT INTO certificate (community_id, slot, clearing_id, cleared_at, mechanism, price_floor, price_cap, orders, trade_ids, fingerprint)
         VALUES (1, 900000, x'c1', 901000, 'uniform-price', -1, 1, x'00', x'', x'ff')`,
      );
    insert();
    expect(insert).toThrow(/UNIQUE/);
    after.close();
  });

  it('50 adds an outbox that keeps a decision once, and goes with its community', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(40) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(50) });
    const insert = (id: number, key: string): void =>
      after.write.exec(
        `INSERT INTO outbox VALUES (${id}, 'o${id}', '${key}', 1, 0, 0, 5, 5, 1, 0, 1000, NULL, 0, 900000, NULL, NULL, NULL)`,
      );
    insert(1, 'k1');
    expect(() => insert(2, 'k1')).toThrow(/UNIQUE/);
    expect(after.read.get('SELECT uid, anonymized_id, counterparty FROM outbox_view')).toEqual({
      uid: 'o1',
      anonymized_id: 'House A1',
      counterparty: null,
    });
    after.write.exec('UPDATE member SET anonymized_id = NULL');
    expect(after.read.get('SELECT uid, anonymized_id FROM outbox_view')).toEqual({ uid: 'o1', anonymized_id: null });
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM outbox')).toEqual([0]);
    after.close();
  });

  it('60 gives a waiting offer the id that it will have at the hub, leaves that of a taken one, and keeps everything else', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(50) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    for (const [id, offerId] of [
      [1, 'NULL'],
      [2, "x'00112233445566778899aabbccddeeff'"],
    ]) {
      before.write.exec(
        `INSERT INTO outbox VALUES (${id}, 'o${id}', 'k${id}', 1, 0, 0, 5, 5, 1, 0, 1000, NULL, 0, 900000, ${offerId}, NULL, NULL)`,
      );
    }
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(60) });
    expect(
      after.read.all('SELECT uid, length(offer_id) AS bytes, attempts, position, theirs FROM outbox_view ORDER BY id'),
    ).toEqual([
      { uid: 'o1', bytes: 16, attempts: 0, position: null, theirs: null },
      { uid: 'o2', bytes: 16, attempts: 0, position: null, theirs: null },
    ]);
    expect(after.read.pluck("SELECT hex(offer_id) FROM outbox WHERE uid = 'o2'")).toEqual([
      '00112233445566778899AABBCCDDEEFF',
    ]);
    after.write.exec("INSERT INTO sync_state (community_id, cursor) VALUES (1, 'c')");
    after.write.exec("INSERT INTO kept_aside VALUES (1, 'member', 'm', '{}')");
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM sync_state')).toEqual([0]);
    expect(after.read.pluck('SELECT COUNT(*) FROM kept_aside')).toEqual([0]);
    after.close();
  });

  it('70 keeps rules and decisions as they are, and lets rules say who and why and the outbox carry them', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(60) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.write.exec("INSERT INTO rule VALUES (1, 'r1', 1, 7)");
    before.write.exec(`INSERT INTO rule_version VALUES (1, 3, 1, 500, NULL, 90000, 40, '["* 00:00-24:00"]', 1, 5, 6)`);
    for (const id of [1, 2]) {
      before.write.exec(
        `INSERT INTO outbox (id, uid, key, community_id, kind, state, created_at, changed_at, member_id, type, quantity_wh, price,
           window_start, window_end, offer_id, problem, attempts, next_attempt_at, position, theirs)
         VALUES (${id}, 'o${id}', 'k${id}', 1, ${id - 1}, 2, 5, 6, 1, 0, 1000, NULL, 0, 900000, x'0a', 'p', 2, 9, 4, 't')`,
      );
    }
    const decisions = before.read.all<object>('SELECT * FROM outbox');
    const [rule] = before.read.all<object>('SELECT * FROM rule_view');
    before.close();

    const after = openCache({ file, key: KEY, migrations: upTo(70) });
    const ofRules = { rule_uid: null, base_version: null, rule: null, reason: null };
    expect(after.read.all('SELECT * FROM outbox')).toEqual(decisions.map((row) => ({ ...row, ...ofRules })));
    expect(after.read.all('SELECT * FROM rule_view')).toEqual([
      { ...rule, member_uid: 'm1', changed_by: null, change_reason: null },
    ]);
    const insert = (uid: string, columns: string, values: string): void =>
      after.write.exec(
        `INSERT INTO outbox (uid, key, community_id, kind, state, created_at, changed_at, member_id, type, ${columns})
         VALUES ('${uid}', '${uid}', 1, 2, 0, 5, 5, 1, 1, ${values})`,
      );
    insert('o3', 'rule_uid, base_version, rule, reason', "'r1', 3, '{}', 'sun'");
    expect(after.read.get("SELECT id, rule_uid, base_version, reason FROM outbox_view WHERE uid = 'o3'")).toEqual({
      id: 3,
      rule_uid: 'r1',
      base_version: 3,
      reason: 'sun',
    });
    expect(() => insert('o4', 'rule_uid, base_version', "'r1', 3")).toThrow(/CHECK/);
    expect(() => insert('o5', 'quantity_wh', '1000')).toThrow(/CHECK/);
    expect(() => insert('o6', 'rule', "'{}'")).toThrow(/CHECK/);
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM outbox')).toEqual([0]);
    after.close();
  });

  it('80 keeps trades and decisions as they are, and adds steps of cases and decisions about them', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(70) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.write.exec("INSERT INTO trade VALUES (1, 5, x'0c', 0, 1, 1, 100, 200, 20, 2, 0, 2, NULL, NULL, NULL)");
    before.write.exec(
      `INSERT INTO outbox VALUES (1, 'o1', 'k1', 1, 0, 2, 5, 6, 1, 0, 1000, NULL, 0, 900000, x'0a', NULL, NULL, NULL, NULL, NULL, 'p', 2, 9, 4, 't'),
         (2, 'o2', 'k2', 1, 2, 0, 5, 6, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, 'r1', 3, '{}', 'sun', NULL, 0, NULL, NULL, NULL)`,
    );
    before.write.exec(
      `INSERT INTO hub_connection (id, address, email, name, role, refresh_token, connected_at)
       VALUES (1, 'https://hub.example', 'jana@example.org', 'Jana Weiss', 'admin', 'secret', 5)`,
    );
    const read = ({ read: db }: Cache): unknown[] =>
      ['trade', 'outbox'].map((table) => db.all(`SELECT * FROM ${table}`));
    const [trades, decisions] = read(before) as object[][];
    before.close();

    const after = openCache({ file, key: KEY, migrations: upTo(80) });
    const ofCases = { trade_id: null, trade_executed_at: null, case_number: null, settlement: null };
    expect(read(after)).toEqual([trades, decisions.map((row) => ({ ...row, ...ofCases }))]);
    expect(after.read.get('SELECT name, user_uid FROM hub_connection')).toEqual({ name: 'Jana Weiss', user_uid: null });

    const step = (number: number): void =>
      after.write.exec(
        `INSERT INTO settlement_event (community_id, executed_at, trade_id, number, id, kind, at, trade_version, needs_approval)
         VALUES (1, 5, x'0c', ${number}, x'0${number}', 0, 7, 2, 0)`,
      );
    step(1);
    expect(() => step(1)).toThrow(/UNIQUE/);
    const decide = (uid: string, columns: string, values: string): void =>
      after.write.exec(
        `INSERT INTO outbox (uid, key, community_id, kind, state, created_at, changed_at, member_id, ${columns})
         VALUES ('${uid}', '${uid}', 1, 3, 0, 5, 5, 1, ${values})`,
      );
    const columns = 'trade_id, trade_executed_at, case_number, base_version, settlement';
    decide('o3', columns, "x'0c', 5, 1, 2, '{}'");
    expect(
      after.read.get("SELECT hex(trade_id) AS trade, case_number, type FROM outbox_view WHERE uid = 'o3'"),
    ).toEqual({
      trade: '0C',
      case_number: 1,
      type: null,
    });
    expect(() => decide('o4', 'settlement, base_version', "'{}', 2")).toThrow(/CHECK/);
    expect(() => decide('o5', `${columns}, type`, "x'0c', 5, 1, 2, '{}', 0")).toThrow(/CHECK/);
    expect(() => decide('o6', 'quantity_wh, window_start, window_end', '1000, 0, 900000')).toThrow(/CHECK/);
    after.close();
  });

  it('90 adds grid factors that have a source and go with their community', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(80) });
    before.write.exec(INSERT_COMMUNITY);
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(90) });
    const insert = (): void => after.write.exec('INSERT INTO grid_factor VALUES (1, 3600000, 342060)');
    expect(insert).toThrow(/FOREIGN KEY/);
    after.write.exec("INSERT INTO grid_factor_source VALUES (1, 'Ember, 2024', 'factors.csv', 5)");
    insert();
    expect(insert).toThrow(/UNIQUE/);
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM grid_factor')).toEqual([0]);
    after.close();
  });

  it('100 adds an empty log that nothing can be taken out of, beside records that stay', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(90) });
    before.write.exec(INSERT_COMMUNITY);
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(100) });
    expect(after.read.pluck('SELECT COUNT(*) FROM audit_entry')).toEqual([0]);
    const insert = (number: number): number =>
      after.write.run(
        `INSERT INTO audit_entry VALUES (${number}, 0, 'lock', 'done', NULL, NULL, NULL, 'admin', 'c1', '{}', zeroblob(32), zeroblob(32))`,
      );
    expect(() => insert(2)).toThrow(/takes the next number/);
    insert(1);
    after.write.exec("INSERT INTO audit_checkpoint VALUES (1, 0, X'01', X'02')");
    for (const table of ['audit_entry', 'audit_checkpoint']) {
      expect(() => after.write.exec(`UPDATE ${table} SET at = 1`)).toThrow(/append-only/);
      expect(() => after.write.exec(`DELETE FROM ${table}`)).toThrow(/append-only/);
    }
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT community_uid FROM audit_entry')).toEqual(['c1']);
    after.close();
  });

  it('110 adds the reports that were made, which outlive their community, and their files, which do not outlive them', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(100) });
    before.write.exec(INSERT_COMMUNITY);
    before.close();
    const after = openCache({ file, key: KEY, migrations: upTo(110) });
    const insertFile = (): void => after.write.exec("INSERT INTO report_file VALUES ('ff', 'CW-1', 5)");
    expect(insertFile).toThrow(/FOREIGN KEY/);
    after.write.exec("INSERT INTO report VALUES ('CW-1', 'c1', '{}', 'de', 5, NULL, 'ff', '[]', 'Handelsbuch')");
    insertFile();
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT community_uid FROM report')).toEqual(['c1']);
    after.write.exec('DELETE FROM report');
    expect(after.read.pluck('SELECT COUNT(*) FROM report_file')).toEqual([0]);
    after.close();
  });

  it('120 adds consents, documents and organisers that outlive their community, and takes from the map who withdrew', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(90) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec("INSERT INTO member VALUES (1, 1, 'm1', 'House A1', 0, 0, NULL, NULL, 1, 0, 0, '891f', 0, 0)");
    const view = before.read.all('SELECT * FROM member_view');
    before.close();

    const after = openCache({ file, key: KEY, migrations: upTo(120) });
    expect(after.read.all('SELECT * FROM member_view')).toEqual(view);
    const decide = (number: number, values: string): void =>
      after.write.exec(`INSERT INTO consent VALUES ('m1', ${number}, 'c1', 'map', ${values})`);
    decide(1, "'withdrawn', NULL, 5, 6");
    expect(after.read.pluck('SELECT map_cell FROM member_view')).toEqual([null]);
    decide(2, "'given', 1, 4, 7");
    expect(after.read.pluck('SELECT map_cell FROM member_view')).toEqual([null]);
    decide(3, "'given', 1, 5, 8");
    expect(after.read.pluck('SELECT map_cell FROM member_view')).toEqual(['891f']);
    expect(after.read.pluck('SELECT number FROM consent_last')).toEqual([3]);
    expect(() => decide(3, "'given', 1, 9, 9")).toThrow(/never replaced/);
    expect(() => decide(4, "'given', NULL, 9, 9")).toThrow(/CHECK/);
    expect(() => decide(4, "'asked', NULL, 9, 9")).toThrow(/CHECK/);
    after.write.exec(
      "INSERT INTO community_document VALUES ('c1', 'statutes', 1, 'Statutes', 'en', 'One.', 0, 0, 'ff')",
    );
    after.write.exec("INSERT INTO organiser VALUES ('c1', 'Sonnenhang eG', 'Hangweg 1', 'office', NULL, NULL, 0)");
    after.write.exec('DELETE FROM community');
    for (const table of ['consent', 'community_document', 'organiser']) {
      expect(after.read.pluck(`SELECT COUNT(*) > 0 FROM ${table}`)).toEqual([1]);
    }
    after.close();
  });

  it('150 adds former names, and counts trades of slots without tariffs as neither a gain nor a loss', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(20) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec(INSERT_MEMBER);
    before.write.exec("INSERT INTO member VALUES (2, 1, 'm2', 'House A2', 0, 0, NULL, NULL, 1, 0, 0, NULL, 0, 0)");
    const [known, unknown] = [172_800_000, 173_700_000];
    before.write.exec(`INSERT INTO pricing_signal VALUES (1, ${known}, NULL, 300000, 80000, NULL, 2)`);
    for (const [slot, id] of [
      [known, "x'0a'"],
      [unknown, "x'0b'"],
    ]) {
      before.write.exec(
        `INSERT INTO trade VALUES (1, ${slot}, ${id}, ${slot}, 1, 2, 1000, 200000, 200000, 1, NULL, 1, NULL, NULL, NULL)`,
      );
    }
    // As it was kept then: without tariffs the amounts at tariff were 0.
    const sums = 'traded_wh, traded_amount, retail_amount, feed_in_amount, trade_count';
    before.write.exec(`INSERT INTO rollup_slot (community_id, slot, ${sums}) VALUES
      (1, ${known}, 1000, 200000, 300000, 80000, 1), (1, ${unknown}, 1000, 200000, 0, 0, 1)`);
    before.write.exec(
      `INSERT INTO rollup_day (community_id, day, ${sums}) VALUES (1, 19700103, 2000, 400000, 300000, 80000, 2)`,
    );
    before.close();

    const after = openCache({ file, key: KEY, migrations: upTo(160) });
    expect(after.read.all('SELECT slot, retail_amount, feed_in_amount FROM rollup_slot ORDER BY slot')).toEqual([
      { slot: known, retail_amount: 300_000, feed_in_amount: 80_000 },
      { slot: unknown, retail_amount: 200_000, feed_in_amount: 200_000 },
    ]);
    expect(after.read.get('SELECT trade_count, retail_amount, feed_in_amount FROM rollup_day')).toEqual({
      trade_count: 2,
      retail_amount: 500_000,
      feed_in_amount: 280_000,
    });
    expect(
      after.read.all('SELECT bought_retail_amount, sold_feed_in_amount FROM rollup_member_day ORDER BY member_id'),
    ).toEqual([
      { bought_retail_amount: 500_000, sold_feed_in_amount: 0 },
      { bought_retail_amount: 0, sold_feed_in_amount: 280_000 },
    ]);
    after.write.exec("INSERT INTO former_pseudonym VALUES (1, 'House A9')");
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM former_pseudonym')).toEqual([0]);
    after.close();
  });

  it('160 keeps everything of what is there, and notes for each copy how much of it is single records', () => {
    const file = temporaryFile();
    const before = openCache({ file, key: KEY, migrations: upTo(150) });
    before.write.exec(INSERT_COMMUNITY);
    before.write.exec("INSERT INTO hub_connection VALUES (1, 'https://hub', 'a@b', 'A', 'admin', NULL, 0, NULL)");
    before.close();

    const after = openCache({ file, key: KEY, migrations: upTo(160) });
    expect(after.read.get('SELECT name, raw_months FROM hub_connection')).toEqual({ name: 'A', raw_months: null });
    expect(after.read.all('SELECT * FROM raw_window UNION ALL SELECT *, 0 FROM raw_choice')).toEqual([]);
    after.write.exec("INSERT INTO raw_window VALUES (1, 5, 7); INSERT INTO raw_choice VALUES ('c1', 12), ('c2', NULL)");
    after.write.exec('DELETE FROM community');
    expect(after.read.pluck('SELECT COUNT(*) FROM raw_window')).toEqual([0]);
    expect(after.read.pluck('SELECT COUNT(*) FROM raw_choice')).toEqual([2]);
    after.close();
  });
});
