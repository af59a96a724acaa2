import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '#cli/command.ts';
import { runDemo } from '#cli/demo.ts';
import { runImport } from '#cli/import.ts';
import { unlockProfile } from '#cli/profile.ts';
import { runReplay } from '#cli/replay.ts';
import { openCache } from '#engine/cache/open.ts';
import { uuidText } from '#shared/domain/uuid.ts';

const PASSPHRASE = 'solar neighbours share';
const folder = mkdtempSync(path.join(tmpdir(), 'commonwatt-cli-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const passphraseFile = path.join(folder, 'passphrase');
writeFileSync(passphraseFile, PASSPHRASE);

const profileFlags = (name: string): string[] => {
  mkdirSync(path.join(folder, name), { recursive: true });
  return ['--profile', path.join(folder, name), '--passphrase-file', passphraseFile];
};

async function run(command: typeof runReplay, ...args: string[]): Promise<{ exitCode: number; stdout: string }> {
  let stdout = '';
  const exitCode = await command(args, { stdout: (text) => (stdout += text), stderr: () => undefined });
  return { exitCode, stdout };
}

interface Replayed {
  readonly exitCode: number;
  readonly clearings: number;
  readonly verified: number;
  readonly different: number;
  readonly without_certificate: number;
  readonly findings: { clearing: string; slot: string; differences: Record<string, unknown>[] }[];
}

async function replay(...args: string[]): Promise<Replayed> {
  const { exitCode, stdout } = await run(runReplay, ...args, '--json');
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return { exitCode, ...(JSON.parse(stdout) as Omit<Replayed, 'exitCode'>) };
}

/** A local day in Berlin, which begins at 22:00 UTC, and an hour of the next. */
const demo = ['--members', '8', '--days', '2', '--seed', '5', '--until', '2026-06-09T23:00:00Z'];
const DAY = 96;
const ALL = DAY + 4;
const snapshot = path.join(folder, 'demo.commonwatt');
beforeAll(async () => {
  await run(runDemo, ...demo, '--out', snapshot);
});

describe('replay of a file', () => {
  it('verifies every clearing, with exit code 0', async () => {
    expect(await replay('--file', snapshot)).toEqual({
      exitCode: 0,
      clearings: ALL,
      verified: ALL,
      different: 0,
      without_certificate: 0,
      findings: [],
    });
    expect((await run(runReplay, '--file', snapshot)).stdout).toBe(
      '100 of 100 clearings verified, 0 differ, 0 without a certificate\n',
    );
  });

  it.each([
    [['--from', '2026-06-10'], ALL - DAY],
    [['--to', '2026-06-09'], DAY],
    [['--from', '2026-06-09', '--to', '2026-06-10'], ALL],
  ])('takes the local days %j, the last one included', async (days, clearings) => {
    expect(await replay('--file', snapshot, ...days)).toMatchObject({ clearings, verified: clearings });
  });

  it('without any clearing is refused: nothing was checked', async () => {
    const readings = path.join(folder, 'readings.csv');
    writeFileSync(readings, 'timestamp,member,produced_kwh,consumed_kwh\n2026-05-01T10:00:00Z,one,1,1\n');
    await expect(replay('--file', readings)).rejects.toThrow(new UsageError('readings has no clearing yet'));
  });
});

describe('replay of a profile', () => {
  it('tells the exact difference of what was tampered with, in JSON and in words, with exit code 1', async () => {
    const profile = profileFlags('demo');
    await run(runDemo, ...demo, ...profile);
    expect(await replay(...profile)).toMatchObject({ exitCode: 0, verified: ALL });

    const trade = await raisePriceOfATrade(profile[1]);
    const { id, clearing, slot } = trade;
    const difference = { record: 'trade', id, field: 'price_per_kwh', stored: trade.raised, expected: trade.price };
    expect(await replay(...profile)).toEqual({
      exitCode: 1,
      clearings: ALL,
      verified: ALL - 1,
      different: 1,
      without_certificate: 0,
      findings: [{ clearing, slot, differences: [difference] }],
    });
    expect(await run(runReplay, ...profile, '--clearing', clearing.toUpperCase())).toEqual({
      exitCode: 1,
      stdout:
        '0 of 1 clearings verified, 1 differ, 0 without a certificate\n' +
        `${slot}  clearing ${clearing}\n` +
        `  trade ${id}, price_per_kwh: stored ${trade.raised}, expected ${trade.price}\n`,
    });
  });

  /** Changes the cache of a profile behind the console's back. Prices in currency per kWh. */
  async function raisePriceOfATrade(profile: string) {
    const cache = openCache(await unlockProfile(profile, PASSPHRASE, 'refuse'));
    const row = cache.read.get<{ id: Uint8Array; clearing_id: Uint8Array; slot: number; price: number }>(
      'SELECT id, clearing_id, slot, price FROM trade LIMIT 1',
    )!;
    expect(cache.write.run('UPDATE trade SET price = price + 10000 WHERE id = ?', [row.id])).toBe(1);
    cache.close();
    return {
      id: uuidText(row.id),
      clearing: uuidText(row.clearing_id),
      slot: new Date(row.slot).toISOString(),
      price: row.price / 1e6,
      raised: (row.price + 10_000) / 1e6,
    };
  }

  it('verifies what was computed from imported readings as well', async () => {
    const readings = path.join(folder, 'two.csv');
    writeFileSync(
      readings,
      `timestamp,member,produced_kwh,consumed_kwh
2026-05-01T10:00:00Z,one,2,0.5
2026-05-01T10:00:00Z,two,0,1
2026-05-01T10:15:00Z,one,1,0.5
2026-05-01T10:15:00Z,two,0,1
`,
    );
    const profile = profileFlags('readings');
    await run(runImport, '--file', readings, '--retail', '0.30', '--feed-in', '0.08', '--simulate-trades', ...profile);
    expect(await replay(...profile)).toMatchObject({ exitCode: 0, clearings: 2, verified: 2 });
  });
});

describe('replay refuses', () => {
  const nobody = '01890000-0000-7000-8000-000000000000';

  it.each([
    [[], 'name either a --profile or a --file'],
    [['--file', snapshot, '--from', '10.06.2026'], '--from 10.06.2026: not a day like 2026-11-22'],
    [['--file', snapshot, '--from', '2026-06-10', '--to', '2026-06-09'], '--to lies before --from'],
    [
      ['--file', snapshot, '--from', '2026-07-01'],
      'Sonnenhang has data from 2026-06-08T22:00:00.000Z to 2026-06-09T23:00:00.000Z, none in these days',
    ],
    [['--file', snapshot, '--community', 'Elsewhere'], '--community Elsewhere: not among Sonnenhang'],
    [['--file', snapshot, '--clearing', nobody], `--clearing ${nobody}: Sonnenhang has no such clearing`],
    [['--file', snapshot, '--clearing', 'last'], '--clearing last: not the id of a clearing'],
    [['--file', snapshot, '--clearing', nobody, '--to', '2026-06-09'], '--to has no meaning with --clearing'],
    [['--file', snapshot, '--fingerprint', 'ab'], '--fingerprint has no meaning without --certificate'],
    [['--file', snapshot, '--certificate', 'c.json'], '--file has no meaning with --certificate'],
    [['--file', snapshot, '--mechanism', 'uniform-price'], "Unknown option '--mechanism'"],
    [['--file', 'no.commonwatt'], '--file no.commonwatt: there is no such file'],
  ])('the arguments %j', async (args, message) => {
    await expect(run(runReplay, ...args)).rejects.toThrow(new UsageError(message));
  });
});

describe('replay of a snapshot that somebody has rewritten', () => {
  /** The demo's snapshot with its lines changed and a right checksum. */
  function rewritten(change: (line: string) => string): string {
    const lines = zstdDecompressSync(readFileSync(snapshot)).toString().trimEnd().split('\n');
    const { end } = JSON.parse(lines.pop()!) as { end: { counts: object; sha256: string } };
    const text = lines.map((line) => `${change(line)}\n`).join('');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const file = path.join(folder, 'rewritten.commonwatt');
    writeFileSync(file, `${text}${JSON.stringify({ end: { ...end, sha256 } })}\n`);
    return file;
  }

  it('finds an order that was changed after its clearing', async () => {
    let isChanged = false;
    const file = rewritten((line) => {
      if (isChanged || !line.startsWith('{"offer"') || !line.includes('"status":"matched"')) return line;
      isChanged = true;
      return line.replace(/"quantity_kwh":[\d.]+/, '"quantity_kwh":99');
    });
    const { exitCode, different, findings } = await replay('--file', file);
    expect({ exitCode, different }).toEqual({ exitCode: 1, different: 1 });
    expect(findings[0].differences).toEqual([expect.objectContaining({ field: 'quantity_kwh', stored: 99 })]);
  });

  it('says of clearings without certificates that they have none', async () => {
    const file = rewritten((line) => line.replace(/,"certificate":.*(?=}}$)/, ''));
    expect(await replay('--file', file)).toMatchObject({ exitCode: 0, verified: 0, without_certificate: ALL });
  });
});
