import { describe, expect, it } from 'vitest';
import { exportRisk } from '#engine/privacy/export-risk.ts';
import { privacyMeter } from '#engine/privacy/meter.ts';
import { quasiIdentifiers } from '#shared/privacy/quasi-identifiers.ts';
import { engineWithCommunity, UNTIL } from '../fixtures/community.ts';

const DAY = 86_400_000;
const range = { from: UNTIL - 4 * DAY, to: UNTIL };
const large = engineWithCommunity({ members: 30, days: 4 });
const small = engineWithCommunity({ members: 5, days: 4, seed: 3 });

describe('the privacy meter', () => {
  it('finds the smallest group that anything shows, and it is never below k', async () => {
    const { context, communityId } = large;
    const { smallestGroup, k, map, days } = await privacyMeter(context.cache.read, communityId, range);
    expect(smallestGroup!.members).toBeGreaterThanOrEqual(k);
    expect(days).toBe(4);
    expect(map.shown).toBeLessThanOrEqual(map.cells);
  });

  it('counts the days on which a figure is withheld, or shown for all members together only', async () => {
    const { context, communityId } = small;
    const { read, write } = context.cache;
    const { days, withheld, smallestGroup } = await privacyMeter(read, communityId, range);
    expect(smallestGroup!.members).toBe(5);
    for (const one of withheld) expect(one.days + one.wholeOnly, `of ${one.measure}`).toBe(days);

    write.run('UPDATE member SET anonymized_id = NULL WHERE id = 1');
    expect((await privacyMeter(read, communityId, range)).withoutPseudonym).toBe(1);
  });

  it('counts what left the console in the period, without what was refused', async () => {
    const { context, communityId } = large;
    const { audit, cache } = context;
    const about = { communityId, details: {} };
    const period = { from: Date.now() - DAY, to: Date.now() + DAY };
    expect((await privacyMeter(cache.read, communityId, period)).disclosures).toEqual([]);
    audit.append({ ...about, kind: 'export', outcome: 'asked' });
    const refused = audit.append({ ...about, kind: 'export', outcome: 'asked' });
    audit.append({ ...about, kind: 'export', outcome: 'refused', of: refused });
    audit.append({ kind: 'print', outcome: 'done', communityId: null, details: {} });
    audit.append({ kind: 'export', outcome: 'asked', communityId: 'another', details: {} });
    expect((await privacyMeter(cache.read, communityId, period)).disclosures).toMatchObject([
      { kind: 'export', count: 1, latestEntry: 1 },
      { kind: 'print', count: 1 },
    ]);
  });
});

describe('the risk of an export', () => {
  const risk = (dataset: 'trades' | 'members', columns: readonly string[]) =>
    exportRisk(large.context.cache.read, { communityId: large.communityId, range, dataset, columns: [...columns] });

  it('of all columns of the trades isolates members, and says which columns cause it', async () => {
    const all = await risk('trades', quasiIdentifiers.trades);
    // Both sides of a trade share its row: nobody is alone, but hardly anybody has more company.
    expect(all.smallest).toBeLessThanOrEqual(2);
    expect(all.belowK).toBe(all.members);
    expect(all.columns.map(({ column }) => column)).toEqual([...quasiIdentifiers.trades]);
    for (const { riskAlone, riskWithout } of all.columns) {
      expect(Math.max(riskAlone, riskWithout)).toBeLessThanOrEqual(all.risk);
    }
    const status = await risk('trades', ['status']);
    expect(status.risk).toBeLessThan(all.risk);
    expect(all.rows).toBe(all.rowsInPeriod);
  });

  it('of the members falls when columns are left out', async () => {
    const all = await risk('members', quasiIdentifiers.members);
    expect(all).toMatchObject({ members: 30, smallest: 1, isExposing: true });
    const role = await risk('members', ['role']);
    expect(role.risk).toBeLessThan(all.risk);
    expect(role.isExposing).toBe(false);
    expect(await risk('members', [])).toMatchObject({ smallest: 30, unique: 0, columns: [] });
  });

  it('is not told of a column that the export does not have', async () => {
    await expect(risk('members', ['price'])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
