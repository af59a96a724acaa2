// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { pairSteps } from '#renderer/charts/comparison-steps.ts';
import { shareLinesOption, shareLinesTable, type ShareLinesInput } from '#renderer/charts/share-lines-option.ts';
import { measureBars, measuresTable } from '#renderer/pages/insights/health/measure-bars.ts';
import { peakTable, slotPower } from '#renderer/pages/insights/health/peak-words.ts';
import { stepShares } from '#renderer/pages/insights/health/step-shares.ts';
import type { Output } from '#shared/contract/contract.ts';
import { type InsightPeriod, measures } from '#shared/contract/insight-records.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';
import { createFakeBridge } from '#renderer/bridge/fake.ts';
import { BERLIN, context, seriesById, tooltipAt } from '../charts/fixtures.ts';

const at = (day: number) => startOfLocalDay(day, BERLIN);
const range = { from: at(20260716), to: at(20260718) };
const before = { from: at(20260714), to: at(20260716) };
const steps = pairSteps(
  {
    step: 'day',
    range,
    start: [at(20260716), at(20260717)],
    before: { from: before.from, start: [at(20260714), at(20260715)] },
  },
  BERLIN,
);
type Table = { readonly columns: readonly { readonly label: string; readonly text: (row: number) => string }[] };
const cells = ({ columns }: Table, row: number) => columns.map(({ text }) => text(row));
const heights = (data: unknown) => (data as [number, number | null][]).map(([, value]) => value);

describe('the share of a step', () => {
  const period = (shares: (number | null)[], withheldDays: number[]) => {
    const column = { values: shares.map(() => null), withheldDays };
    const columns = Object.fromEntries(measures.map((measure) => [measure, column])) as InsightPeriod['columns'];
    return { shares: { selfSufficiency: shares, selfConsumption: [] }, columns };
  };

  it('is that of the days that may be shown, and withheld where none may be', () => {
    expect(stepShares(period([0.25, 0.5, null], [0, 1, 2]), 'selfSufficiency')).toEqual([0.25, 0.5, 'withheld']);
  });

  it('is none where there is nothing to have a share of', () => {
    expect(stepShares(period([null], [0]), 'selfSufficiency')).toEqual([null]);
  });
});

describe('the chart of shares', () => {
  const input: ShareLinesInput = {
    step: 'day',
    range,
    steps,
    lines: [
      {
        id: 'own',
        label: 'Self-sufficiency',
        meaning: 'consumption',
        symbol: 'circle',
        current: [0.4, 'withheld'],
        before: [null, 0.35],
      },
    ],
    words: { time: 'Time', beforeTime: 'Compared with', before: '14–15 Jul', withheld: 'withheld' },
  };

  it('has a gap where there is no share, and the other period dashed', () => {
    const { own, 'own-before': other } = seriesById(shareLinesOption(input, context(), 700));
    expect(heights(own.data)).toEqual([40, null]);
    expect(heights(other.data)).toEqual([null, 35]);
    expect(other).toMatchObject({ lineStyle: { type: 'dashed' } });
  });

  it('tells what is withheld from what there is not', () => {
    const [own] = input.lines;
    const hidden = { ...own, id: 'other', label: 'Self-consumption', current: ['withheld', 0.2] as const };
    const option = shareLinesOption({ ...input, lines: [own, hidden] }, context(), 700);
    expect(tooltipAt(option, at(20260716))).toContain('Self-consumptionwithheld');
    expect(cells(shareLinesTable(input, context()), 0)).toEqual([
      'Thu, 16 Jul 2026',
      '40.0',
      'Tue, 14 Jul 2026',
      'n/a',
    ]);
    expect(cells(shareLinesTable(input, context()), 1)[1]).toBe('withheld');
  });
});

describe('the chart of a measure', () => {
  const words = { time: 'Time', beforeTime: 'Compared with', withheld: 'withheld', current: 'Now', before: 'Before' };

  async function indicators(): Promise<Output<'insights.indicators'>> {
    const answer = await createFakeBridge({ now: range.to }).invoke('insights.indicators', {
      communityId: 'demo',
      range,
      compareWith: before,
      step: 'day',
      group: 'all',
    });
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  }

  it('writes money to the cent, keeps losses below zero, and energy in the unit of the largest', async () => {
    const data = await indicators();
    const savings = { ...data.current.columns.savings, values: [-1_250_000, 2_000_000] };
    const withLoss = { ...data, current: { ...data.current, columns: { ...data.current.columns, savings } } };
    const input = measureBars('savings', withLoss, { step: 'day', steps, range }, words, context());
    expect(input.scale.write(-1_250_000).text).toBe('−€1.25');
    expect(input.current).toEqual([-1_250_000, 2_000_000]);
    expect(input.meanings?.loss).toBe('failure');
    expect(measureBars('consumedWh', data, { step: 'day', steps, range }, words, context()).scale.unit).toBe('kWh');
  });

  it('has all its measures side by side in the table, then those of the period before', async () => {
    const data = await indicators();
    const inputs = (['producedWh', 'consumedWh'] as const).map((measure) =>
      measureBars(
        measure,
        data,
        { step: 'day', steps, range },
        { ...words, current: measure, before: `${measure} before` },
        context(),
      ),
    );
    expect(measuresTable(inputs, context()).columns.map(({ label }) => label)).toEqual([
      'Time',
      'producedWh',
      'consumedWh',
      'Compared with',
      'producedWh before',
      'consumedWh before',
    ]);
  });
});

describe('a peak', () => {
  it('is the mean power of its slot', () => {
    expect(slotPower(17_250, 15)).toBe(69_000);
    expect(slotPower(17_250, 60)).toBe(17_250);
  });

  it('stands in a file with and without trading, the reduction beside the one with it', () => {
    const none = { wh: null, at: null, baselineWh: null, baselineAt: null, reduction: null } as const;
    const slot = at(20260716) + 19 * 3_600_000;
    const table = peakTable(
      {
        import: { wh: 15_000, at: slot, baselineWh: 20_000, baselineAt: slot, reduction: 0.25, withheld: null },
        export: { ...none, withheld: 'one-member' },
      },
      {
        columns: { peak: 'Peak', case: 'Case', power: 'Power', at: 'Slot', reduction: 'Reduction' },
        sides: { import: 'Import', export: 'Export' },
        cases: { traded: 'With', baseline: 'Without' },
        withheld: 'withheld',
      },
      15,
      context().format,
    );
    expect(cells(table, 0)).toEqual(['Import', 'Without', '80.0', '16 Jul, 19:00–19:15', 'n/a']);
    expect(cells(table, 1)).toEqual(['Import', 'With', '60.0', '16 Jul, 19:00–19:15', '25.0%']);
    expect(cells(table, 3)).toEqual(['Export', 'With', 'withheld', 'withheld', 'n/a']);
  });
});
