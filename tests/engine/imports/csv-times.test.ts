import { describe, expect, it } from 'vitest';
import { parseTime } from '#engine/imports/csv-times.ts';
import { HEADER, lines, readings, survey } from './csv-file.ts';

const at = (iso: string): number => Date.parse(iso);

describe('a time cell', () => {
  it.each([
    ['2016-05-14T00:15:00Z', 'instant', '2016-05-14T00:15:00Z'],
    ['2016-05-14T00:15Z', 'instant', '2016-05-14T00:15:00Z'],
    ['2016-05-14t00:15:00.000z', 'instant', '2016-05-14T00:15:00Z'],
    ['2016-05-14 00:15:00+00', 'instant', '2016-05-14T00:15:00Z'],
    ['2016-05-14T02:15:00+02:00', 'instant', '2016-05-14T00:15:00Z'],
    ['2016-05-13T19:15:00-0500', 'instant', '2016-05-14T00:15:00Z'],
    ['2016-05-14 05:45 +05:30', 'instant', '2016-05-14T00:15:00Z'],
    ['2016-05-14 00:15 UTC', 'instant', '2016-05-14T00:15:00Z'],
    ['2016-05-14T00:15', 'wall', '2016-05-14T00:15:00Z'],
    ['2016-05-14 00:15', 'wall', '2016-05-14T00:15:00Z'],
    ['2016/5/14 0:15', 'wall', '2016-05-14T00:15:00Z'],
    ['2016-05-14', 'wall', '2016-05-14T00:00:00Z'],
    ['2016-05-13 24:00', 'wall', '2016-05-14T00:00:00Z'],
    ['14.05.2016 00:15', 'wall', '2016-05-14T00:15:00Z'],
    ['14.5.16 0:15:00', 'wall', '2016-05-14T00:15:00Z'],
    ['14.05.2016', 'wall', '2016-05-14T00:00:00Z'],
    ['42504.25', 'wall', '2016-05-14T06:00:00Z'],
    ['42504,25', 'wall', '2016-05-14T06:00:00Z'],
    ['42504', 'wall', '2016-05-14T00:00:00Z'],
    ['42504.0104166667', 'wall', '2016-05-14T00:15:00Z'],
    ['42504.0104', 'wall', '2016-05-14T00:15:00Z'],
  ])('%j is the %s %s', (cell, kind, iso) => {
    expect(parseTime(cell, 'unknown')).toMatchObject({ kind, time: at(iso) });
  });

  it.each([
    ['5/6/2016 13:15', 'day-first', '2016-06-05T13:15:00Z'],
    ['5/6/2016 13:15', 'month-first', '2016-05-06T13:15:00Z'],
    ['5-6-2016 13:15', 'day-first', '2016-06-05T13:15:00Z'],
    ['5/6/2016 1:15 PM', 'month-first', '2016-05-06T13:15:00Z'],
    ['5/6/16, 12:15 a.m.', 'month-first', '2016-05-06T00:15:00Z'],
    ['5/6/2016 12:00 pm', 'month-first', '2016-05-06T12:00:00Z'],
  ] as const)('%j read %s is %s', (cell, order, iso) => {
    expect(parseTime(cell, order)).toMatchObject({ kind: 'wall', time: at(iso) });
  });

  it.each([
    ['31.04.2016 00:00', 'is not a time of the calendar'],
    ['14.05.2016 24:15', 'is not a time of the calendar'],
    ['14.05.2016 00:60', 'is not a time of the calendar'],
    ['5/6/2016 13:15 PM', 'is not a time of the calendar'],
    ['42504.26', 'is not on a whole minute'],
    ['2016-05-14T00:15:30Z', 'is not on a whole minute'],
    ['14.05.1016 00:00', 'lies outside the years 1990 to 2100'],
    ['1463184000', 'is not a time in a known form'],
    ['14.05/2016', 'is not a time in a known form'],
    ['00:15', 'is not a time in a known form'],
    ['', 'is empty'],
  ])('%j is refused', (cell, problem) => {
    expect(parseTime(cell, 'day-first')).toMatchObject({
      kind: 'bad',
      problem: expect.stringContaining(problem) as string,
    });
  });
});

