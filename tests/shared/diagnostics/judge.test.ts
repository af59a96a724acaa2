import { describe, expect, it } from 'vitest';
import { diagnosticCheckSchema } from '#shared/contract/diagnostics.ts';
import type { EngineFacts, RuntimeFacts } from '#shared/diagnostics/facts.ts';
import { judgeEngine } from '#shared/diagnostics/judge-engine.ts';
import { judgeRuntime } from '#shared/diagnostics/judge-runtime.ts';

const now = Date.UTC(2026, 10, 26, 12);
const DAY = 86_400_000;
const GB = 1_000_000_000;

const sound: EngineFacts = {
  now,
  versions: { schema: 130, sqlite: '3.53.4', cipher: 'aegis', node: '24.21.0' },
  file: { bytes: 4 * GB, emptyBytes: 0, logBytes: 0, isEncrypted: true, hasKeyCheck: true, isPrivate: true },
  examination: { at: now - DAY, isSound: true, rollupDifferences: 0, chain: null },
  audit: { entries: 12, verified: { at: now - DAY, isIntact: true }, finding: null },
  exchange: { state: 'up-to-date', completeAt: now, waiting: 0, needsPerson: 0, waitingSince: null, rawFrom: null },
  freeBytes: 50 * GB,
  backups: { count: 1, newestAt: now - DAY },
  memory: { bytes: 2e8, heapBytes: 1e8 },
  newestAt: now - 1000,
  timeZones: { system: 'Europe/Berlin', communities: ['Europe/Berlin'] },
  calls: { count: 0, slowestMs: 0, slowest: null },
};

/** `state finding` of a check, with some facts other than those of a sound console. */
function judged(name: string, change: Partial<EngineFacts>): string {
  const { state, finding } = judgeEngine({ ...sound, ...change }).find((check) => check.name === name)!;
  return `${state} ${finding}`;
}

describe('the checks of what the engine knows', () => {
  it('find nothing in a sound console, and say what the contract lets them say', () => {
    const checks = judgeEngine(sound);
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    for (const check of checks) expect(diagnosticCheckSchema.parse(check)).toEqual(check);
  });

  it.each<[string, string, Partial<EngineFacts>]>([
    ['file', 'failed plain', { file: { ...sound.file, isEncrypted: false } }],
    ['file', 'attention readable', { file: { ...sound.file, isPrivate: false } }],
    ['file', 'ok fine', { file: { ...sound.file, isPrivate: null } }],
    ['file', 'attention no-key-check', { file: { ...sound.file, hasKeyCheck: false } }],
    ['file', 'attention large-log', { file: { ...sound.file, logBytes: GB } }],
    ['examination', 'unknown never', { examination: null }],
    [
      'examination',
      'failed damaged',
      { examination: { at: now, isSound: false, rollupDifferences: null, chain: null } },
    ],
    ['examination', 'failed rollups', { examination: { at: now, isSound: true, rollupDifferences: 2, chain: null } }],
    ['examination', 'attention old', { examination: { ...sound.examination!, at: now - 61 * DAY } }],
    ['audit', 'unknown never', { audit: { ...sound.audit, verified: null } }],
    ['audit', 'failed broken', { audit: { ...sound.audit, verified: { at: now, isIntact: false } } }],
    ['audit', 'failed broken', { audit: { ...sound.audit, finding: 'end-missing' } }],
    ['backups', 'attention none', { backups: { count: 0, newestAt: null } }],
    ['backups', 'attention old', { backups: { count: 1, newestAt: now - 15 * DAY } }],
    ['exchange', 'ok off', { exchange: { ...sound.exchange, state: 'off' } }],
    ['exchange', 'attention away', { exchange: { ...sound.exchange, state: 'waiting' } }],
    ['exchange', 'attention sign-in-needed', { exchange: { ...sound.exchange, state: 'sign-in-needed' } }],
    ['exchange', 'attention needs-person', { exchange: { ...sound.exchange, state: 'outbox', needsPerson: 1 } }],
    ['exchange', 'ok fine', { exchange: { ...sound.exchange, state: 'outbox', waitingSince: now - DAY } }],
    [
      'exchange',
      'attention waiting',
      { exchange: { ...sound.exchange, state: 'outbox', waitingSince: now - 3 * DAY } },
    ],
    ['disk', 'failed full', { freeBytes: GB / 4 }],
    ['disk', 'attention low', { freeBytes: 7 * GB }],
    ['disk', 'unknown unknown', { freeBytes: null }],
    ['clock', 'attention behind', { newestAt: now + 10 * 60_000 }],
    ['clock', 'ok fine', { newestAt: null }],
    ['time-zone', 'ok differs', { timeZones: { system: 'UTC', communities: ['Europe/Berlin'] } }],
    ['time-zone', 'ok alone', { timeZones: { system: 'UTC', communities: [] } }],
    ['memory', 'attention high', { memory: { bytes: 3 * GB, heapBytes: 1 } }],
    ['calls', 'attention slow', { calls: { count: 1, slowestMs: 2500, slowest: 'ledger.page' } }],
    ['versions', 'failed cipher', { versions: { ...sound.versions, cipher: 'none' } }],
  ])('%s: %s', (name, expected, change) => {
    expect(judged(name, change)).toBe(expected);
  });

  it('leave the backups out for the demo, which has none', () => {
    expect(judgeEngine({ ...sound, backups: null }).map(({ name }) => name)).not.toContain('backups');
  });
});

describe('the checks of what main knows', () => {
  const runtime: RuntimeFacts = {
    console: '0.1.0',
    electron: '45.4.1',
    chromium: '150.0.1',
    node: '24.21.0',
    platform: 'linux x64',
    engine: { state: 'ready', restarts: 0 },
    page: { crashes: 0, gpuCrashes: 0 },
    processes: { count: 4, bytes: 4e8 },
  };
  const judgedRuntime = (name: string, change: Partial<RuntimeFacts>): string => {
    const { state, finding } = judgeRuntime({ ...runtime, ...change }).find((check) => check.name === name)!;
    return `${state} ${finding}`;
  };

  it('find nothing in a sound console, and say what the contract lets them say', () => {
    const checks = judgeRuntime(runtime);
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    for (const check of checks) expect(diagnosticCheckSchema.parse(check)).toEqual(check);
  });

  it.each<[string, string, Partial<RuntimeFacts>]>([
    ['engine', 'attention restarted', { engine: { state: 'ready', restarts: 1 } }],
    ['engine', 'failed failed', { engine: { state: 'failed', restarts: 4 } }],
    ['engine', 'ok stopped', { engine: { state: 'stopped', restarts: 0 } }],
    ['page', 'attention crashed', { page: { crashes: 0, gpuCrashes: 1 } }],
    ['processes', 'attention high', { processes: { count: 9, bytes: 4 * GB } }],
  ])('%s: %s', (name, expected, change) => {
    expect(judgedRuntime(name, change)).toBe(expected);
  });
});
