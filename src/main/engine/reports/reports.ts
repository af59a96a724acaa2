import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { MadeReport, ReportCheck, ReportKind } from '#shared/contract/report-records.ts';
import type { OrderOf } from '#shared/reports/about.ts';
import { readHead } from '../audit/audit-log.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineContext } from '../context.ts';
import type { TaskProgress } from '../tasks/tasks.ts';
import { throwIfCancelled } from '../tasks/tasks.ts';
import { checkFigures } from './check-figures.ts';
import { reportDigest } from './fingerprint.ts';
import { findReport, isSavedFile, keepReport, keepReportFile, type KeptReport, reportsOf } from './made-reports.ts';
import { readFigures } from './read-figures.ts';
import { renderReport, type ReportPages } from './render-report.ts';
import { newReportId } from './report-id.ts';
import { readReportFile } from './report-file.ts';

/** Reports whose pages can be shown without making them again. */
const AT_HAND = 5;
/** Checks that the page can still ask for. */
const KEPT_CHECKS = 20;
/** What a page prints of a fingerprint is the least that is asked for. */
const PRINTED_DIGITS = 32;

/** The reports of this desk: made as tasks, kept by their fingerprints, checked against the data of today. */
export class Reports {
  readonly #atHand = new Map<string, ReportPages>();
  readonly #checks = new Map<string, ReportCheck>();

  /**
   * Starts to make a report as a task.
   * @throws INPUT_INVALID when there is no such community; what else is missing makes the task fail with it
   */
  make(context: EngineContext, { order, language }: ParsedInput<'reports.make'>): Output<'reports.make'> {
    const community = requireCommunity(context.cache.read, order.communityId);
    const reportId = newReportId();
    const unit = order.kind === 'ledger' ? 'rows' : 'sections';
    const { id } = context.tasks.start({ kind: 'report', subject: community.name, unit }, async (task) => {
      task.belongsTo(community.uid);
      await this.#make(context, order, language, reportId, task);
    });
    return { taskId: id, reportId };
  }

  /** The reports of a community (wire id) that were made at this desk, newest first. */
  list(db: ReadDb, communityId: string): MadeReport[] {
    return reportsOf(db, communityId).map((report) => this.#made(report));
  }

  /** The pages of a report. Throws INPUT_INVALID when it is not at hand. */
  content(db: ReadDb, reportId: string): Output<'reports.content'> {
    const pages = this.#atHand.get(reportId);
    const report = findReport(db, reportId);
    if (!pages || !report) {
      throw new Failure('INPUT_INVALID', 'The pages of this report are not at hand any more. Nothing was lost.', {
        remedy: 'Make the report again.',
        details: { situation: 'gone' },
      });
    }
    return { report: this.#made(report), ...pages };
  }

  /**
   * Checks what stands on paper, as a task.
   * @throws INPUT_INVALID when fewer digits are given than a page prints
   */
  verify(context: EngineContext, { reportId, fingerprint }: ParsedInput<'reports.verify'>): { taskId: string } {
    const digits = fingerprint.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
    if (digits.length < PRINTED_DIGITS) {
      throw new Failure('INPUT_INVALID', `The fingerprint has ${PRINTED_DIGITS} digits in groups of four.`, {
        remedy: 'Type all digits that stand at the foot of the page.',
      });
    }
    return this.#check(context, reportId, (task) => this.#checked(context, { reportId, digits, file: null }, task));
  }

  /**
   * Checks a PDF file, as a task: whether it is, byte for byte, one that was saved here, and what it says.
   * @throws INPUT_INVALID for a file that was not chosen
   */
  verifyFile(context: EngineContext, fileId: string): { taskId: string } {
    const { path, name } = context.files.resolve(fileId);
    return this.#check(context, name, async (task) => {
      const { sha256, report } = await readReportFile(path, name);
      if (report === null) return { reportId: '', verdict: 'unknown', report: null, sections: [], file: 'no-report' };
      const file = isSavedFile(context.cache.read, report.id, sha256) ? 'as-saved' : 'not-as-saved';
      return await this.#checked(context, { reportId: report.id, digits: report.fingerprint, file }, task);
    });
  }

  /** What a check says; null while it runs, and when it is none or forgotten. */
  check(taskId: string): ReportCheck | null {
    return this.#checks.get(taskId) ?? null;
  }

  /** Remembers a PDF that was saved (its SHA-256, 64 hex digits), to know the file again. Unknown reports are ignored. */
  saved(db: WriteDb, reportId: string, sha256: string): void {
    if (findReport(db, reportId)) keepReportFile(db, reportId, sha256, Date.now());
  }

  async #make<K extends ReportKind>(
    context: EngineContext,
    order: OrderOf<K>,
    language: MadeReport['language'],
    reportId: string,
    task: TaskProgress,
  ): Promise<void> {
    const { community, figures } = await readFigures(context, order, task);
    throwIfCancelled(task.signal);
    const { dataTo } = figures.facts;
    const digest = reportDigest(order, figures.facts);
    const made = { id: reportId, order, language, madeAt: Date.now(), dataTo, fingerprint: digest.fingerprint };
    const auditHead = readHead(context.cache.read);
    const { pages, title, sectionTitles } = await renderReport({ ...made, auditHead }, community, figures, task);
    throwIfCancelled(task.signal);
    const sections = Object.entries(digest.sections).map(([id, sha256]) => ({
      id,
      title: sectionTitles.get(id) ?? id,
      sha256,
    }));
    keepReport(context.cache.write, { ...made, title, sections });
    keep(this.#atHand, AT_HAND, reportId, pages);
    task.facts({ report: reportId, fingerprint: digest.fingerprint });
    context.changed('reports');
  }

  #check(
    { tasks }: EngineContext,
    subject: string,
    work: (task: TaskProgress) => Promise<ReportCheck>,
  ): { taskId: string } {
    const { id } = tasks.start({ kind: 'report-verification', subject, unit: 'sections' }, async (task) => {
      keep(this.#checks, KEPT_CHECKS, task.id, await work(task));
    });
    return { taskId: id };
  }

  async #checked(
    context: EngineContext,
    { reportId, digits, file }: { reportId: string; digits: string; file: ReportCheck['file'] },
    task: TaskProgress,
  ): Promise<ReportCheck> {
    const kept = findReport(context.cache.read, reportId.toUpperCase());
    const nothing = { reportId, report: null, sections: [], file };
    if (!kept) return { ...nothing, verdict: 'unknown' };
    const known = { ...nothing, reportId: kept.id, report: this.#made(kept) };
    if (!kept.fingerprint.startsWith(digits)) return { ...known, verdict: 'fingerprint-differs' };
    return { ...known, ...(await checkFigures(context, kept, task)) };
  }

  #made({ id, order, language, madeAt, dataTo, fingerprint, title }: KeptReport): MadeReport {
    return { id, order, language, madeAt, dataTo, fingerprint, title, isAtHand: this.#atHand.has(id) };
  }
}

/** Keeps an entry and forgets the oldest one beyond `most`. */
function keep<Entry>(entries: Map<string, Entry>, most: number, id: string, entry: Entry): void {
  entries.set(id, entry);
  const [oldest] = entries.keys();
  if (entries.size > most && oldest !== undefined) entries.delete(oldest);
}
