/** An invented audit log: what two people and the console itself did in the last weeks, the same at every look. */
import type { AuditDetails, AuditEntry, AuditKind, AuditVerification } from '#shared/contract/audit-records.ts';
import type { AuditFilter } from '#shared/contract/audit.ts';
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import { HOUR, MINUTE } from '#shared/domain/slots.ts';
import { chance } from './curves.ts';
import { fakeHash } from './hashes.ts';
import type { FakeState } from './state.ts';
import { startTask } from './tasks.ts';

type Handlers<M extends MethodName> = { [N in M]: (input: Input<N>) => Output<N> };

/** What one entry of the invented log tells; `back` is the number of entries before it of the one that asked. */
interface Told {
  readonly kind: AuditKind;
  readonly method: MethodName | null;
  readonly outcome?: 'refused' | 'done';
  readonly back?: number;
  /** A member by its number. */
  readonly details: AuditDetails;
  /** Of the console or the desk, not of a community. */
  readonly isOfDesk?: boolean;
}

const ENTRIES = 1284;
const CHECKPOINT_EVERY = 100;
const GAP = 71 * MINUTE;

/** A working day at the desk, over and over. */
const day: readonly Told[] = [
  { kind: 'unlock', method: 'session.unlock', details: { how: 'passphrase' }, isOfDesk: true },
  { kind: 'sign-in', method: 'sync.signIn', details: { again: true }, isOfDesk: true },
  {
    kind: 'settlement',
    method: 'settlement.propose',
    details: { step: 'propose', resolution: 'retry', reason: 'The readings of the day are there now.', cases: 3 },
  },
  {
    kind: 'settlement',
    method: 'settlement.decide',
    details: { step: 'approve', reason: 'Checked against the meter log.', cases: 1 },
  },
  {
    kind: 'rule',
    method: 'rules.save',
    details: {
      memberId: 17,
      ruleId: '0192f3a0-5b1c-7cc2-9d4e-2f60a1b2c3d4',
      baseVersion: 3,
      type: 'sell',
      minPrice: 142_000,
    },
  },
  {
    kind: 'offer',
    method: 'market.placeOffer',
    details: { memberId: 3, type: 'buy', quantityWh: 500, price: 182_000 },
  },
  { kind: 'offer', method: 'market.placeOffer', outcome: 'refused', back: 1, details: { code: 'PRICE_INVALID' } },
  {
    kind: 'report',
    method: 'reports.make',
    details: { report: 'community-month', month: '2026-06', language: 'en' },
  },
  {
    kind: 'report',
    method: null,
    outcome: 'done',
    details: { report: 'CW-7K2M-9QX4-T5BN', kind: 'community-month', language: 'en', fingerprint: fakeHash(3) },
  },
  { kind: 'print', method: 'reports.print', details: { report: 'CW-7K2M-9QX4-T5BN', kind: 'community-month' } },
  {
    kind: 'export',
    method: 'ledger.export',
    details: { file: 'ledger_2026-10.csv', format: 'csv', language: 'en' },
  },
  {
    kind: 'export',
    method: 'ledger.export',
    outcome: 'done',
    back: 1,
    details: { rows: 45_120, sha256: fakeHash(11) },
  },
  {
    kind: 'identity-reveal',
    method: 'identity.reveal',
    details: { memberId: 17, reason: 'The member asked for the contract by letter.' },
  },
  {
    kind: 'settings',
    method: 'preferences.set',
    details: { setting: 'autoLockMinutes', before: 15, after: 30 },
    isOfDesk: true,
  },
  { kind: 'lock', method: null, details: { reason: 'idle' }, isOfDesk: true },
  { kind: 'unlock-failed', method: 'session.unlock', details: { count: 2 }, isOfDesk: true },
];

/** Entries that stand once, by their number. */
const special: Readonly<Record<number, Told>> = {
  1: { kind: 'community', method: 'demo.create', details: { step: 'demo', days: 120 } },
  [ENTRIES - 4]: { kind: 'import', method: 'imports.start', details: { file: 'readings-2025.csv', onBadRows: 'skip' } },
  [ENTRIES - 3]: {
    kind: 'import',
    method: 'imports.start',
    outcome: 'done',
    back: 1,
    details: { imported: 126_240, skipped: 7 },
  },
  [ENTRIES - 1]: {
    kind: 'backup',
    method: null,
    outcome: 'done',
    details: { before: 'migration', fromSchema: 90, toSchema: 130 },
    isOfDesk: true,
  },
  [ENTRIES]: {
    kind: 'update',
    method: null,
    outcome: 'done',
    details: { version: '0.1.0', before: '0.0.9' },
    isOfDesk: true,
  },
};

