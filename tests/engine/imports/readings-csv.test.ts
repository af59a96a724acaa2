import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { inspectSource } from '#engine/imports/source-file.ts';
import { surveyReadings } from '#engine/imports/readings-csv.ts';
import { HEADER, KONSTANZ, lines, readings, survey, temporaryCsv } from './csv-file.ts';

const run = promisify(execFile);

const two = lines(HEADER, '2016-05-14T00:00:00Z,home1,0.250,1.5', '2016-05-14T00:15:00Z,home1,2,0.125');
const twoRows = [
  {
    row: 2,
    member: 'home1',
    slot: '2016-05-14T00:00:00.000Z',
    produced: 250,
    consumed: 1500,
    imported: 1250,
    exported: 0,
  },
  {
    row: 3,
    member: 'home1',
    slot: '2016-05-14T00:15:00.000Z',
    produced: 2000,
    consumed: 125,
    imported: 0,
    exported: 1875,
  },
];

describe('a readings file', () => {
  it('in which one member is read hourly and another every quarter hour is refused, naming the member', async () => {
    const at = (minutes: number): string => new Date(Date.UTC(2016, 4, 14) + minutes * 60_000).toISOString();
    const hourly = Array.from({ length: 12 }, (_, hour) => `${at(hour * 60)},slow,0,1`);
    const quarters = Array.from({ length: 48 }, (_, slot) => `${at(slot * 15)},quick,0,1`);
    await expect(survey(lines(HEADER, ...hourly, ...quarters))).rejects.toThrow(
      /the readings of slow are 60 minutes apart, those of others 15/,
    );
  });

  it('in which a member has gaps is no such file', async () => {
    const at = (slot: number): string => new Date(Date.UTC(2016, 4, 14) + slot * 900_000).toISOString();
    const gappy = [0, 1, 4, 8, 12, 16, 20, 24, 28].map((slot) => `${at(slot)},gappy,0,1`);
    const whole = Array.from({ length: 30 }, (_, slot) => `${at(slot)},whole,0,1`);
    expect(await survey(lines(HEADER, ...gappy, ...whole))).toMatchObject({ intervalMinutes: 15, missingRows: 20 });
  });

  it('is read row by row; import and export come from the balance where the columns are absent', async () => {
    const { rows, survey: found } = await readings(two);
    expect(rows).toEqual(twoRows);
    expect(found).toMatchObject({
      rows: 2,
      goodRows: 2,
      badRowCount: 0,
      members: [{ name: 'home1', firstSlot: Date.UTC(2016, 4, 14), produces: true }],
      from: Date.UTC(2016, 4, 14),
      to: Date.UTC(2016, 4, 14, 0, 30),
      intervalMinutes: 15,
      missingRows: 0,
      unbalancedRows: 0,
      repeatedRows: 0,
      roundedWh: 0,
    });
  });

  it.each([
    ['a byte-order mark', `\uFEFF${two}`],
    ['Windows line ends', two.replaceAll('\n', '\r\n')],
    ['old Macintosh line ends', two.replaceAll('\n', '\r')],
    ['no line end at the end', two.trimEnd()],
    ['semicolons', two.replaceAll(',', ';')],
    ['tabs', two.replaceAll(',', '\t')],
    ['semicolons and decimal commas', two.replaceAll(',', ';').replaceAll('.', ',')],
    ['tabs and decimal commas', two.replaceAll(',', '\t').replaceAll('.', ',')],
    ['quoted decimal commas between commas', two.replaceAll(/(\d+)\.(\d+)/g, '"$1,$2"')],
    ['every cell quoted', two.replaceAll(/[^,\n]+/g, '"$&"')],
    ['spaces around the cells', two.replaceAll(/[^,\n]+/g, ' $& ')],
    ['capitals and spaces in the header', two.replace(HEADER, 'Timestamp,MEMBER,Produced kWh,Consumed_kWh')],
    ['empty cells at the end of the rows', two.replaceAll('\n', ',,\n')],
    ['UTF-16 with a byte-order mark', Buffer.from(`\uFEFF${two.replaceAll(',', '\t')}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(two, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\uFEFF${two}`, 'utf16le').swap16()],
  ])('with %s says the same', async (_, content) => {
    const { rows, survey: found } = await readings(content);
    expect(found.badRows).toEqual([]);
    expect(rows).toEqual(twoRows);
  });

  it('may have its columns in any order, and others that are ignored and named', async () => {
    const { rows, survey: found } = await readings(
      lines(
        'note,consumed_kwh,member,exported_kwh,timestamp,produced_kwh,imported_kwh',
        'x,1.5,home1,0.1,2016-05-14T00:00:00Z,0.25,1.35',
        '"a, b",0.125,home1,1.8,2016-05-14T00:15:00Z,2,0',
      ),
    );
    expect(rows).toEqual([
      { ...twoRows[0], imported: 1350, exported: 100 },
      { ...twoRows[1], imported: 0, exported: 1800 },
    ]);
    expect(found.style.header.ignored).toEqual(['note']);
    expect(found.unbalancedRows).toBe(1);
  });

  it('counts its rows as a spreadsheet shows them, over blank lines and cells with line breaks', async () => {
    const { survey: found } = await readings(
      lines('', HEADER, '', '2016-05-14T00:00:00Z,"home\n1",0,x', ',,,', '2016-05-14T00:00:00Z,home2,0,y'),
    );
    expect(found.badRows).toEqual([
      { row: 4, field: 'consumed_kwh', value: 'x', problem: 'is not a number' },
      { row: 6, field: 'consumed_kwh', value: 'y', problem: 'is not a number' },
    ]);
    expect(found.rows).toBe(2);
  });

  it('of Excel in western Europe keeps its umlauts', async () => {
    const { rows } = await readings(Buffer.from(lines(HEADER, '2016-05-14T00:00:00Z,M\u00fcller,0,1'), 'latin1'));
    expect(rows).toMatchObject([{ member: 'M\u00fcller' }]);
  });

  it.each([
    ['consumed_kwh', '-0.1', 'is negative'],
    ['consumed_kwh', 'NaN', 'is not a number'],
    ['consumed_kwh', 'Infinity', 'is not a number'],
    ['consumed_kwh', '0x10', 'is not a number'],
    ['consumed_kwh', '1.2.3', 'is not a number'],
    ['consumed_kwh', '0.5 kWh', 'is not a number'],
    ['consumed_kwh', '', 'is empty'],
    ['consumed_kwh', '2147484', 'is too large for one reading'],
    ['produced_kwh', 'n/a', 'is not a number'],
    ['member', '', 'is empty'],
    ['member', 'x'.repeat(201), 'is longer than 200 characters'],
    ['timestamp', '', 'is empty'],
    ['timestamp', 'yesterday', 'is not a time in a known form'],
    ['timestamp', '2016-02-30T00:00:00Z', 'is not a time of the calendar'],
    ['timestamp', '2016-05-14T25:00:00Z', 'is not a time of the calendar'],
    ['timestamp', '2016-05-14T00:00:01Z', 'is not on a whole minute'],
    ['timestamp', '0216-05-14T00:00:00Z', 'lies outside the years 1990 to 2100'],
  ])('has a bad row where %s is %j', async (field, value, problem) => {
    const cells = { timestamp: '2016-05-14T00:30:00Z', member: 'home1', produced_kwh: '0', consumed_kwh: '1' };
    const row = Object.values({ ...cells, [field]: value }).join(',');
    const { rows, survey: found } = await readings(`${two}${row}\n`);
    expect(found.badRows).toMatchObject([{ row: 4, field, problem: expect.stringContaining(problem) as string }]);
    expect(found.badRows[0].value).toBe(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    expect(found).toMatchObject({ rows: 3, goodRows: 2, badRowCount: 1 });
    expect(rows).toEqual(twoRows);
  });

  it('has a bad row where a time is off the steps of the other rows', async () => {
    const steps = ['00:00', '00:15', '00:30', '00:37', '00:45'].map((time) => `2016-05-14T${time}:00Z,home1,0,1`);
    const { rows, survey: found } = await readings(lines(HEADER, ...steps));
    expect(found.badRows).toEqual([
      {
        row: 5,
        field: 'timestamp',
        value: '2016-05-14T00:37:00Z',
        problem: 'is off the 15-minute steps of the other rows',
      },
    ]);
    expect(rows.map(({ row }) => row)).toEqual([2, 3, 4, 6]);
    expect(found.missingRows).toBe(0);
  });

  it('has a bad row where decimal commas are not quoted, and one where cells are missing', async () => {
    const { survey: found } = await readings(
      `${two}2016-05-14T00:30:00Z,home1,0,5,0,3\n2016-05-14T00:30:00Z,home1,1\n`,
    );
    expect(found.badRows).toMatchObject([
      { row: 4, field: 'row', problem: expect.stringContaining('has 6 cells where the header has 4') as string },
      { row: 5, field: 'consumed_kwh', value: '', problem: 'is empty' },
    ]);
  });

  it('lists the first hundred bad rows and counts them all', async () => {
    const bad = Array.from({ length: 250 }, (_, row) => `2016-05-14T00:30:00Z,home${row},0,x`);
    const found = await survey(two + lines(...bad));
    expect(found.badRows).toHaveLength(100);
    expect(found).toMatchObject({ rows: 252, badRowCount: 250, goodRows: 2 });
    expect(found.members).toHaveLength(1);
  });

  it('takes the last of the rows that repeat a member and time, and counts the others', async () => {
    const { rows, survey: found } = await readings(
      lines(
        HEADER,
        '2016-05-14T00:00:00Z,home1,0,1',
        '2016-05-14T00:15:00Z,home1,0,2',
        '2016-05-14T02:00:00+02:00,home1,0,3',
        '2016-05-14T00:00:00Z,home2,0,4',
        '2016-05-14T00:00:00Z,home1,0,5',
        '2016-05-14T00:00:00Z,home1,0,x',
      ),
    );
    expect(found).toMatchObject({ goodRows: 5, repeatedRows: 2, badRowCount: 1 });
    expect(rows.map(({ row, consumed }) => [row, consumed])).toEqual([
      [3, 2000],
      [5, 4000],
      [6, 5000],
    ]);
  });

  it('counts the rows that are missing between the first and the last of each member', async () => {
    const at = (hour: number, member: string, consumed = '1') =>
      `2016-05-14T${String(hour).padStart(2, '0')}:00:00Z,${member},0,${consumed}`;
    const found = await survey(
      lines(
        HEADER,
        ...[0, 1, 2, 5, 6].map((hour) => at(hour, 'home1')),
        ...[10, 11, 13].map((hour) => at(hour, 'home2')),
        // Bad, but not missing.
        at(12, 'home2', 'x'),
      ),
    );
    expect(found).toMatchObject({ intervalMinutes: 60, missingRows: 2, badRowCount: 1 });
  });

  it('takes whatever rests of a balance as flagged, beyond 1 Wh', async () => {
    const found = await survey(
      lines(
        `${HEADER},imported_kwh,exported_kwh`,
        '2016-05-14T00:00:00Z,home1,0.100,0.200,0.101,0',
        '2016-05-14T00:15:00Z,home1,0.100,0.200,0.102,0',
      ),
    );
    expect(found).toMatchObject({ goodRows: 2, unbalancedRows: 1 });
  });

  it('rounds finer decimals half-even to the Wh and reports what that changed in all', async () => {
    const { rows, survey: found } = await readings(
      lines(
        HEADER,
        '2016-05-14T00:00:00Z,home1,0.0005,0.0015',
        '2016-05-14T00:15:00Z,home1,0.12349999,1e-3',
        '2016-05-14T00:30:00Z,home1,0.000500000000000000001,0',
      ),
    );
    expect(rows.map(({ produced, consumed }) => [produced, consumed])).toEqual([
      [0, 2],
      [123, 1],
      [1, 0],
    ]);
    expect(found.roundedWh).toBeCloseTo(-0.5 + 0.5 - 0.49999 + 0.5, 6);
  });

  it.each([
    [5, '05'],
    [10, '10'],
    [12, '12'],
    [30, '30'],
    [45, '45'],
    [60, '60'],
  ])('may have an interval of %i minutes', async (interval) => {
    const rows = Array.from(
      { length: 5 },
      (_, index) => `${new Date(Date.UTC(2016, 4, 14) + index * interval * 60_000).toISOString()},home1,0,1`,
    );
    expect(await survey(lines(HEADER, ...rows))).toMatchObject({ intervalMinutes: interval, badRowCount: 0 });
  });

  it('finds the interval of the most rows, also when they stand in any order', async () => {
    const hours = [7, 3, 0, 4, 1, 9, 2, 8].map((hour) => `2016-05-14T0${hour}:30:00Z,home1,0,1`);
    const { survey: found } = await readings(lines(HEADER, ...hours, '2016-05-14T05:10:00Z,home1,0,1'));
    expect(found).toMatchObject({
      intervalMinutes: 60,
      badRows: [{ row: 10, field: 'timestamp', problem: 'is off the 60-minute steps of the other rows' }],
      missingRows: 2,
    });
  });

  it.each([
    [15, ['00:00', '00:30', '01:00', '01:15', '03:00'], 8],
    [15, ['00:00', '00:30', '01:15'], 3],
    [60, ['00:00', '02:00', '04:00', '05:00'], 2],
  ])('finds the %i minutes of a file that is full of gaps: %j', async (intervalMinutes, times, missingRows) => {
    const rows = times.map((time) => `2016-05-14T${time}:00Z,home1,0,1`);
    expect(await survey(lines(HEADER, ...rows))).toMatchObject({ intervalMinutes, badRowCount: 0, missingRows });
  });

  it('has no interval when there is one time only', async () => {
    const found = await survey(lines(HEADER, '2016-05-14T00:00:00Z,home1,0,1', '2016-05-14T00:00:00Z,home2,0,1'));
    expect(found).toMatchObject({ intervalMinutes: null, missingRows: 0, to: Date.UTC(2016, 4, 14, 0, 15) });
  });
});

describe('a file that is no readings file is refused with its name', () => {
  it.each([
    ['is empty', '', 'readings.csv: the file is empty.'],
    ['is blank', '\n\n', 'readings.csv: the file is empty.'],
    ['has no rows', `${HEADER}\n`, 'readings.csv: the file has a header and no rows.'],
    [
      'has no header',
      '2016-05-14T00:00:00Z,home1,0,1\n',
      'readings.csv: the columns timestamp, member, produced_kwh, consumed_kwh are missing in the header (row 1).',
    ],
    [
      'lacks a column',
      lines('timestamp;member;consumed_kwh', '2016-05-14;a;1'),
      'readings.csv: the column produced_kwh is missing in the header (row 1).',
    ],
    ['has a column twice', lines(`${HEADER},member`, 'x'), 'readings.csv: the column member is in the header twice.'],
    ['is binary', Buffer.from([1, 2, 0, 0, 0, 7, 9, 0, 0]), 'readings.csv: this is a binary file, not text.'],
    ['is a workbook', Buffer.from('PK\u0003\u0004 xl/'), 'readings.csv: this is a workbook or an archive, not text.'],
    [
      'has daily values',
      lines(HEADER, '2016-05-14,a,0,1', '2016-05-15,a,0,1', '2016-05-16,a,0,1'),
      'readings.csv: its readings are 1440 minutes apart.',
    ],
    [
      'has values of every minute',
      lines(HEADER, '2016-05-14 00:00,a,0,1', '2016-05-14 00:01,a,0,1'),
      'readings.csv: its readings are 1 minutes apart.',
    ],
    [
      'opens a quotation mark and does not close it',
      lines(HEADER, `"2016-05-14T00:00:00Z,a,0,1${'\n2016-05-14T00:00:00Z,a,0,1'.repeat(4000)}`),
      'readings.csv: row 2 cannot be read as CSV: a quotation mark is opened and not closed.',
    ],
  ])('when it %s', async (_, content, message) => {
    await expect(survey(content)).rejects.toMatchObject({ code: 'INPUT_INVALID', message });
  });

  it('when it is not there', async () => {
    const file = { path: '/nowhere/readings.csv', name: 'readings.csv' };
    await expect(inspectSource(file)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'readings.csv: the file could not be read (ENOENT).',
    });
  });
});

