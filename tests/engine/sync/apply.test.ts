import { describe, expect, it } from 'vitest';
import { userIdOf } from '#engine/privacy/identity.ts';
import { removeCommunity } from '#engine/communities/remove-community.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { sealed } from '../../shared/market/sealed.ts';
import { cacheOf, NOTHING, slotRow } from '../fixtures/community-cache.ts';
import {
  clearings,
  community,
  COMMUNITY,
  foundingPage,
  member,
  memberId,
  offers,
  page,
  readings,
  rule,
  ruleId,
  signals,
  SLOT,
  START,
  trades,
  uuid,
} from '../fixtures/pages.ts';
import { expectRollupsOfRecords, recordsOf, rollupsOf } from '../fixtures/rollups.ts';
import { settlementStep } from '../fixtures/settlement-steps.ts';
import { temporaryCache } from '../fixtures/temporary-cache.ts';

describe('a community', () => {
  it('is stored with its members, their user ids apart, and its rules in all versions', () => {
    const { read, write } = temporaryCache();
    const result = applyPage(write, {
      ...foundingPage(2),
      rules: [rule(0), rule(0, { version: 2, isEnabled: false, lastMatchedAt: START }), rule(1)],
    });
    expect(result.members).toEqual({ ...NOTHING, inserted: 2 });
    expect(result.rules).toEqual({ ...NOTHING, inserted: 3 });
    expect(read.get('SELECT uid, name, time_zone, is_demo, slot_minutes, data_from FROM community')).toEqual({
      uid: COMMUNITY,
      name: 'Sonnenhang',
      time_zone: 'Europe/Berlin',
      is_demo: 1,
      slot_minutes: 15,
      data_from: null,
    });
    expect(userIdOf(read, 1)).toBe('user-0');
    expect(
      read.all('SELECT uid, version, is_enabled, time_windows, last_matched_at FROM rule_view ORDER BY uid, version'),
    ).toEqual([
      { uid: ruleId(0), version: 1, is_enabled: 1, time_windows: '["Mo-Fr 10:00-16:00"]', last_matched_at: START },
      { uid: ruleId(0), version: 2, is_enabled: 0, time_windows: '["Mo-Fr 10:00-16:00"]', last_matched_at: START },
      { uid: ruleId(1), version: 1, is_enabled: 1, time_windows: '["Mo-Fr 10:00-16:00"]', last_matched_at: null },
    ]);
  });

  it('is changed in place, keeping the area that was chosen at this desk', () => {
    const { read, write } = cacheOf(1);
    write.run("UPDATE community SET boundary = '{}'");
    applyPage(write, page(1, { community: community({ name: 'New name', currency: 'CHF' }) }));
    expect(read.get('SELECT id, name, currency, boundary FROM community')).toEqual({
      id: 1,
      name: 'New name',
      currency: 'CHF',
      boundary: '{}',
    });
  });

  it('gets its days cut anew when its time zone changes', () => {
    const cache = cacheOf(1);
    const late = Date.UTC(2025, 0, 10, 23, 30);
    applyPage(cache.write, page(1, { readings: readings([{ slot: late, member: 0, consumed: 5 }]) }));
    expect(cache.read.pluck('SELECT day FROM rollup_day')).toEqual([20250111]);
    applyPage(cache.write, page(1, { community: community({ timeZone: 'Europe/London' }) }));
    expect(cache.read.pluck('SELECT day FROM rollup_day')).toEqual([20250110]);
    expect(cache.read.pluck('SELECT day FROM rollup_member_day')).toEqual([20250110]);
  });

  it('knows the first slot with readings and the end of the last', () => {
    const { read, write } = cacheOf(1);
    applyPage(write, page(1, { readings: readings([{ slot: START + SLOT, member: 0 }]) }));
    applyPage(
      write,
      page(1, {
        readings: readings([{ slot: START, member: 0 }]),
        signals: signals([{ slot: 0, retail: 1, feedIn: 1 }]),
      }),
    );
    expect(read.get('SELECT data_from, data_to FROM community')).toEqual({
      data_from: START,
      data_to: START + 2 * SLOT,
    });
  });
});

