/** An invented console in good health, but for what a person most often has to look at. */
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { ExaminationResult } from '#shared/diagnostics/facts.ts';
import { judgeEngine } from '#shared/diagnostics/judge-engine.ts';
import { judgeRuntime } from '#shared/diagnostics/judge-runtime.ts';
import { supportBundle } from '#shared/diagnostics/support-bundle.ts';
import type { FakeState } from './state.ts';
import { startTask } from './tasks.ts';

type DiagnosticsMethod = Extract<MethodName, `diagnostics.${string}`>;

const DAY = 86_400_000;
const MB = 1_000_000;
const PAGES = 48_210;

/** `diagnostics` of the fake bridge. */
export function createFakeDiagnostics(state: FakeState): {
  [M in DiagnosticsMethod]: (input: Input<M>) => Output<M>;
} {
  const engine = () => engineChecks(state, examinationOf(state));
  return {
    'diagnostics.checks': () => ({ at: state.now, checks: engine() }),
    'diagnostics.runtime': () => ({ at: state.now, checks: runtimeChecks(state) }),
    'diagnostics.examine': () =>
      startTask(state, {
        kind: 'examination',
        subject: '',
        unit: 'pages',
        total: 3 * PAGES,
        outcome: { findings: 0 },
        changes: ['diagnostics'],
      }),
    'diagnostics.bundle': () => ({
      text: supportBundle({
        at: state.now,
        runtime: runtimeChecks(state),
        engine: engine(),
        settings: { session: state.session.state, language: state.preferences.language, autoLockMinutes: 15 },
        log: ['[2026-07-22 14:01:07.112] [info]  engine started, process 4711'],
      }),
    }),
  };
}

function examinationOf({ tasks, now }: FakeState): ExaminationResult | null {
  const isExamined = tasks.some(({ kind, state }) => kind === 'examination' && state === 'done');
  return isExamined ? { at: now, isSound: true, rollupDifferences: 0, chain: null } : null;
}

function engineChecks({ now, session, sync }: FakeState, examination: ExaminationResult | null) {
  return judgeEngine({
    now,
    versions: { schema: 130, sqlite: '3.53.4', cipher: 'aegis', node: '24.21.0' },
    file: {
      bytes: PAGES * 4096,
      emptyBytes: 3 * MB,
      logBytes: 4 * MB,
      isEncrypted: true,
      hasKeyCheck: true,
      isPrivate: true,
    },
    examination,
    audit: { entries: 1284, verified: { at: now - 3 * DAY, isIntact: true }, finding: null },
    exchange: {
      state: sync.state,
      completeAt: now - 120_000,
      waiting: 0,
      needsPerson: 0,
      waitingSince: null,
      rawFrom: null,
    },
    freeBytes: 84_300 * MB,
    backups: session.state === 'demo' ? null : { count: 3, newestAt: now - 20 * DAY },
    memory: { bytes: 212 * MB, heapBytes: 74 * MB },
    newestAt: now - 60_000,
    timeZones: { system: 'Europe/Berlin', communities: ['Europe/Berlin'] },
    calls: { count: 4, slowestMs: 118, slowest: 'health.findings' },
  });
}

function runtimeChecks({ session }: FakeState) {
  return judgeRuntime({
    console: session.appVersion,
    electron: '45.4.1',
    chromium: '150.0.7871.63',
    node: '24.21.0',
    platform: `${session.platform} x64`,
    engine: { state: session.engine, restarts: 0 },
    page: { crashes: 0, gpuCrashes: 0 },
    processes: { count: 4, bytes: 438 * MB },
  });
}
