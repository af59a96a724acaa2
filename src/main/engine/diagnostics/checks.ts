import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DiagnosticCheck } from '#shared/contract/diagnostics.ts';
import type { EngineFacts } from '#shared/diagnostics/facts.ts';
import { judgeEngine } from '#shared/diagnostics/judge-engine.ts';
import { readHead } from '../audit/audit-log.ts';
import { hasPlainHeader } from '../cache/durable-files.ts';
import { keyCheckFile } from '../cache/key.ts';
import type { EngineContext } from '../context.ts';
import { UNANSWERED } from '../outbox/commands.ts';
import { syncStatus } from '../sync/status.ts';

const GROUP_AND_OTHERS = 0o077;

/** How the cache and the engine are at this moment, from what is at hand at once. */
export function engineChecks(context: EngineContext): { at: number; checks: DiagnosticCheck[] } {
  const facts = engineFacts(context);
  return { at: facts.now, checks: judgeEngine(facts) };
}

function engineFacts(context: EngineContext): EngineFacts {
  const { cache, examinations, backups, slowCalls } = context;
  const now = Date.now();
  const examination = examinations.last(context);
  const list = backups.isOfDemo ? null : backups.list(context);
  const { rss: bytes, heapUsed: heapBytes } = process.memoryUsage();
  return {
    now,
    versions: {
      schema: one(context, 'PRAGMA user_version'),
      sqlite: one(context, 'SELECT sqlite_version()'),
      cipher: one(context, 'PRAGMA cipher'),
      node: process.versions.node,
    },
    file: fileFacts(context),
    examination,
    audit: auditFacts(context, examination),
    exchange: exchangeFacts(context),
    freeBytes: freeBytesAt(cache.file),
    backups: list && { count: list.length, newestAt: list[0]?.madeAt ?? null },
    memory: { bytes, heapBytes },
    newestAt: newestTime(context, examination),
    timeZones: {
      system: Intl.DateTimeFormat().resolvedOptions().timeZone,
      communities: cache.read.pluck<string>('SELECT DISTINCT time_zone FROM community ORDER BY time_zone'),
    },
    calls: slowCalls.facts,
  };
}

function one<T>({ cache }: EngineContext, sql: string): T {
  return cache.read.pluck<T>(sql)[0];
}

function fileFacts(context: EngineContext): EngineFacts['file'] {
  const { file } = context.cache;
  const { size: bytes, mode } = statSync(file);
  return {
    bytes,
    emptyBytes: one<number>(context, 'PRAGMA freelist_count') * one<number>(context, 'PRAGMA page_size'),
    logBytes: statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    isEncrypted: !hasPlainHeader(file),
    hasKeyCheck: existsSync(keyCheckFile(file)),
    isPrivate: process.platform === 'win32' ? null : (mode & GROUP_AND_OTHERS) === 0,
  };
}

/** An examination verifies the chain too, and is remembered longer. */
function auditFacts(
  { cache, audit, auditVerifications }: EngineContext,
  examination: EngineFacts['examination'],
): EngineFacts['audit'] {
  const examined = examination && { at: examination.at, isIntact: examination.chain === null };
  const { last } = auditVerifications;
  return {
    entries: readHead(cache.read)?.number ?? 0,
    verified: last !== null && last.at >= (examined?.at ?? 0) ? last : examined,
    finding: audit.endFinding?.kind ?? null,
  };
}

function exchangeFacts({ cache, sync }: EngineContext): EngineFacts['exchange'] {
  const { state, outbox, communities } = syncStatus(cache.read, sync.state);
  const starts = communities.map(({ rawFrom }) => rawFrom).filter((from) => from !== null);
  const times = communities.map(({ completeAt }) => completeAt).filter((time) => time !== null);
  return {
    state,
    completeAt: times.length > 0 ? Math.min(...times) : null,
    waiting: outbox.waiting,
    needsPerson: outbox.needsPerson,
    waitingSince: cache.read.pluck<number | null>(`SELECT MIN(created_at) FROM outbox WHERE ${UNANSWERED}`)[0],
    rawFrom: starts.length > 0 ? Math.max(...starts) : null,
  };
}

function freeBytesAt(file: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Times that were written down when they were now. */
function newestTime({ cache }: EngineContext, examination: EngineFacts['examination']): number | null {
  const times = [
    readHead(cache.read)?.at,
    examination?.at,
    ...cache.read.pluck<number | null>(
      'SELECT MAX(complete_at) FROM sync_state UNION ALL SELECT MAX(started_at) FROM import_run',
    ),
  ].filter((time) => typeof time === 'number');
  return times.length > 0 ? Math.max(...times) : null;
}