describe('members and rules', () => {
  it('are changed in place and counted', () => {
    const { read, write } = cacheOf(2);
    const result = applyPage(
      write,
      page(2, { members: [member(0), member(1, { balance: 5, leftAt: START, mapCell: 'cell' })] }),
    );
    expect(result.members).toEqual({ ...NOTHING, changed: 1, unchanged: 1 });
    expect(read.get('SELECT balance, left_at, map_cell FROM member WHERE uid = ?', [memberId(1)])).toEqual({
      balance: 5,
      left_at: START,
      map_cell: 'cell',
    });
    expect(applyPage(write, page(2, { members: [member(0, { userId: 'other' })] })).members.changed).toBe(1);
  });

  it('keep a version as it came first, and the latest match whatever the order', () => {
    const { read, write } = cacheOf(1);
    const result = applyPage(
      write,
      page(1, { rules: [rule(0, { minPrice: 1, lastMatchedAt: 500 }), rule(0, { lastMatchedAt: 400 })] }),
    );
    expect(result.rules).toEqual({ ...NOTHING, changed: 1, unchanged: 1 });
    expect(read.get('SELECT min_price, last_matched_at FROM rule_view')).toEqual({
      min_price: 90_000,
      last_matched_at: 500,
    });
  });
});

describe('readings', () => {
  it('make the sums of slot, hour, day and member', () => {
    const { read, write } = cacheOf(2);
    const result = applyPage(
      write,
      page(2, {
        readings: readings([
          { slot: START, member: 0, produced: 900, consumed: 200, imported: 0, exported: 700, soc: 50 },
          { slot: START, member: 1, produced: 0, consumed: 500, imported: 500, exported: 0 },
          { slot: START + SLOT, member: 0, produced: 100, consumed: 300, imported: 200, exported: 0 },
        ]),
      }),
    );
    expect(result.readings).toEqual({ ...NOTHING, inserted: 3 });
    // Slot 1: min(900, 700) = 700; slot 2: min(100, 300) = 100. The members alone: 200 + 100 and 0.
    expect(read.pluck('SELECT self_consumed_wh FROM rollup_slot ORDER BY slot')).toEqual([700, 100]);
    for (const table of ['rollup_hour', 'rollup_day']) {
      expect(
        read.all(`SELECT produced_wh, consumed_wh, self_consumed_wh, imported_wh, exported_wh FROM ${table}`),
      ).toEqual([{ produced_wh: 1000, consumed_wh: 1000, self_consumed_wh: 800, imported_wh: 700, exported_wh: 700 }]);
    }
    expect(
      read.all('SELECT day, member_id, produced_wh, consumed_wh, self_consumed_wh FROM rollup_member_day'),
    ).toEqual([
      { day: 20250330, member_id: 1, produced_wh: 1000, consumed_wh: 500, self_consumed_wh: 300 },
      { day: 20250330, member_id: 2, produced_wh: 0, consumed_wh: 500, self_consumed_wh: 0 },
    ]);
    expect(read.all('SELECT battery_soc FROM meter_reading')).toEqual([
      { battery_soc: 50 },
      { battery_soc: null },
      { battery_soc: null },
    ]);
  });

  it.each([
    ['of 23 hours', 20250330, Date.UTC(2025, 2, 29, 23), 92],
    ['of 25 hours', 20251026, Date.UTC(2025, 9, 25, 22), 100],
  ])('fall on a local day %s', (_, day, from, slots) => {
    const { read, write } = cacheOf(1);
    const rows = Array.from({ length: slots + 2 }, (__, index) => ({
      slot: from + (index - 1) * SLOT,
      member: 0,
      consumed: 1,
    }));
    applyPage(write, page(1, { readings: readings(rows) }));
    expect(read.pluck('SELECT consumed_wh FROM rollup_day ORDER BY day')).toEqual([1, slots, 1]);
    expect(read.pluck('SELECT consumed_wh FROM rollup_member_day WHERE day = ?', [day])).toEqual([slots]);
  });

  it('of a higher revision move the sums by the difference; older ones and repeats change nothing', () => {
    const cache = cacheOf(2);
    const reading = (revision: number, produced: number, consumed: number): ChangePage =>
      page(2, { readings: readings([{ slot: START, member: 0, produced, consumed, revision }]) });
    applyPage(cache.write, reading(1, 100, 400));
    applyPage(cache.write, page(2, { readings: readings([{ slot: START, member: 1, produced: 600, consumed: 0 }]) }));
    expect(slotRow(cache)).toMatchObject({ produced_wh: 700, consumed_wh: 400, self_consumed_wh: 400 });

    expect(applyPage(cache.write, reading(2, 0, 900)).readings).toEqual({ ...NOTHING, changed: 1 });
    expect(slotRow(cache)).toMatchObject({ produced_wh: 600, consumed_wh: 900, self_consumed_wh: 600 });
    const after = rollupsOf(cache);
    expect(applyPage(cache.write, reading(2, 0, 900)).readings).toEqual({ ...NOTHING, unchanged: 1 });
    expect(applyPage(cache.write, reading(1, 100, 400)).readings).toEqual({ ...NOTHING, ignored: 1 });
    expect(rollupsOf(cache)).toEqual(after);
    expectRollupsOfRecords(cache);
  });

  it('repeated in one page count once: the highest revision', () => {
    const cache = cacheOf(1);
    const row = { slot: START, member: 0 };
    const result = applyPage(
      cache.write,
      page(1, {
        readings: readings([
          { ...row, consumed: 1, revision: 1 },
          { ...row, consumed: 3, revision: 3 },
          { ...row, consumed: 2, revision: 2 },
          { ...row, consumed: 3, revision: 3 },
        ]),
      }),
    );
    expect(result.readings).toEqual({ inserted: 1, changed: 0, unchanged: 1, ignored: 2 });
    expect(slotRow(cache)).toMatchObject({ consumed_wh: 3 });
  });

  it('that are missing contribute nothing, and those that turn missing take back what they did', () => {
    const cache = cacheOf(1);
    const reading = (quality: number, revision: number): ChangePage =>
      page(1, { readings: readings([{ slot: START, member: 0, produced: 50, consumed: 70, quality, revision }]) });
    applyPage(cache.write, reading(2, 0));
    expect(slotRow(cache)).toMatchObject({ produced_wh: 0, consumed_wh: 0 });
    applyPage(cache.write, reading(1, 1));
    expect(slotRow(cache)).toMatchObject({ produced_wh: 50, consumed_wh: 70, self_consumed_wh: 50 });
    applyPage(cache.write, reading(2, 2));
    expect(slotRow(cache)).toMatchObject({ produced_wh: 0, consumed_wh: 0, self_consumed_wh: 0 });
    expectRollupsOfRecords(cache);
  });
});

