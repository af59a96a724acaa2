import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Backup } from '#shared/contract/backups.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { unfinishedBackup } from '../cache/backup.ts';
import type { EngineContext } from '../context.ts';
import { type TaskProgress, throwIfCancelled } from '../tasks/tasks.ts';
import type { BackupsWork } from './backups-work.ts';
import { listBackups } from './find-backup.ts';

/** How often the growing file is looked at. */
const LOOK_EVERY_MS = 200;

/** The backups of the open cache. */
export class Backups {
  readonly #work: BackupsWork;
  readonly #of: { readonly isDemo: boolean; readonly appVersion: string };
  /** Id of the task that makes one. */
  #running: string | null = null;

  constructor(work: BackupsWork, of: { readonly isDemo: boolean; readonly appVersion: string }) {
    this.#work = work;
    this.#of = of;
  }

  /** The demo has none. */
  get isOfDemo(): boolean {
    return this.#of.isDemo;
  }

  /** Newest first. */
  list({ cache }: Pick<EngineContext, 'cache'>): Backup[] {
    return this.#of.isDemo ? [] : listBackups(cache.file);
  }

  preview(input: ParsedInput<'backups.preview'>): Promise<Output<'backups.preview'>> {
    return this.#work.query('backups.preview', input);
  }

  /**
   * Makes a backup as a task; while one is being made that is the task.
   * @throws FORBIDDEN for the demo
   */
  make(
    { cache, tasks, changed }: Pick<EngineContext, 'cache' | 'tasks' | 'changed'>,
    reason: ParsedInput<'backups.make'>['reason'],
  ): { taskId: string } {
    if (this.#of.isDemo) {
      throw new Failure('FORBIDDEN', 'The demo community is not backed up: it is made anew whenever it is opened.', {
        remedy: 'Leave the demo and open your own data to make a backup.',
      });
    }
    if (this.#running !== null) return { taskId: this.#running };
    const task = tasks.start({ kind: 'backup', subject: '', unit: 'pages' }, async (progress) => {
      try {
        const backup = await this.#make(cache, reason, progress);
        const bytes = statSync(backup).size;
        progress.outcome({ bytes, ...(reason === 'schedule' && { scheduled: 1 }) });
        progress.facts({ backup: basename(backup) });
      } finally {
        this.#running = null;
        changed('backups');
      }
    });
    this.#running = task.id;
    return { taskId: task.id };
  }

  close(): Promise<void> {
    return this.#work.close();
  }

  async #make(
    cache: EngineContext['cache'],
    reason: ParsedInput<'backups.make'>['reason'],
    progress: TaskProgress,
  ): Promise<string> {
    const [pages] = cache.read.pluck<number>('PRAGMA page_count');
    const [pageBytes] = cache.read.pluck<number>('PRAGMA page_size');
    const half = Math.floor(pages / 2);
    // The copy is one statement that tells nothing of itself: its file does. Copying is half of the work, examining the other.
    const timer = setInterval(() => {
      const grown = statSync(unfinishedBackup(cache.file), { throwIfNoEntry: false })?.size ?? 0;
      progress.report(Math.min(half, Math.floor(grown / pageBytes / 2)), pages);
    }, LOOK_EVERY_MS);
    let kept: string | undefined;
    try {
      const wish = { file: cache.file, reason, appVersion: this.#of.appVersion };
      await this.#work.run(
        'make',
        wish,
        (told) => {
          if (told.step === 'kept') kept = told.backup;
          else {
            clearInterval(timer);
            progress.report(half, pages);
          }
        },
        progress.signal,
      );
    } finally {
      clearInterval(timer);
    }
    if (kept === undefined) throwIfCancelled(progress.signal);
    progress.report(pages, pages);
    return kept!;
  }
}
