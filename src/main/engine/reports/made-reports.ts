import type { MadeReport } from '#shared/contract/report-records.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';

/** Digest and title of a section, in the order of the report. */
interface KeptSection {
  readonly id: string;
  readonly title: string;
  readonly sha256: string;
}

/** A report as the cache keeps it. */
export interface KeptReport extends Omit<MadeReport, 'isAtHand'> {
  readonly sections: readonly KeptSection[];
}

interface Row {
  readonly id: string;
  readonly report_order: string;
  readonly language: string;
  readonly made_at: number;
  readonly data_to: number | null;
  readonly fingerprint: string;
  readonly sections: string;
  readonly title: string;
}

const columns = 'id, report_order, language, made_at, data_to, fingerprint, sections, title';

/** The reports of a community (wire id) that were made at this desk, newest first. */
export function reportsOf(db: ReadDb, communityId: string): KeptReport[] {
  return db
    .all<Row>(`SELECT ${columns} FROM report WHERE community_uid = ? ORDER BY made_at DESC, id`, [communityId])
    .map(keptReport);
}

/** Undefined when no report of this id was made at this desk. */
export function findReport(db: ReadDb, id: string): KeptReport | undefined {
  const row = db.get<Row>(`SELECT ${columns} FROM report WHERE id = ?`, [id]);
  return row && keptReport(row);
}

export function keepReport(db: WriteDb, report: KeptReport): void {
  db.run(
    `INSERT INTO report (id, community_uid, report_order, language, made_at, data_to, fingerprint, sections, title)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      report.id,
      report.order.communityId,
      JSON.stringify(report.order),
      report.language,
      report.madeAt,
      report.dataTo,
      report.fingerprint,
      JSON.stringify(report.sections),
      report.title,
    ],
  );
}

/**
 * Remembers a PDF file that was saved.
 * @param sha256 64 hex digits
 * @param savedAt epoch milliseconds
 */
export function keepReportFile(db: WriteDb, reportId: string, sha256: string, savedAt: number): void {
  db.run('INSERT INTO report_file (sha256, report_id, saved_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
    sha256,
    reportId,
    savedAt,
  ]);
}

/** Whether a file of this SHA-256 (64 hex digits) was saved of the report. */
export function isSavedFile(db: ReadDb, reportId: string, sha256: string): boolean {
  return db.get('SELECT 1 FROM report_file WHERE report_id = ? AND sha256 = ?', [reportId, sha256]) !== undefined;
}

function keptReport(row: Row): KeptReport {
  return {
    id: row.id,
    order: JSON.parse(row.report_order) as MadeReport['order'],
    language: row.language as MadeReport['language'],
    madeAt: row.made_at,
    dataTo: row.data_to,
    fingerprint: row.fingerprint,
    title: row.title,
    sections: JSON.parse(row.sections) as KeptSection[],
  };
}
