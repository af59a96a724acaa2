import type { Task } from '#shared/contract/tasks.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useTasks } from '../../../app/tasks.ts';
import { useMethod } from '../../../bridge/queries.ts';

/** The four things that are checked, in the order of their views. */
export const checks = ['rules', 'replay', 'reconciliation', 'log'] as const;
export type Check = (typeof checks)[number];

/** How something stands as far as this run of the console knows. */
export type Standing =
  | { readonly state: 'unknown' | 'running' | 'unfinished' }
  | {
      readonly state: 'known';
      readonly findings: number;
      /** What was held against something; 0 says that there was nothing to check. */
      readonly checked: number;
      /** When it was verified, epoch milliseconds, where that is told. */
      readonly at?: number;
    };

/**
 * How the rules, clearings, books and the log of the open community stand. Nothing is started for it: rules and clearings stand as the
 * last audit and replay found them.
 * @param asksForBooks whether the books of the period are asked for; otherwise they count only where another page has asked already
 */
export function useStanding(communityId: string, asksForBooks: boolean): Readonly<Record<Check, Standing>> {
  const { range } = usePeriod();
  const { all } = useTasks();
  const books = useMethod(
    'settlement.reconcile',
    { communityId, range },
    { enabled: asksForBooks, keepPrevious: false },
  );
  const log = useMethod('audit.state', {}).data;
  const latest = (kind: Task['kind']): Task | undefined =>
    all.findLast((task) => task.kind === kind && (kind === 'audit-log' || task.communityId === communityId));
  const isVerifying = latest('audit-log')?.state === 'running';
  const verified = log?.lastVerified ?? null;
  return {
    rules: ofTask(latest('rule-audit'), ({ findings = 0, judged = 0 }) => ({ findings, checked: judged })),
    replay: ofTask(latest('replay'), ({ verified: same = 0, different = 0 }) => ({
      findings: different,
      checked: same + different,
    })),
    reconciliation:
      books.data === undefined
        ? { state: books.isError ? 'unfinished' : 'unknown' }
        : { state: 'known', findings: books.data.differenceCount, checked: books.data.trades },
    log:
      log === undefined || verified === null
        ? { state: isVerifying ? 'running' : 'unknown' }
        : { state: 'known', findings: verified.isIntact ? 0 : 1, checked: log.entries, at: verified.at },
  };
}

function ofTask(
  task: Task | undefined,
  read: (outcome: Task['outcome']) => { readonly findings: number; readonly checked: number },
): Standing {
  if (task === undefined) return { state: 'unknown' };
  if (task.state === 'running') return { state: 'running' };
  return task.state === 'done' ? { state: 'known', ...read(task.outcome) } : { state: 'unfinished' };
}
