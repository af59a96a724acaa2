import type { Output } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { inReportWindow } from './report-window.ts';

/**
 * Opens the system's print dialog with the pages of a report. Chromium lays them out for the chosen printer; above and below each page it
 * writes these lines in a plain hand of its own, with the number of the page, in place of the PDF's header and footer.
 *
 * @returns false when the person closed the dialog
 * @throws INPUT_INVALID when there is no printer; CANCELLED when the console is locked
 */
export async function printReport(
  { html, isLandscape, report }: Output<'reports.content'>,
  signal: AbortSignal,
): Promise<boolean> {
  return await inReportWindow(
    html,
    signal,
    ({ webContents }) =>
      new Promise<boolean>((resolve, reject) => {
        const options = {
          silent: false,
          printBackground: true,
          landscape: isLandscape,
          pageSize: 'A4',
          header: report.title,
          footer: printedMark(report),
        } as const;
        webContents.print(options, (isDone, reason) => {
          if (isDone) resolve(true);
          else if (/cancel/i.test(reason)) resolve(false);
          else reject(notPrinted(reason));
        });
      }),
  );
}

/** What a person needs who holds one page and wants to check it. */
function printedMark({ id, fingerprint }: Output<'reports.content'>['report']): string {
  return `${id} · ${fingerprint.slice(0, 32).match(/.{4}/g)?.join(' ') ?? ''}`;
}

function notPrinted(reason: string): Failure {
  return new Failure('INPUT_INVALID', `The report could not be printed (${reason}). Nothing was lost.`, {
    remedy: 'Check that a printer is set up, or save the report as a PDF and print that.',
    details: { situation: 'printer' },
  });
}
