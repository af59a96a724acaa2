import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { ulid } from 'ulid';
import { z } from 'zod';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { failureOf } from '#shared/contract/dispatch.ts';
import { Failure, problemSchema } from '#shared/contract/errors.ts';
import { profileWriteFailure } from '#shared/contract/write-failures.ts';
import { languages } from '#shared/languages/languages.ts';
import { monthAfter } from '#shared/reports/local-periods.ts';
import { safeFileName } from '../app/file-names.ts';
import type { JsonFile } from '../app/json-file.ts';
import { mainTexts } from '../app/texts.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';
import { dueMonths, monthOf } from './due-months.ts';
import { makeReport } from './made-report.ts';
import type { ReportDesk } from './report-desk.ts';

const LOOK_EVERY_MS = 3_600_000;

export const scheduleMemorySchema = z.object({
  isOn: z.boolean(),
  communityId: z.string().nullable(),
  language: z.enum(languages),
  /** Path. */
  folder: z.string().nullable(),
  /** The next month to write, `2026-10`; null until it is switched on. */
  nextMonth: z.string().nullable(),
  lastMonth: z.string().nullable(),
  problem: problemSchema.nullable(),
});
export type ScheduleMemory = z.infer<typeof scheduleMemorySchema>;

export const noSchedule: ScheduleMemory = {
  isOn: false,
  communityId: null,
  language: 'en',
  folder: null,
  nextMonth: null,
  lastMonth: null,
  problem: null,
};

export interface ReportScheduleParts {
  readonly memory: JsonFile<ScheduleMemory>;
  readonly askEngine: AskEngine;
  readonly desk: Pick<ReportDesk, 'saveAs'>;
  /** Asks for a folder; null when the person closed the dialog. */
  readonly chooseFolder: () => Promise<string | null>;
  readonly note: (entry: NewEntry) => Promise<unknown>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Hears that what `state` answers has changed. */
  readonly onChange: () => void;
  readonly log: (line: string) => void;
}

/**
 * The monthly report by itself: while a cache is open it looks every hour which complete months are not in the folder yet, and writes them
 * in their order. What could not be written is tried again at the next look.
 */
export class ReportSchedule {
  readonly #parts: ReportScheduleParts;
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> | null = null;
  #isRunning = false;

  constructor(parts: ReportScheduleParts) {
    this.#parts = parts;
  }

  state(): Output<'reports.schedule'> {
    const { isOn, communityId, language, folder, lastMonth, problem } = this.#parts.memory.get();
    return { isOn, communityId, language, folder: folder && path.basename(folder), lastMonth, problem };
  }

  /**
   * Switches it on or off. The first month is the one under way.
   * @throws INPUT_INVALID when it is to be on without a folder or a community that is there
   */
  async set(wanted: ParsedInput<'reports.setSchedule'>): Promise<Output<'reports.schedule'>> {
    const { memory, note, chooseFolder } = this.#parts;
    const before = memory.get();
    const chosen = wanted.chooseFolder ? await chooseFolder() : before.folder;
    if (wanted.chooseFolder && chosen === null) return this.state();
    if (wanted.isOn && (chosen === null || wanted.communityId === null)) {
      throw new Failure('INPUT_INVALID', 'The monthly report needs a community and a folder. Nothing was changed.', {
        remedy: 'Choose the folder that the reports are to be written to.',
        details: { field: chosen === null ? 'folder' : 'communityId' },
      });
    }
    const community = wanted.communityId === null ? null : await this.#community(wanted.communityId);
    const { isOn, communityId, language } = wanted;
    await note({
      kind: 'settings',
      outcome: 'asked',
      method: 'reports.setSchedule',
      communityId,
      details: { isOn, language, folder: chosen && path.basename(chosen) },
    });
    const goesOn = before.isOn && before.communityId === communityId;
    const first = community && monthOf(this.#parts.now(), community.timeZone);
    const kept = goesOn ? {} : { nextMonth: isOn ? first : null, lastMonth: null };
    try {
      await memory.set({ isOn, communityId, language, folder: chosen, problem: null, ...kept });
    } catch (error) {
      throw profileWriteFailure(error, 'report-schedule.json');
    }
    this.#parts.onChange();
    if (this.#isRunning) void this.look();
    return this.state();
  }

  /** Begins to look: the cache is open. Does nothing when it looks already. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
    // What a lock has broken off ends first.
    const earlier = this.#look;
    if (earlier) void earlier.then(() => this.look());
    else void this.look();
  }

  /** Stops looking: the console is locked. */
  stop(): void {
    this.#isRunning = false;
    clearInterval(this.#timer);
  }

  /** Writes what is due. Never rejects: a failure is kept as the schedule's problem. */
  look(): Promise<void> {
    this.#look ??= this.#writeDue().finally(() => (this.#look = null));
    return this.#look;
  }

  async #writeDue(): Promise<void> {
    const { memory, now, log } = this.#parts;
    const { isOn, communityId, nextMonth } = memory.get();
    if (!isOn || communityId === null || nextMonth === null) return;
    try {
      const community = await this.#community(communityId);
      for (const month of dueMonths(nextMonth, now(), community.timeZone)) {
        if (!this.#isRunning) return;
        await this.#write(community, month);
        await memory.set({ lastMonth: month, nextMonth: monthAfter(month, 1), problem: null });
        this.#parts.onChange();
      }
    } catch (error) {
      // A lock in the middle is no problem: the month is written after the next unlock.
      if (!this.#isRunning || (error instanceof Failure && error.code === 'CANCELLED')) return;
      log(`the monthly report was not written: ${String(error)}`);
      await memory.note({ problem: failureOf(error).toProblem(ulid()) });
      this.#parts.onChange();
    }
  }

  async #write(community: CommunitySummary, month: string): Promise<void> {
    const { memory, askEngine, desk } = this.#parts;
    const { language, folder } = memory.get();
    if (folder === null) return;
    await requireFolder(folder);
    const order = { kind: 'community-month', communityId: community.id, month } as const;
    const reportId = await makeReport(askEngine, { order, language });
    await desk.saveAs(reportId, () =>
      freeName(folder, `${community.name} ${month} ${mainTexts[language].monthlyReport}`),
    );
  }

  async #community(id: string): Promise<CommunitySummary> {
    const community = (await this.#parts.askEngine('communities.list', {})).find((one) => one.id === id);
    if (community) return community;
    throw new Failure('INPUT_INVALID', 'The community of the monthly report is not in this console any more.', {
      remedy: 'Choose another community, or switch the monthly report off.',
      details: { community: id },
    });
  }
}

async function requireFolder(folder: string): Promise<void> {
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new Failure('INPUT_INVALID', `The folder "${path.basename(folder)}" is not there or may not be written to.`, {
      remedy: 'Connect the drive or choose another folder. The report is written as soon as the folder is there.',
      details: { folder: path.basename(folder) },
      cause: error,
    });
  });
}

/** A file that is not there yet: a report that was written before is never replaced. */
function freeName(folder: string, name: string): string {
  for (let copy = 1; ; copy += 1) {
    const file = path.join(folder, safeFileName(copy === 1 ? name : `${name} (${copy})`, 'pdf'));
    if (!existsSync(file)) return file;
  }
}
