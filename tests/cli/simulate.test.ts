import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSimulate } from '#cli/simulate.ts';

const KONSTANZ = path.resolve('../shared/data/konstanz-homes/readings.csv');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'simulate-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function readingsFile(content: string | Uint8Array, name = 'readings.csv'): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const market = ['--mechanism', 'uniform-price', '--retail', '0.30', '--feed-in', '0.08'];

async function run(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const io = { stdout: (text: string) => void (stdout += text), stderr: (text: string) => void (stderr += text) };
  const exitCode = await runSimulate(args, io);
  return { exitCode, stdout, stderr };
}

async function simulate(content: string, ...args: string[]): Promise<Record<string, number | null>> {
  const { stdout } = await run('--readings', readingsFile(content), ...market, '--json', ...args);
  return JSON.parse(stdout) as Record<string, number | null>;
}

const HEADER = 'timestamp,member,produced_kwh,consumed_kwh';
const rows = (...cells: readonly string[]) => [HEADER, ...cells].map((row) => `${row}\n`).join('');

const day = rows(
  '2016-05-14T10:00:00Z,a,1.000,0.200',
  '2016-05-14T10:00:00Z,b,0,0.300',
  '2016-05-14T10:00:00Z,c,0,0.250',
  '2016-05-14T11:00:00Z,a,0.100,0.200',
  '2016-05-14T11:00:00Z,b,0,0.300',
  '2016-05-14T12:00:00Z,c,0.000,0.000',
);

describe('simulate', () => {
  it('prints one line of JSON with the fields in their fixed order', async () => {
    const { exitCode, stdout, stderr } = await run('--readings', readingsFile(day), ...market, '--json');
    expect(exitCode).toBe(0);
    // Member c has no row at 11:00: that is said, and is no part of the result.
    expect(stderr).toMatch(/readings\.csv: readings missing between a member's first and last one: 1\n$/);
    // 10:00: 0.800 to sell, 0.550 wanted, so the price is the feed-in tariff. 11:00: nobody sells.
    expect(stdout).toBe(
      '{"slots":3,"members":3,"produced_kwh":1.1,"consumed_kwh":1.25,"self_consumed_kwh":0.85,"traded_kwh":0.55,' +
        '"imported_kwh":0.4,"exported_kwh":0.25,"self_sufficiency":0.68,"self_consumption":0.7727272727272727,' +
        '"savings_total":0.121,"worse_off_members":0,"clearings":3,"verified":3}\n',
    );
  });

  it('prints a table for people', async () => {
    const { stdout } = await run('--readings', readingsFile(day), ...market);
    expect(stdout).toContain('traded_kwh         0.55\n');
    expect(stdout).toContain('verified           3\n');
  });

  it('says n/a where a denominator is 0', async () => {
    const nothing = rows('2016-05-14T10:00:00Z,a,0,0');
    expect(await simulate(nothing)).toMatchObject({
      slots: 1,
      self_sufficiency: null,
      self_consumption: null,
      savings_total: 0,
      clearings: 1,
      verified: 1,
    });
    const { stdout } = await run('--readings', readingsFile(nothing), ...market);
    expect(stdout).toContain('self_sufficiency   n/a\n');
  });

  it('takes a part of the file: whole local days, or exact instants with the end excluded', async () => {
    const four = rows(
      '2016-05-14T21:00:00Z,a,0,1',
      '2016-05-14T22:00:00Z,a,0,2',
      '2016-05-15T21:00:00Z,a,0,4',
      '2016-05-15T22:00:00Z,a,0,8',
    );
    const consumed = async (...args: string[]) => (await simulate(four, ...args))['consumed_kwh'];
    expect(await consumed()).toBe(15);
    expect(await consumed('--from', '2016-05-15', '--to', '2016-05-15', '--time-zone', 'Europe/Berlin')).toBe(6);
    expect(await consumed('--from', '2016-05-15', '--to', '2016-05-15', '--time-zone', 'UTC')).toBe(12);
    expect(await consumed('--from', '2016-05-14T22:00:00Z', '--to', '2016-05-15T22:00:00Z')).toBe(6);
  });

  it('takes semicolons, decimal commas and local times, and the last of repeated rows', async () => {
    const local = [
      'timestamp;member;produced_kwh;consumed_kwh',
      '14.05.2016 12:00;a;9;9',
      '14.05.2016 12:00;b;0;0,5',
      '14.05.2016 12:00;a;1,5;0,5',
    ].join('\r\n');
    expect(await simulate(local, '--time-zone', 'Europe/Berlin')).toMatchObject({
      slots: 1,
      produced_kwh: 1.5,
      traded_kwh: 0.5,
      exported_kwh: 0.5,
    });
  });

  it('trades nothing when feed-in is above retail', async () => {
    const prices = ['--mechanism', 'uniform-price', '--retail', '0.05', '--feed-in', '0.08'];
    const { stdout } = await run('--readings', readingsFile(day), ...prices, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ traded_kwh: 0, savings_total: 0, worse_off_members: 0, verified: 3 });
  });

  it('adds up for any readings', async () => {
    const reading = fc.record({
      slot: fc.nat({ max: 5 }),
      member: fc.nat({ max: 4 }),
      produced: fc.nat({ max: 2000 }),
      consumed: fc.nat({ max: 2000 }),
    });
    const files = fc.uniqueArray(reading, {
      selector: ({ slot, member }) => `${slot} ${member}`,
      minLength: 1,
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(files, async (readings) => {
        const result = await simulate(
          rows(
            // Somebody who is there all the time: the file's steps are beyond doubt.
            ...[0, 1, 2, 3, 4, 5].map((slot) => `2016-05-14T10:${slot}0:00Z,steady,0,0`),
            ...readings.map(
              ({ slot, member, produced, consumed }) =>
                `2016-05-14T10:${slot}0:00Z,m${member},${produced / 1000},${consumed / 1000}`,
            ),
          ),
        );
        const sums = new Map<number, { produced: number; consumed: number; surplus: number; need: number }>();
        for (const { slot, produced, consumed } of readings) {
          const sum = sums.get(slot) ?? { produced: 0, consumed: 0, surplus: 0, need: 0 };
          sum.produced += produced;
          sum.consumed += consumed;
          sum.surplus += Math.max(0, produced - consumed);
          sum.need += Math.max(0, consumed - produced);
          sums.set(slot, sum);
        }
        const total = (of: (sum: { produced: number; consumed: number; surplus: number; need: number }) => number) =>
          [...sums.values()].reduce((all, sum) => all + of(sum), 0);
        const traded = total(({ surplus, need }) => Math.min(surplus, need));
        expect(result).toMatchObject({
          slots: 6,
          produced_kwh: total(({ produced }) => produced) / 1000,
          consumed_kwh: total(({ consumed }) => consumed) / 1000,
          self_consumed_kwh: total(({ produced, consumed }) => Math.min(produced, consumed)) / 1000,
          traded_kwh: traded / 1000,
          imported_kwh: (total(({ need }) => need) - traded) / 1000,
          exported_kwh: (total(({ surplus }) => surplus) - traded) / 1000,
          // Whatever the price between the tariffs, buyer and seller together gain their difference.
          savings_total: (traded * 220) / 1_000_000,
          worse_off_members: 0,
          clearings: 6,
          verified: 6,
        });
      }),
      { numRuns: 40 },
    );
  });

  it('of the Konstanz homes gives what an independent count gives', async () => {
    expect(existsSync(KONSTANZ), `${KONSTANZ} is missing: this test needs the shared data`).toBe(true);
    const { exitCode, stdout } = await run('--readings', KONSTANZ, ...market, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      slots: 6312,
      members: 5,
      produced_kwh: 17_447.349,
      consumed_kwh: 19_070.913,
      self_consumed_kwh: 9175.166,
      traded_kwh: 1265.473,
      imported_kwh: 9895.747,
      exported_kwh: 8272.183,
      self_sufficiency: 9_175_166 / 19_070_913,
      self_consumption: 9_175_166 / 17_447_349,
      savings_total: 278.40406,
      worse_off_members: 0,
      clearings: 6312,
      verified: 6312,
    });
  });
});

