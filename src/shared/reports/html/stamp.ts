import type { MadeReport } from '../../contract/report-records.ts';
import type { ReportCommunity } from '../about.ts';
import type { ReportDocument } from '../document.ts';

/** What tells a report from every other one; stands on each of its pages. */
export interface ReportStamp extends Pick<MadeReport, 'id' | 'madeAt' | 'dataTo' | 'fingerprint'> {
  readonly community: Pick<ReportCommunity, 'name' | 'isDemo' | 'hasSimulatedTrades'>;
  /** The last entry of the audit log when it was made: on paper, it shows a log that was swapped as a whole. Null for an empty log. */
  readonly auditHead: { readonly number: number; readonly hash: string } | null;
}

/** Digits of the fingerprint that a page prints. */
const PRINTED = 32;

/** The fingerprint as it is typed from paper, e.g. "7d3c 09fa ...". */
export function printedFingerprint(fingerprint: string): string {
  return (
    fingerprint
      .slice(0, PRINTED)
      .match(/.{1,4}/g)
      ?.join(' ') ?? ''
  );
}

/** The title of the PDF file: by its id and whole fingerprint the file says which report it is. */
export function fileTitle({ title }: Pick<ReportDocument, 'title'>, { id, fingerprint }: ReportStamp): string {
  return `${title} · ${id} · ${fingerprint}`;
}
