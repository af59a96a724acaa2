import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runDemo } from '#cli/demo.ts';
import { runDoctor } from '#cli/doctor.ts';
import { runImport } from '#cli/import.ts';
import { runStats } from '#cli/stats.ts';

const folder = mkdtempSync(join(tmpdir(), 'commonwatt-cli-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const passphraseFile = join(folder, 'passphrase');
writeFileSync(passphraseFile, 'solar neighbours share\n');
const readings = join(folder, 'readings.csv');
writeFileSync(
  readings,
  `timestamp;member;produced_kwh;consumed_kwh
2026-05-01T10:00:00Z;one;2,000;0,500
2026-05-01T10:00:00Z;two;0,000;1,000
2026-05-01T10:15:00Z;one;0,250;0,500
2026-05-01T10:15:00Z;two;0,000;1,000
`,
);

interface Run {
  readonly exitCode: number;
  readonly output: string;
  readonly json: Record<string, unknown>;
}

async function run(command: typeof runDemo, ...args: string[]): Promise<Run> {
  let output = '';
  const exitCode = await command([...args, '--json'], { stdout: (text) => (output += text), stderr: () => undefined });
  return { exitCode, output, json: JSON.parse(output) as Record<string, unknown> };
}

const profileFlags = (name: string): string[] => {
  const profile = join(folder, name);
  mkdirSync(profile, { recursive: true });
  return ['--profile', profile, '--passphrase-file', passphraseFile];
};

describe('demo', () => {
  const small = ['--members', '8', '--days', '3', '--seed', '5', '--until', '2026-06-10T00:00:00Z'];

  it('prints one line of JSON with the indicators in the wire’s units', async () => {
    const { exitCode, output, json } = await run(runDemo, ...small);
    expect(exitCode).toBe(0);
    expect(output.trimEnd().split('\n')).toHaveLength(1);
    expect(json).toMatchObject({
      community: 'Sonnenhang',
      marks: ['demo'],
      currency: 'EUR',
      period_end: '2026-06-10T00:00:00.000Z',
    });
    expect(json['self_sufficiency']).toBe((json['self_consumed_kwh'] as number) / (json['consumed_kwh'] as number));
  });

  it('written as a snapshot and read again has the same indicators, and is still marked as a demo', async () => {
    const file = join(folder, 'demo.commonwatt');
    const direct = await run(runDemo, ...small);
    expect((await run(runDemo, ...small, '--out', file)).exitCode).toBe(0);
    expect((await run(runStats, '--file', file)).json).toEqual(direct.json);
  });

  it('refuses a number of members that no community has, naming the flag', async () => {
    await expect(run(runDemo, '--members', '3')).rejects.toThrow(/--members 3/);
  });
});

describe('import and stats', () => {
  it('keep a community in a profile that only its passphrase opens', async () => {
    const profile = profileFlags('kept');
    const imported = await run(
      runImport,
      '--file',
      readings,
      '--name',
      'Two homes',
      '--time-zone',
      'Europe/Berlin',
      ...profile,
    );
    expect(imported.json).toMatchObject({ kept: true, imported: 4, indicators: { members: 2, consumed_kwh: 3 } });
    const stats = await run(runStats, ...profile);
    expect(stats.json).toMatchObject({
      community: 'Two homes',
      marks: [],
      produced_kwh: 2.25,
      self_consumed_kwh: 1.75,
    });
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, 'not the passphrase');
    await expect(run(runStats, ...profile.slice(0, 2), '--passphrase-file', wrong)).rejects.toThrow(/does not open/);
  });

  it('count whole local days only, the last one included', async () => {
    const before = await run(
      runStats,
      '--file',
      readings,
      '--time-zone',
      'Europe/Berlin',
      '--from',
      '2026-05-01',
      '--to',
      '2026-05-01',
    );
    expect(before.json).toMatchObject({ consumed_kwh: 3, period_start: '2026-04-30T22:00:00.000Z' });
    const after = await run(runStats, '--file', readings, '--from', '2026-05-02', '--to', '2026-05-03');
    expect(after.json).toMatchObject({ consumed_kwh: 0, self_sufficiency: null });
  });

  it('try an import without a profile and keep nothing', async () => {
    const tried = await run(
      runImport,
      '--file',
      readings,
      '--retail',
      '0.30',
      '--feed-in',
      '0.08',
      '--simulate-trades',
    );
    expect(tried.json).toMatchObject({ kept: false, trades: 1, indicators: { traded_kwh: 1, savings_total: 0.22 } });
  });

  it('refuse a file with a bad row naming file, row and field, and import the rest on request', async () => {
    const bad = join(folder, 'bad.csv');
    writeFileSync(
      bad,
      'timestamp,member,produced_kwh,consumed_kwh\n2026-05-01T10:00:00Z,one,1,1\n2026-05-01T10:15:00Z,one,-1,1\n',
    );
    await expect(run(runImport, '--file', bad)).rejects.toThrow(/bad\.csv: row 3, produced_kwh/);
    expect((await run(runImport, '--file', bad, '--on-bad-rows', 'skip')).json).toMatchObject({
      imported: 1,
      skipped: 1,
    });
  });

  it('hold the command line to the same rules as the window', async () => {
    await expect(run(runImport, '--file', readings, '--currency', 'euro')).rejects.toThrow(
      /currency: not a currency code/,
    );
    await expect(run(runImport, '--file', readings, '--name', '')).rejects.toThrow(/communityName/);
  });

  it('do not make a profile where one is only read', async () => {
    const profile = profileFlags('mistyped');
    await expect(run(runStats, ...profile)).rejects.toThrow(/there is no profile here/);
    expect(readdirSync(profile[1])).toEqual([]);
  });

  it('say what is missing when neither a profile nor a file is named', async () => {
    await expect(run(runStats)).rejects.toThrow(/--profile or a --file/);
  });
});

describe('doctor', () => {
  it('finds this machine and a sound profile in order', async () => {
    const profile = profileFlags('sound');
    await run(runImport, '--file', readings, ...profile);
    const { exitCode, json } = await run(runDoctor, ...profile);
    expect(json).toMatchObject({ ok: true });
    expect(exitCode).toBe(0);
    const names = (json['checks'] as { name: string }[]).map((check) => check.name);
    expect(names).toEqual(
      expect.arrayContaining(['runtime', 'cipher', 'free disk', 'cache file', 'cache integrity', 'cache rollups']),
    );
  });

  it('makes the checks of the Diagnostics view, and does not fail for what only needs a look', async () => {
    const { exitCode, json } = await run(runDoctor, ...profileFlags('sound'));
    const checks = json['checks'] as { name: string; ok: boolean; value: string; details?: object }[];
    const check = (name: string) => checks.find((one) => one.name === name);
    expect(check('backups')).toMatchObject({
      ok: true,
      value: expect.stringMatching(/^attention: none/) as string,
      details: { count: 0 },
    });
    expect(check('audit')).toMatchObject({
      ok: true,
      value: expect.stringMatching(/^entries \d+, verifiedAt 20/) as string,
    });
    expect(check('exchange')).toMatchObject({ ok: true, details: { state: 'off' } });
    expect(exitCode).toBe(0);
  });

  it('names what is wrong with a damaged cache beside all its other checks, with exit code 1', async () => {
    const profile = profileFlags('damaged');
    await run(runImport, '--file', readings, ...profile);
    const file = join(profile[1], 'cache', 'commonwatt.db');
    truncateSync(file, 8192);
    const { exitCode, json } = await run(runDoctor, ...profile);
    expect(exitCode).toBe(1);
    const checks = json['checks'] as { name: string; ok: boolean; value: string }[];
    expect(checks.find((check) => check.name === 'cache integrity')).toMatchObject({
      ok: false,
      value: expect.stringMatching(/^CACHE_CORRUPT/) as string,
    });
    expect(checks.find((check) => check.name === 'cipher')?.ok).toBe(true);
  });

  it('fails with exit code 1 on a cache that is not encrypted', async () => {
    const profile = join(folder, 'plain');
    mkdirSync(join(profile, 'cache'), { recursive: true });
    writeFileSync(join(profile, 'cache', 'commonwatt.db'), 'SQLite format 3\0 and the rest');
    const { exitCode, json } = await run(runDoctor, '--profile', profile);
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ ok: false });
  });
});