describe('simulate refuses', () => {
  it.each([
    [`${day}2016-05-14T13:00:00Z,a,0,-1\n`, 'row 8, consumed_kwh: "-1" is negative'],
    [`${day}2016-05-14T13:00:00Z,a,NaN,1\n`, 'row 8, produced_kwh: "NaN" is not a number'],
    [`${day}soon,a,0,1\n`, 'row 8, timestamp: "soon" is not a time in a known form'],
    [`${day}2016-05-14T13:00:00Z,,0,1\n`, 'row 8, member: "" is empty'],
    ['', 'the file is empty.'],
    [`${HEADER}\n`, 'the file has a header and no rows.'],
    [day.replace('consumed_kwh', 'used_kwh'), 'the column consumed_kwh is missing in the header (row 1).'],
  ])('a file with %j in one line', async (content, message) => {
    const file = readingsFile(content);
    const error = await run('--readings', file, ...market).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(`${file}: ${message}`) as string,
    });
    expect((error as Error).message).not.toContain('\n');
  });

  it('a file that is not there or is no CSV', async () => {
    await expect(run('--readings', '/nowhere.csv', ...market)).rejects.toThrow(
      '/nowhere.csv: the file could not be read (ENOENT).',
    );
    const file = readingsFile(gzipSync(day), 'readings.csv.gz');
    await expect(run('--readings', file, ...market)).rejects.toThrow(`${file}: not a CSV file with meter readings`);
  });

  it.each([
    [['--mechanism', 'lottery'], '--mechanism: unknown mechanism "lottery"; available: uniform-price'],
    [['--retail', 'cheap'], '--retail cheap: not a price per kWh with at most 6 decimals, such as 0.30'],
    [['--feed-in', '0.0812345'], '--feed-in 0.0812345: not a price per kWh with at most 6 decimals, such as 0.30'],
    [['--retail', ''], '--retail is missing'],
    [['--time-zone', 'Mars/Olympus'], '--time-zone Mars/Olympus: not an IANA time zone'],
    [['--from', 'yesterday'], '--from yesterday: not a day such as 2026-01-31 or an instant with offset'],
    [['--from', '2016-05-14T10:00:00'], '--from 2016-05-14T10:00:00: not a time such as 2026-01-31T12:00:00Z'],
    [['--from', '2016-05-15', '--to', '2016-05-14'], '--to lies before --from'],
    [['--from', '2030-01-01'], 'no reading lies between --from and --to'],
  ])('the flags %j', async (flags, message) => {
    await expect(run('--readings', readingsFile(day), ...market, ...flags)).rejects.toThrow(message);
  });

  it('to run without its flags', async () => {
    await expect(run()).rejects.toThrow('--readings is missing');
    await expect(run('--readings', 'x')).rejects.toThrow('--mechanism is missing');
  });
});
