import { describe, expect, it } from 'vitest';
import { NumberEvidence, parseEnergy } from '#engine/imports/csv-numbers.ts';
import { HEADER, lines, readings } from './csv-file.ts';

function styleOf(...cells: readonly string[]) {
  const evidence = new NumberEvidence();
  for (const cell of cells) evidence.see(cell);
  return evidence.style;
}

describe('the decimal sign of a file', () => {
  it.each([
    [['0.5', '1'], '.'],
    [['0,5', '1'], ','],
    [['1,234.5'], '.'],
    [['1.234,5'], ','],
    [['1.234.567'], ','],
    [['1234.567'], '.'],
    [['1.234', '7'], 'unknown'],
    [['0.5', '0,5'], 'both'],
    [['0,5', 'n.a', '.', '1.2.3', 'ca. 5'], ','],
  ])('of %j is %s', (cells, decimal) => {
    expect(styleOf(...cells).decimal).toBe(decimal);
  });
});

describe('a number cell', () => {
  it.each([
    ['1.234', ['0.5'], 1234],
    ['1.234', ['0'], 1234],
    ['1,234', ['0,5'], 1234],
    ['1.234,5', [], 1_234_500],
    ['1,234.5', [], 1_234_500],
    ['1.234.567', [], 1_234_567_000],
    // Grouping is proven by another cell.
    ['1.234', ['0,5', '2.345,6'], 1_234_000],
    ['1,234', ['0.5', '2,345.6'], 1_234_000],
    ['1 234,5', ['0,5'], 1_234_500],
    ['1\u00a0234', ['0,5'], 1_234_000],
    ['1\u202f234,5', ['0,5'], 1_234_500],
    ["1'234.5", ['0.5'], 1_234_500],
    ['.5', [], 500],
    [',5', [], 500],
    ['5.', [], 5000],
    ['+1.5', [], 1500],
    ['1,5e-1', [], 150],
    ['-0.0', [], 0],
  ])('%j beside %j is %i Wh', (cell, others, wh) => {
    expect(parseEnergy(cell, styleOf(cell, ...others))).toMatchObject({ wh });
  });

  it.each([
    ['1,234', ['0.5']],
    ['1.234', ['0,5']],
    ['1,234', ['7']],
    ['1,234', ['0.5', '0,5']],
    ['1.234', ['0.5', '0,5']],
  ])('%j beside %j can be read in two ways and is refused', (cell, others) => {
    expect(parseEnergy(cell, styleOf(cell, ...others))).toEqual({
      problem: 'can be read as 1234 or as 1.234: write it without thousands separator',
    });
  });

  it.each(['1,23,456', '12,34.5', '1.234,567,8', '1 23', '--1', '1-', 'e5', '.', ',', '0b1', '١'])(
    '%j is not a number',
    (cell) => {
      expect(parseEnergy(cell, styleOf(cell))).toEqual({ problem: 'is not a number' });
    },
  );

  it('is read with what a row far behind it proves', async () => {
    const filler = Array.from(
      { length: 4000 },
      (_, row) => `${new Date(Date.UTC(2016, 0, 1) + row * 900_000).toISOString()};home1;0;2`,
    );
    const early = '2015-12-31T23:45:00Z;home1;0;1,234';
    const { rows, survey } = await readings(
      lines(HEADER.replaceAll(',', ';'), early, ...filler, '2016-03-01T00:00:00Z;home1;0;0,5'),
    );
    expect(survey.badRowCount).toBe(0);
    expect(rows[0].consumed).toBe(1234);
  });
});
