import type { AuditVerification } from '#shared/contract/audit-records.ts';
import type { EngineContext } from '../context.ts';
import { verifyLog } from './verify-log.ts';

/** Verifications whose results the page can still ask for. */
const KEPT = 10;

/** The verifications of the audit log in this session. */
export class AuditVerifications {
  readonly #results = new Map<string, AuditVerification>();
  /** The newest one that came to its end. */
  last: { readonly at: number; readonly isIntact: boolean } | null = null;

  /** Starts a verification of the whole log as a task. */
  start({ cache, audit, tasks, changed }: Pick<EngineContext, 'cache' | 'audit' | 'tasks' | 'changed'>): {
    taskId: string;
  } {
    const { id } = tasks.start({ kind: 'audit-log', subject: '', unit: 'entries' }, async (task) => {
      const result = await this.verify({ cache, audit }, (soFar) => {
        this.#keep(task.id, soFar);
        task.report(soFar.checked, soFar.total);
        return task.signal.aborted;
      });
      task.outcome({ entries: result.checked, checkpoints: result.checkpoints, findings: result.finding ? 1 : 0 });
      changed('audit');
    });
    return { taskId: id };
  }

  /** Verifies the whole log as part of something longer; see `verifyLog`. */
  async verify(
    { cache, audit }: Pick<EngineContext, 'cache' | 'audit'>,
    tell: (soFar: AuditVerification) => boolean,
  ): Promise<AuditVerification> {
    const result = await verifyLog(cache.read, audit, tell);
    this.last = { at: Date.now(), isIntact: result.finding === null };
    return result;
  }

  /** What a verification found so far; null when it is none, or too long ago. */
  result(taskId: string): AuditVerification | null {
    return this.#results.get(taskId) ?? null;
  }

  #keep(taskId: string, result: AuditVerification): void {
    this.#results.set(taskId, result);
    const [oldest] = this.#results.keys();
    if (this.#results.size > KEPT && oldest !== undefined) this.#results.delete(oldest);
  }
}
