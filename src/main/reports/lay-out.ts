import { PdfJoiner } from './pdf/join-parts.ts';
import { pagesOf, readPdf } from './pdf/read-pdf.ts';
import { emptyPages, reportParts } from './pdf/report-parts.ts';
import { printPdf } from './report-window.ts';
import type { RunningTexts } from './report-window.ts';

/** One HTML document and what stands above and below each of its pages, as `reports.content` answers them. */
export interface ReportPages extends RunningTexts {
  readonly html: string;
  readonly isLandscape: boolean;
}

/** A report on paper. */
export interface LaidOut {
  readonly bytes: Buffer;
  readonly pages: number;
}

/**
 * Lays a report out as a tagged PDF with bookmarks, a long one part after part.
 * @throws CANCELLED once `signal` is aborted; INTERNAL when the pages need more memory than there is
 */
export async function layOut(
  { html, header, footer, isLandscape }: ReportPages,
  signal: AbortSignal,
): Promise<LaidOut> {
  const running = { header, footer };
  const parts = reportParts(html);
  if (parts.length === 1) {
    const bytes = await printPdf(html, { running, isLandscape, signal });
    return { bytes, pages: pagesOf(readPdf(bytes)).length };
  }
  const joiner = new PdfJoiner();
  for (const { html: part, topLevel } of parts) {
    await joiner.add(await printPdf(part, { running: null, isLandscape, signal }), topLevel);
  }
  // Only now is it known how many pages there are, which each of them says.
  const frame = await printPdf(emptyPages(html, joiner.pages), { running, isLandscape, signal });
  return { bytes: await joiner.finish(frame), pages: joiner.pages };
}