describe('the readings of the Konstanz homes', () => {
  it('are five homes over 263 days without a bad row', async () => {
    expect(existsSync(KONSTANZ), `${KONSTANZ} is missing: this test needs the shared data`).toBe(true);
    const file = { path: KONSTANZ, name: 'readings.csv' };
    const source = await inspectSource(file);
    if (source.kind !== 'text') throw new Error('not a text');
    const found = await surveyReadings({ file, source, timeZone: 'Europe/Berlin' });
    expect(found).toMatchObject({
      rows: 31_560,
      goodRows: 31_560,
      intervalMinutes: 60,
      missingRows: 0,
      repeatedRows: 0,
      unbalancedRows: 202,
      from: Date.UTC(2016, 4, 14),
      to: Date.UTC(2017, 1, 1),
    });
    expect(found.members.map(({ name, produces }) => [name, produces])).toEqual([
      ['home2', false],
      ['home3', true],
      ['home4', true],
      ['home5', false],
      ['home6', true],
    ]);
  });
});

describe('a large file', () => {
  it('is read with memory that does not grow with its rows', { timeout: 240_000 }, async () => {
    const rows: string[] = [HEADER];
    for (let row = 0; row < 400_000; row++) {
      const time = new Date(Date.UTC(2016, 0, 1) + (row % 50_000) * 900_000).toISOString();
      rows.push(`${time},home${Math.floor(row / 50_000)},0.25,1.5`);
    }
    const file = temporaryCsv(rows.join('\n'));
    const child = new URL('survey-child.ts', import.meta.url).pathname;
    // Room for the program and its garbage; 400,000 rows as objects would not fit.
    const { stdout } = await run(process.execPath, ['--max-old-space-size=28', child, file.path]);
    expect(stdout).toBe('400000\n');
  });
});