it("takes part in the caller's transaction: what it wrote goes with it", () => {
  const cache = cacheOf(1);
  expect(() =>
    cache.write.transaction(() => {
      applyPage(cache.write, page(1, { readings: readings([{ slot: START, member: 0 }]) }));
      throw new Error('the cursor could not be stored');
    }),
  ).toThrow('cursor');
  expect(cache.read.pluck('SELECT COUNT(*) FROM meter_reading')).toEqual([0]);
  expect(cache.read.pluck('SELECT COUNT(*) FROM rollup_slot')).toEqual([0]);
});

it('removing a community takes everything of it along and leaves the other', () => {
  const cache = cacheOf(2);
  const tables = Object.keys({ ...recordsOf(cache), ...rollupsOf(cache) }).filter((name) => name !== 'bounds');
  const all = {
    readings: readings([{ slot: START, member: 0 }]),
    signals: signals([{ slot: START, retail: 1, feedIn: 1 }]),
    clearings: clearings([{ id: uuid('c', 1), slot: START }]),
    certificates: [sealed([{ member: 0, wh: 1 }], [{ member: 1, wh: 1 }])],
    offers: offers([{ id: uuid('e', 1), member: 0, start: START, rule: 0 }]),
    trades: trades([{ id: uuid('d', 1), slot: START, buyer: 0, seller: 1, quantity: 1 }]),
    settlements: [settlementStep(1)],
  };
  applyPage(cache.write, page(2, all));
  const otherIds = ['x0', 'x1'];
  const other = { communityId: 'other', memberIds: otherIds, ruleIds: ['xr'] };
  applyPage(cache.write, {
    ...other,
    community: community({ id: 'other' }),
    members: otherIds.map((id, index) => member(index, { id })),
    rules: [rule(0, { id: 'xr', memberId: 'x0' })],
    ...all,
  });
  for (const table of tables) expect(cache.read.pluck(`SELECT COUNT(*) FROM ${table}`)[0]).toBeGreaterThanOrEqual(2);
  const before = rollupsOf(cache);
  removeCommunity(cache.write, cache.read.pluck<number>('SELECT id FROM community WHERE uid = ?', [COMMUNITY])[0]);
  for (const table of ['rollup_slot', 'rollup_hour', 'rollup_day', 'rollup_member_day']) {
    expect(rollupsOf(cache)[table]).toEqual(
      before[table].filter((row) => (row as { community_id: number }).community_id === 2),
    );
  }
  for (const table of [
    'pricing_signal',
    'meter_reading',
    'clearing',
    'certificate',
    'offer',
    'trade',
    'settlement_event',
    'member',
  ]) {
    expect(cache.read.pluck(`SELECT DISTINCT community_id FROM ${table}`)).toEqual([2]);
  }
  expect(userIdOf(cache.read, 1)).toBeNull();
  expect(userIdOf(cache.read, 3)).toBe('user-0');
});
