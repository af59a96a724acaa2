import { describe, expect, it } from 'vitest';
import type { Peaks } from '#shared/contract/insight-records.ts';
import { COMMUNITY, SLOT, uuid } from '../fixtures/pages.ts';
import { dayOf, readingsOf, smallCommunity, type SmallCommunity } from './small-community.ts';

const day = dayOf(20250331);
const noon = day.from + 48 * SLOT;
const evening = day.from + 80 * SLOT;
const NOTHING = { wh: null, at: null, baselineWh: null, baselineAt: null, reduction: null };

async function peaks({ context }: SmallCommunity, range = day): Promise<Peaks> {
  const { current } = await context.insights.query('insights.peaks', {
    communityId: COMMUNITY,
    range,
    compareWith: null,
  });
  return current;
}

const importing = (slot: number, count: number, each: number) =>
  readingsOf(
    slot,
    Array.from({ length: count }, () => ({ consumed: each, imported: each })),
  );
const trade = (slot: number, quantity: number) => ({ id: uuid('d', slot / SLOT), slot, seller: 0, buyer: 1, quantity });

describe('peaks', () => {
  it('take off what members traded, so that another slot may be the highest', async () => {
    const community = smallCommunity(3, 3);
    community.putReadings([...importing(noon, 6, 500), ...importing(evening, 6, 400)]);
    community.putTrades([trade(noon, 900)]);
    expect((await peaks(community)).import).toEqual({
      wh: 2400,
      at: evening,
      baselineWh: 3000,
      baselineAt: noon,
      reduction: 1 - 2400 / 3000,
      withheld: null,
    });
  });

  it('name the earliest of equal slots, and never fall below 0', async () => {
    const community = smallCommunity(3, 3);
    community.putReadings([...importing(noon, 6, 100), ...importing(evening, 6, 100)]);
    community.putTrades([trade(noon, 5000), trade(evening, 5000)]);
    expect((await peaks(community)).import).toMatchObject({ wh: 0, at: noon, baselineAt: noon, reduction: 1 });
  });

  it('have no reduction where the baseline is 0', async () => {
    const community = smallCommunity(3, 3);
    community.putReadings(importing(noon, 6, 100));
    expect((await peaks(community)).export).toMatchObject({ wh: 0, baselineWh: 0, reduction: null, withheld: null });
  });

  it('are withheld when fewer than five members have a reading in the slot; one that is missing is none', async () => {
    const community = smallCommunity(3, 3);
    const rows = importing(noon, 6, 100).map((row) => (row.member < 2 ? { ...row, quality: 2 } : row));
    community.putReadings(rows);
    expect((await peaks(community)).import).toEqual({ ...NOTHING, withheld: 'few-members' });
  });

  it('are withheld when one member makes up more than 80 % of the slot, for the direction that it does', async () => {
    const community = smallCommunity(3, 3);
    const rows = importing(noon, 6, 10).map((row) => ({ ...row, exported: 20 }));
    community.putReadings(rows.map((row) => (row.member === 0 ? { ...row, imported: 900 } : row)));
    const { import: imported, export: exported } = await peaks(community);
    expect(imported).toEqual({ ...NOTHING, withheld: 'one-member' });
    expect(exported).toMatchObject({ wh: 120, withheld: null });
  });

  it('are withheld where the slot of the baseline is, though the other may be shown', async () => {
    const community = smallCommunity(3, 3);
    const giant = importing(noon, 6, 10).map((row) => (row.member === 0 ? { ...row, imported: 900 } : row));
    community.putReadings([...giant, ...importing(evening, 6, 100)]);
    community.putTrades([trade(noon, 900)]);
    expect((await peaks(community)).import).toEqual({ ...NOTHING, withheld: 'one-member' });
  });

  it('are neither there nor withheld without readings', async () => {
    expect((await peaks(smallCommunity(3, 3))).import).toEqual({ ...NOTHING, withheld: null });
  });

  it('cover every local day that the period touches', async () => {
    const community = smallCommunity(3, 3);
    community.putReadings(importing(evening, 6, 100));
    expect((await peaks(community, { from: noon, to: noon + SLOT })).import.at).toBe(evening);
  });
});
