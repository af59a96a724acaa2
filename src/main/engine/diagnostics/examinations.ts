import type { ExaminationResult } from '#shared/diagnostics/facts.ts';
import type { CacheHealth } from '../cache/check.ts';
import type { EngineContext } from '../context.ts';
import { type TaskProgress, throwIfCancelled } from '../tasks/tasks.ts';
import { readExamination, writeExamination } from './examination-file.ts';
import type { ExaminationWork } from './examination-work.ts';

type Examined = Pick<EngineContext, 'cache' | 'audit' | 'auditVerifications'>;

/** The examinations of the open cache; the last one's result is kept beside it. */
export class Examinations {
  readonly #work: ExaminationWork;
  /** Id of the task that examines. */
  #running: string | null = null;
  /** For a disk that the result cannot be written on. */
  #last: ExaminationResult | null = null;

  constructor(work: ExaminationWork) {
    this.#work = work;
  }

  /** Null before the first. */
  last({ cache }: Pick<EngineContext, 'cache'>): ExaminationResult | null {
    return this.#last ?? readExamination(cache.file);
  }

  /** Reads the whole cache as a task; while one reads that is the task. */
  start(context: Examined & Pick<EngineContext, 'tasks' | 'changed'>): { taskId: string } {
    if (this.#running !== null) return { taskId: this.#running };
    const task = context.tasks.start({ kind: 'examination', subject: '', unit: 'pages' }, async (progress) => {
      try {
        const { isSound, rollupDifferences, chain } = await this.examine(context, progress);
        const findings = Number(!isSound) + Number((rollupDifferences ?? 0) > 0) + Number(chain !== null);
        progress.outcome({ findings });
      } finally {
        this.#running = null;
        context.changed('diagnostics', 'audit');
      }
    });
    this.#running = task.id;
    return { taskId: task.id };
  }

  /** @throws CANCELLED */
  async examine(
    context: Examined,
    { signal, report }: Pick<TaskProgress, 'signal' | 'report'>,
  ): Promise<ExaminationResult> {
    let found: CacheHealth | null = null;
    await this.#work.run(
      'examine',
      null,
      (told) => {
        if ('found' in told) found = told.found;
        else report(told.at.done, told.at.total);
      },
      signal,
    );
    throwIfCancelled(signal);
    const { integrity, rollupDifferences } = found!;
    const chain =
      integrity === 'ok'
        ? (await context.auditVerifications.verify(context, () => signal.aborted)).finding
        : context.audit.endFinding;
    const result = { at: Date.now(), isSound: integrity === 'ok', rollupDifferences, chain: chain?.kind ?? null };
    this.#last = result;
    try {
      writeExamination(context.cache.file, result);
    } catch {
      // The disk may be full, which is a finding of its own; this session knows the result.
    }
    return result;
  }

  close(): Promise<void> {
    return this.#work.close();
  }
}
