import { createHash } from 'node:crypto';
import path from 'node:path';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { Output } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { writeFailure } from '#shared/contract/write-failures.ts';
import { writeFileAtomically } from '../app/atomic-write.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';
import type { LaidOut, ReportPages } from './lay-out.ts';

/** PDFs that need not be laid out again when the same report is shown, saved and printed. */
const KEPT = 3;

type Content = Output<'reports.content'>;

export interface ReportDeskParts {
  readonly askEngine: AskEngine;
  readonly layOut: (pages: ReportPages, signal: AbortSignal) => Promise<LaidOut>;
  /** Opens the system's print dialog; false when the person closed it. */
  readonly print: (content: Content, signal: AbortSignal) => Promise<boolean>;
  /** Asks where to save a PDF; null when the person closed the dialog. */
  readonly choosePlace: (suggestedName: string) => Promise<string | null>;
  /** Writes an entry of the audit log and answers its number; null while none is open. */
  readonly note: (entry: NewEntry) => Promise<number | null>;
  /** Lets the engine know the file again by its SHA-256, 64 hex digits. */
  readonly saved: (reportId: string, sha256: string) => Promise<void>;
}

/** Reports as paper: laid out once, shown, saved and printed. The engine says who may see one. */
export class ReportDesk {
  readonly #parts: ReportDeskParts;
  readonly #pdfs = new Map<string, LaidOut>();
  #last: Promise<unknown> = Promise.resolve();
  #open = new AbortController();

  constructor(parts: ReportDeskParts) {
    this.#parts = parts;
  }

  /** The PDF for the preview. Throws what `reports.content` throws, and CANCELLED when the console is locked meanwhile. */
  async pdf(reportId: string): Promise<Output<'reports.pdf'>> {
    const { pdf } = await this.#laidOut(reportId);
    return { bytes: new Uint8Array(pdf.bytes), pages: pdf.pages };
  }

  /** Saves the PDF where the person says, whole or not at all; the audit log has its entry before the file is there. */
  async save(reportId: string): Promise<Output<'reports.save'>> {
    const { pdf, content } = await this.#laidOut(reportId);
    const file = await this.#parts.choosePlace(content.suggestedName);
    if (file === null) return { saved: false };
    await this.#write(content, pdf.bytes, file, 'reports.save');
    return { saved: true };
  }

  /**
   * As `save`, into a file that is already chosen.
   *
   * @param place is asked once the report is laid out
   * @returns the file's path
   */
  async saveAs(reportId: string, place: (content: Content) => string | Promise<string>): Promise<string> {
    const { pdf, content } = await this.#laidOut(reportId);
    const file = await place(content);
    await this.#write(content, pdf.bytes, file, null);
    return file;
  }

  /** Opens the system's print dialog; the audit log has its entry before. */
  async print(reportId: string): Promise<Output<'reports.print'>> {
    const { signal } = this.#open;
    const content = await this.#parts.askEngine('reports.content', { reportId });
    const { report } = content;
    const about = { kind: 'print', method: 'reports.print', communityId: report.order.communityId } as const;
    const of = await this.#parts.note({
      ...about,
      outcome: 'asked',
      details: { report: report.id, kind: report.order.kind, fingerprint: report.fingerprint },
    });
    const printed = await this.#inTurn(() => this.#parts.print(content, signal));
    if (!printed) await this.#parts.note({ ...about, outcome: 'refused', ...(of !== null && { of }), details: {} });
    return { printed };
  }

  /** Ends what is being laid out and forgets every page: nothing that can be read stays after a lock. */
  forget(): void {
    this.#open.abort();
    this.#open = new AbortController();
    this.#pdfs.clear();
  }

  async #laidOut(reportId: string): Promise<{ pdf: LaidOut; content: Content }> {
    const { signal } = this.#open;
    // Asked every time: the role may have changed since the PDF was made.
    const content = await this.#parts.askEngine('reports.content', { reportId });
    const pdf = await this.#inTurn(async () => this.#pdfs.get(reportId) ?? (await this.#parts.layOut(content, signal)));
    if (!signal.aborted) this.#keep(reportId, pdf);
    return { pdf, content };
  }

  /** @param method of the bridge; null when the console writes by itself */
  async #write({ report }: Content, pdf: Buffer, file: string, method: 'reports.save' | null): Promise<void> {
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const name = path.basename(file);
    const about = {
      kind: 'export',
      ...(method !== null && { method }),
      communityId: report.order.communityId,
    } as const;
    const of = await this.#parts.note({
      ...about,
      outcome: 'asked',
      details: { report: report.id, kind: report.order.kind, file: name, bytes: pdf.length, sha256 },
    });
    try {
      await this.#parts.saved(report.id, sha256);
      await writeFileAtomically(file, pdf, 0o644);
    } catch (error) {
      const failure = error instanceof Failure ? error : writeFailure(error, name);
      await this.#parts.note({
        ...about,
        outcome: 'refused',
        ...(of !== null && { of }),
        details: { code: failure.code },
      });
      throw failure;
    }
  }

  #keep(reportId: string, pdf: LaidOut): void {
    this.#pdfs.delete(reportId);
    this.#pdfs.set(reportId, pdf);
    const [oldest] = this.#pdfs.keys();
    if (this.#pdfs.size > KEPT && oldest !== undefined) this.#pdfs.delete(oldest);
  }

  /** One window at a time: laying out takes much memory. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
