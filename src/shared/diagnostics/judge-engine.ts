import type { DiagnosticCheck } from '../contract/diagnostics.ts';
import type { EngineFacts } from './facts.ts';

const DAY = 86_400_000;
const GB = 1_000_000_000;

/** Free disk below which nothing can be promised any more, and below which it is time to make room. Bytes. */
export const MIN_FREE_BYTES = GB / 2;
const LOW_FREE_BYTES = 2 * GB;
/** The write-ahead log is emptied at a fraction of this: it only grows so large when something holds it back. */
const LARGE_LOG_BYTES = GB / 2;
const LARGE_ENGINE_BYTES = 2 * GB;
const OLD_EXAMINATION_DAYS = 60;
const OLD_BACKUP_DAYS = 14;
const LONG_WAIT_DAYS = 2;
/** A clock may be set right by a little at any time. Milliseconds. */
const CLOCK_TOLERANCE = 2 * 60_000;
const SLOW_MS = 2_000;

type Verdict = Pick<DiagnosticCheck, 'state' | 'finding'>;

const ok = (finding = 'fine'): Verdict => ({ state: 'ok', finding });
const attention = (finding: string): Verdict => ({ state: 'attention', finding });
const failed = (finding: string): Verdict => ({ state: 'failed', finding });
const unknown = (finding: string): Verdict => ({ state: 'unknown', finding });

/** The checks of what the engine knows, in the order in which they are shown. */
export function judgeEngine(facts: EngineFacts): DiagnosticCheck[] {
  const { now, versions, file, examination, audit, exchange, freeBytes, backups, memory, newestAt, calls } = facts;
  const { system, communities } = facts.timeZones;
  return [
    { name: 'file', ...ofFile(file), values: file },
    {
      name: 'examination',
      ...ofExamination(examination, now),
      values: {
        at: examination?.at ?? null,
        isSound: examination?.isSound ?? null,
        rollupDifferences: examination?.rollupDifferences ?? null,
        chain: examination?.chain ?? null,
      },
    },
    {
      name: 'audit',
      ...ofAudit(audit),
      values: { entries: audit.entries, verifiedAt: audit.verified?.at ?? null, finding: audit.finding },
    },
    ...(backups === null ? [] : [{ name: 'backups', ...ofBackups(backups, now), values: backups }]),
    { name: 'exchange', ...ofExchange(exchange, now), values: exchange },
    { name: 'disk', ...ofDisk(freeBytes, file.bytes), values: { freeBytes } },
    {
      name: 'clock',
      ...(newestAt !== null && now < newestAt - CLOCK_TOLERANCE ? attention('behind') : ok()),
      values: { now, newestAt },
    },
    {
      name: 'time-zone',
      // No fault: times are those of the community wherever the person is.
      ...ok(zoneFinding(system, communities)),
      values: { system, communities: communities.join(', ') },
    },
    { name: 'memory', ...(memory.bytes > LARGE_ENGINE_BYTES ? attention('high') : ok()), values: memory },
    { name: 'calls', ...ofCalls(calls), values: calls },
    { name: 'versions', ...(versions.cipher === 'aegis' ? ok() : failed('cipher')), values: versions },
  ];
}

function ofFile({ isEncrypted, hasKeyCheck, isPrivate, logBytes }: EngineFacts['file']): Verdict {
  if (!isEncrypted) return failed('plain');
  if (isPrivate === false) return attention('readable');
  if (!hasKeyCheck) return attention('no-key-check');
  return logBytes > LARGE_LOG_BYTES ? attention('large-log') : ok();
}

function ofExamination(examination: EngineFacts['examination'], now: number): Verdict {
  if (examination === null) return unknown('never');
  if (!examination.isSound) return failed('damaged');
  if (examination.rollupDifferences !== 0) return failed('rollups');
  return now - examination.at > OLD_EXAMINATION_DAYS * DAY ? attention('old') : ok();
}

function ofAudit({ finding, verified }: EngineFacts['audit']): Verdict {
  if (finding !== null || verified?.isIntact === false) return failed('broken');
  return verified === null ? unknown('never') : ok();
}

function ofBackups({ newestAt }: NonNullable<EngineFacts['backups']>, now: number): Verdict {
  if (newestAt === null) return attention('none');
  return now - newestAt > OLD_BACKUP_DAYS * DAY ? attention('old') : ok();
}

function ofExchange({ state, needsPerson, waitingSince }: EngineFacts['exchange'], now: number): Verdict {
  if (state === 'off') return ok('off');
  if (state === 'blocked' || state === 'too-old' || state === 'sign-in-needed') return attention(state);
  if (needsPerson > 0) return attention('needs-person');
  if (waitingSince !== null && now - waitingSince > LONG_WAIT_DAYS * DAY) return attention('waiting');
  if (state === 'waiting') return attention('away');
  return state === 'paused' ? attention('paused') : ok();
}

function ofDisk(freeBytes: number | null, cacheBytes: number): Verdict {
  if (freeBytes === null) return unknown('unknown');
  if (freeBytes < MIN_FREE_BYTES) return failed('full');
  // A migration and a backup each need room for a copy.
  return freeBytes < Math.max(LOW_FREE_BYTES, 2 * cacheBytes) ? attention('low') : ok();
}

function zoneFinding(system: string, communities: readonly string[]): string {
  if (communities.length === 0) return 'alone';
  return communities.every((one) => one === system) ? 'fine' : 'differs';
}

function ofCalls({ count, slowestMs }: EngineFacts['calls']): Verdict {
  if (slowestMs > SLOW_MS) return attention('slow');
  return ok(count === 0 ? 'none' : 'fine');
}
