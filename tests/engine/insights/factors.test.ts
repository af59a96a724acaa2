import { describe, expect, it } from 'vitest';
import { insightsHandlers } from '#engine/insights/handlers.ts';
import { insights } from '#shared/contract/insights.ts';
import { engineWithCommunity } from '../fixtures/community.ts';
import { lines, temporaryCsv } from '../imports/csv-file.ts';
import { chosen } from '../imports/importing.ts';

const { context, communityId } = engineWithCommunity({ members: 6, days: 2 });

async function inspected(text: string) {
  const fileId = chosen(context, temporaryCsv(text, 'factors.csv'));
  const answer = await insightsHandlers['insights.inspectFactors']({ communityId, fileId }, context);
  return insights['insights.inspectFactors'].output.parse(answer);
}

async function imported(text: string, source = 'Electricity Maps, 2026') {
  const fileId = chosen(context, temporaryCsv(text, 'factors.csv'));
  return await insightsHandlers['insights.importFactors']({ communityId, fileId, source }, context);
}

const stored = () =>
  context.cache.read.all<{ hour: number; milligrams_per_kwh: number }>(
    'SELECT hour, milligrams_per_kwh FROM grid_factor ORDER BY hour',
  );

const HOUR_0 = Date.UTC(2026, 9, 24);
const plain = lines(
  'timestamp,g_per_kwh',
  '2026-10-24T00:00:00Z,342.06',
  '2026-10-24T01:00:00Z,300',
  '2026-10-24T02:00:00Z,0',
);

describe('a file of hourly grid factors', () => {
  it('is inspected without storing anything: its hours, its factors, and the hours of the community that it covers', async () => {
    const found = await inspected(plain);
    expect(found).toMatchObject({
      name: 'factors.csv',
      hours: 3,
      from: HOUR_0,
      to: HOUR_0 + 3 * 3_600_000,
      column: 'g_per_kwh',
      least: 0,
      most: 342.06,
      badRowCount: 0,
      hoursCovered: 3,
    });
    expect(found.mean).toBeCloseTo(214.02, 6);
    expect(found.hoursWithReadings).toBeGreaterThan(30);
    expect(stored()).toEqual([]);
  });

  it('replaces the one before it, in whole milligrams, with its source; and the factor of the year holds again without it', async () => {
    await imported(plain);
    expect(await imported(lines('hour;g/kWh', '24.10.2026 04:00;99,5'), 'Ember, 2026')).toEqual({ hours: 1 });
    // Wall time of the community: summer time is two hours ahead of UTC.
    expect(stored()).toEqual([{ hour: HOUR_0 + 2 * 3_600_000, milligrams_per_kwh: 99_500 }]);
    expect(context.cache.read.pluck('SELECT source FROM grid_factor_source')).toEqual(['Ember, 2026']);
    await insightsHandlers['insights.removeFactors']({ communityId }, context);
    expect(stored()).toEqual([]);
    expect(context.cache.read.pluck('SELECT COUNT(*) FROM grid_factor_source')).toEqual([0]);
  });

  it('of Electricity Maps is read in UTC with the factor of the life cycle', async () => {
    const found = await inspected(
      lines(
        'Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),Carbon intensity gCO₂eq/kWh (Life cycle)',
        '2026-10-24 00:00:00,Germany,Germany,DE,310.11,377.2',
      ),
    );
    expect(found).toMatchObject({ from: HOUR_0, most: 377.2, column: 'Carbon intensity gCO₂eq/kWh (Life cycle)' });
  });

  it('has both hours of the night on which the clocks go back', async () => {
    const night = ['01:00', '02:00', '02:00', '03:00'].map((time, at) => `25.10.2026 ${time};${200 + at}`);
    expect(await inspected(lines('Zeit;g_per_kwh', ...night))).toMatchObject({ hours: 4, badRowCount: 0 });
  });

  it.each([
    ['is not on a whole hour', '2026-10-24T00:15:00Z,300'],
    ['repeats an hour', '2026-10-24T00:00:00Z,300'],
    ['is not a number', '2026-10-24T01:00:00Z,much'],
    ['is negative', '2026-10-24T01:00:00Z,-1'],
    ['another unit', '2026-10-24T01:00:00Z,342060'],
    ['is not a time', 'yesterday,300'],
  ])('with a row that %s is refused whole, with row and field', async (problem, row) => {
    await imported(plain);
    const before = stored();
    const bad = lines('timestamp,g_per_kwh', '2026-10-24T00:00:00Z,342.06', row);
    expect((await inspected(bad)).badRows).toEqual([
      expect.objectContaining({ row: 3, problem: expect.stringContaining(problem) as string }),
    ]);
    await expect(imported(bad)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(/^factors\.csv: row 3, .*Nothing was stored/) as string,
    });
    expect(stored()).toEqual(before);
  });

  it.each([
    ['without a time', 'g_per_kwh,zone', /no column of the header is a time/],
    ['without a factor', 'timestamp,price', /no column of the header is a factor/],
    ['with two factors', 'timestamp,g_per_kwh,gco2_per_kwh', /several columns are factors.*g_per_kwh, gco2_per_kwh/],
    ['without rows', 'timestamp,g_per_kwh', /no rows/],
  ])('%s is refused by name', async (_, header, message) => {
    await expect(inspected(lines(header))).rejects.toThrow(message);
    await expect(inspected(lines(header))).rejects.toThrow(/^factors\.csv: /);
  });
});