describe('dates with slashes', () => {
  const rows = (...dates: readonly string[]) => lines(HEADER, ...dates.map((date) => `${date},home1,0,1`));

  it('are day first when one row of the file proves it', async () => {
    const { rows: found, survey: whole } = await readings(rows('12/05/2016 23:00', '13/05/2016 00:00'), 'UTC');
    expect(found.map(({ slot }) => slot)).toEqual(['2016-05-12T23:00:00.000Z', '2016-05-13T00:00:00.000Z']);
    expect(whole.timeForms).toEqual(['day/month/year']);
  });

  it('are month first when one row of the file proves it, also far behind', async () => {
    const many = Array.from({ length: 24 * 300 }, (_, hour) => {
      const time = new Date(Date.UTC(2016, 0, 12, hour));
      return time.getUTCDate() > 12 && hour < 24 * 290
        ? null
        : `${time.getUTCMonth() + 1}/${time.getUTCDate()}/2016 ${time.getUTCHours()}:00`;
    }).filter((cell) => cell !== null);
    const { rows: found, survey: whole } = await readings(rows(...many), 'UTC');
    expect(whole).toMatchObject({ badRowCount: 0, style: { dateOrder: 'month-first' } });
    expect(found[0].slot).toBe('2016-01-12T00:00:00.000Z');
  });

  it('are refused when no row settles the order, and the message says which date', async () => {
    await expect(survey(rows('05/06/2016 00:00', '05/06/2016 01:00'))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message:
        'readings.csv: dates such as 05/06/2016 00:00 can be read day first or month first, and no row settles which.',
      details: { file: 'readings.csv', field: 'timestamp' },
    });
  });

  it('that are no dates settle nothing', async () => {
    const { survey: whole } = await readings(rows('99/06/2016 00:00', '05/13/2016 00:00', '05/13/2016 01:00'), 'UTC');
    expect(whole).toMatchObject({ style: { dateOrder: 'month-first' }, badRowCount: 1, goodRows: 2 });
  });

  it('are refused when they stand in both orders', async () => {
    await expect(survey(rows('13/06/2016 00:00', '06/13/2016 01:00'))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('day first in some rows and month first in others') as string,
    });
  });
});

describe('local times', () => {
  const quarters = (day: string, ...hours: readonly string[]) => hours.map((hour) => `${day} ${hour},home1,0,1`);
  const slots = async (timeZone: string, ...rows: readonly string[]) => {
    const { rows: found, survey: whole } = await readings(lines(HEADER, ...rows), timeZone);
    return { slots: found.map(({ slot }) => slot.slice(0, 16)), survey: whole };
  };

  it('are those of the zone, in winter and in summer', async () => {
    const { slots: found } = await slots(
      'Europe/Berlin',
      '15.01.2016 12:00,home1,0,1',
      '15.01.2016 13:00,home1,0,1',
      '15.07.2016 12:00,home1,0,1',
    );
    expect(found).toEqual(['2016-01-15T11:00', '2016-01-15T12:00', '2016-07-15T10:00']);
  });

  it('do not exist in the hour that the clocks jump over in spring', async () => {
    const { slots: found, survey: whole } = await slots(
      'Europe/Berlin',
      ...quarters('27.03.2016', '01:30', '01:45', '02:00', '02:45', '03:00', '03:15'),
    );
    expect(found).toEqual(['2016-03-27T00:30', '2016-03-27T00:45', '2016-03-27T01:00', '2016-03-27T01:15']);
    expect(whole).toMatchObject({
      missingRows: 0,
      badRows: [
        { row: 4, field: 'timestamp', problem: expect.stringContaining('does not exist') as string },
        { row: 5, field: 'timestamp', value: '27.03.2016 02:45' },
      ],
    });
  });

  it('come twice in the hour that is repeated in autumn: each member has its first before the change', async () => {
    const day = '30.10.2016';
    const hours = ['01:45', '02:00', '02:15', '02:30', '02:45', '02:00', '02:15', '02:30', '02:45', '03:00'];
    const { slots: found, survey: whole } = await slots('Europe/Berlin', ...quarters(day, ...hours));
    expect(found).toEqual([
      '2016-10-29T23:45',
      '2016-10-30T00:00',
      '2016-10-30T00:15',
      '2016-10-30T00:30',
      '2016-10-30T00:45',
      '2016-10-30T01:00',
      '2016-10-30T01:15',
      '2016-10-30T01:30',
      '2016-10-30T01:45',
      '2016-10-30T02:00',
    ]);
    expect(whole).toMatchObject({ missingRows: 0, repeatedRows: 0 });
  });

  it('come twice for each member of a file that is sorted by time', async () => {
    const rows = ['01:00', '02:00', '02:00', '03:00'].flatMap((hour) =>
      ['home1', 'home2'].map((member) => `2016-10-30 ${hour},${member},0,1`),
    );
    const { slots: found } = await slots('Europe/Berlin', ...rows);
    expect(found.filter((_, row) => row % 2 === 1)).toEqual([
      '2016-10-29T23:00',
      '2016-10-30T00:00',
      '2016-10-30T01:00',
      '2016-10-30T02:00',
    ]);
  });

  it('come in the other order in a file that runs from new to old', async () => {
    const { slots: found } = await slots(
      'Europe/Berlin',
      ...quarters('30.10.2016', '03:00', '02:00', '02:00', '01:00'),
    );
    expect(found).toEqual(['2016-10-30T02:00', '2016-10-30T01:00', '2016-10-30T00:00', '2016-10-29T23:00']);
  });

  it('of half-hour zones keep their hourly steps', async () => {
    const { slots: found, survey: whole } = await slots(
      'Asia/Kolkata',
      ...quarters('2016-05-14', '00:00', '01:00', '02:00'),
    );
    expect(found).toEqual(['2016-05-13T18:30', '2016-05-13T19:30', '2016-05-13T20:30']);
    expect(whole).toMatchObject({ intervalMinutes: 60, badRowCount: 0 });
  });
});
