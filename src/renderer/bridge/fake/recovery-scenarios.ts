import type { ErrorCode } from '#shared/contract/errors.ts';
import { troubles, type RecoveryReport } from '#shared/contract/recovery.ts';
import type { FakeOptions } from '../fake.ts';
import { fakeReport, fakeTrouble } from './recovery.ts';

/** What opening a cache in such trouble fails with. */
const codes: Readonly<Record<RecoveryReport['trouble'], ErrorCode>> = {
  damaged: 'CACHE_CORRUPT',
  empty: 'CACHE_CORRUPT',
  'not-ours': 'CACHE_CORRUPT',
  'file-missing': 'CACHE_CORRUPT',
  future: 'CACHE_FROM_FUTURE',
  'in-use': 'CACHE_LOCKED',
  'read-only': 'INTERNAL',
  'disk-full': 'DISK_FULL',
  'wrong-key': 'KEY_UNAVAILABLE',
  unknown: 'INTERNAL',
};

const unreadable = { readable: 0, mayBeMore: true };

/** A scenario for each trouble, `trouble-damaged` and so on, and one where little could be saved. */
export function recoveryScenarios(now: number): Record<string, FakeOptions> {
  const scenario = (change: Partial<RecoveryReport> & Pick<RecoveryReport, 'trouble'>): FakeOptions => ({
    session: { ...fakeTrouble, problem: { ...fakeTrouble.problem, code: codes[change.trouble] } },
    answers: { 'recovery.inspect': fakeReport(now, change) },
  });
  return {
    ...Object.fromEntries(
      troubles.map((trouble) => {
        const isLost = ['empty', 'not-ours', 'file-missing', 'wrong-key'].includes(trouble);
        return [`trouble-${trouble}`, scenario({ trouble, ...(isLost && { decisions: unreadable }) })];
      }),
    ),
    'trouble-bare': scenario({ trouble: 'damaged', decisions: unreadable, hasHub: false, backups: [] }),
  };
}