function fakeEntry(number: number, { now, communities, sync }: FakeState): AuditEntry {
  const told = special[number] ?? day[number % day.length];
  const communityId = communities[0]?.id ?? '';
  const { memberId } = told.details;
  return {
    number,
    at: now - (ENTRIES - number) * GAP - Math.round(chance(number) * HOUR) - MINUTE,
    kind: told.kind,
    outcome: told.outcome ?? 'asked',
    of: told.back === undefined ? null : number - told.back,
    method: told.method,
    actor:
      sync.connection === null || told.isOfDesk === true ? null : number % 4 === 0 ? 'Grace Okafor' : 'Ada Lindner',
    role: number % 4 === 0 ? 'manager' : 'admin',
    communityId: told.isOfDesk === true ? null : communityId,
    details: memberId === undefined ? told.details : { ...told.details, memberId: `${communityId}-${memberId}` },
    hash: fakeHash(number),
  };
}

function isWanted(entry: AuditEntry, { communityId, range, kinds, text }: AuditFilter): boolean {
  if (communityId !== null && entry.communityId !== communityId) return false;
  if (range !== null && (entry.at < range.from || entry.at >= range.to)) return false;
  if (kinds.length > 0 && !kinds.includes(entry.kind)) return false;
  const words = [entry.method, entry.actor, JSON.stringify(entry.details)].join(' ').toLowerCase();
  return words.includes(text.toLowerCase());
}

/** The audit log of one fake bridge, over its state. */
export function createFakeAuditLog(
  state: FakeState,
): Handlers<'audit.state' | 'audit.entries' | 'audit.verify' | 'audit.verification'> {
  const all = Array.from({ length: ENTRIES }, (_, index) => fakeEntry(ENTRIES - index, state));
  const head = all[0];
  const signed = ENTRIES - (ENTRIES % CHECKPOINT_EVERY);
  const taskOf = (taskId: string) => state.tasks.find(({ id, kind }) => id === taskId && kind === 'audit-log');
  return {
    'audit.state': () => {
      const done = state.tasks.findLast((task) => task.kind === 'audit-log' && task.state === 'done');
      return {
        entries: ENTRIES,
        firstAt: all.at(-1)?.at ?? null,
        head: { number: head.number, at: head.at, hash: head.hash },
        checkpoint: { number: signed, at: all[ENTRIES - signed].at },
        deviceKey: fakeHash(7),
        lastVerified: done === undefined ? null : { at: done.startedAt, isIntact: true },
        newlyMissing: null,
      };
    },
    'audit.entries': ({ filter, from, limit }) => {
      const wanted = all.filter((entry) => isWanted(entry, filter));
      return { entries: wanted.slice(from, from + limit), total: wanted.length };
    },
    'audit.verify': () =>
      startTask(state, { kind: 'audit-log', subject: '', unit: 'entries', total: ENTRIES, changes: ['audit'] }),
    'audit.verification': ({ taskId }): AuditVerification | null => {
      const task = taskOf(taskId);
      if (task === undefined) return null;
      return {
        checked: task.done,
        total: ENTRIES,
        checkpoints: Math.floor(task.done / CHECKPOINT_EVERY),
        head: task.state === 'done' ? { number: head.number, hash: head.hash } : null,
        finding: null,
        restored: null,
      };
    },
  };
}

/** Answers of a log in which somebody changed an entry. */
export function brokenAuditLog(now: number): {
  readonly [M in 'audit.state' | 'audit.verification']: Output<M>;
} {
  return {
    'audit.state': {
      entries: ENTRIES,
      firstAt: now - ENTRIES * GAP,
      head: { number: ENTRIES, at: now - MINUTE, hash: fakeHash(ENTRIES) },
      checkpoint: { number: ENTRIES - (ENTRIES % CHECKPOINT_EVERY), at: now - (ENTRIES % CHECKPOINT_EVERY) * GAP },
      deviceKey: fakeHash(7),
      lastVerified: { at: now - 5 * MINUTE, isIntact: false },
      newlyMissing: null,
    },
    'audit.verification': {
      checked: 863,
      total: ENTRIES,
      checkpoints: 8,
      head: null,
      finding: { kind: 'entry-changed', number: 864, at: now - (ENTRIES - 864) * GAP },
      restored: null,
    },
  };
}
