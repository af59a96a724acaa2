import type { Verification } from '#shared/contract/market-records.ts';
import type { CommunityRow } from '#engine/communities/community.ts';
import type { ReadDb } from '#engine/cache/connection.ts';
import { countClearings, verifyClearings } from '#engine/market/verify.ts';
import type { Range } from '#engine/stats/sums.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { isUuid, uuidBytes } from '#shared/domain/uuid.ts';
import { fingerprint as fingerprintFormat } from '#shared/wire/certificate.ts';
import { checkCertificateFile } from './certificate-file.ts';
import { type CommandIo, exitCode, parseFlags, UsageError } from './command.ts';
import { accessCommunity, periodFlags, periodOf } from './community-access.ts';
import { differenceLines, differenceToWire } from './difference-report.ts';

/** Differing clearings that are printed; the number of all is told in any case. */
const PRINTED = 200;
/** Progress after every so many clearings. */
const TOLD_EVERY = 2_000;

/**
 * `replay (--profile DIR | --file F) [--community NAME|ID] [--from D] [--to D | --clearing ID] [--json]`: computes the clearings of whole
 * local days again, or one of them, and compares everything that is stored of them. `replay --certificate F [--fingerprint HEX] [--json]`:
 * the same for a certificate that was saved as a file, without any cache (docs/certificate.md).
 *
 * The JSON is `{"clearings","verified","different","without_certificate","findings":[{"clearing","slot","differences":[{"record","id",
 * "field","stored","expected"}]}]}`, for a certificate also `"fingerprint"`.
 * @returns exit code 1 when a clearing differs
 * @throws UsageError naming the flag, or file, row and field
 */
export async function runReplay(args: string[], io: CommandIo): Promise<number> {
  const flags = parseFlags(args, {
    ...periodFlags,
    clearing: { type: 'string' },
    certificate: { type: 'string' },
    fingerprint: { type: 'string' },
  });
  const { certificate, fingerprint } = flags;
  if (certificate !== undefined) {
    const used = Object.keys(flags).find((flag) => !['certificate', 'fingerprint', 'json'].includes(flag));
    if (used !== undefined) throw new UsageError(`--${used} has no meaning with --certificate`);
    return await replayCertificate(certificate, fingerprint, flags.json === true, io);
  }
  if (fingerprint !== undefined) throw new UsageError('--fingerprint has no meaning without --certificate');
  const clearingId = flags.clearing?.toLowerCase();
  if (clearingId !== undefined) {
    if (!isUuid(clearingId)) throw new UsageError(`--clearing ${clearingId}: not the id of a clearing`);
    const period = flags.from === undefined ? 'to' : 'from';
    if (flags[period] !== undefined) throw new UsageError(`--${period} has no meaning with --clearing`);
  }
  const access = await accessCommunity(flags, io);
  try {
    const { community, context } = access;
    const db = context.cache.read;
    const whole = clearedRange(db, community);
    if (!whole) throw new UsageError(`${community.name} has no clearing yet`);
    const range = clearingId === undefined ? periodOf(flags, community, whole) : slotOf(db, community, clearingId);
    const report = replay(db, community, range, clearingId, io);
    print(report, flags.json === true, io);
    return report.different > 0 ? exitCode.finding : exitCode.fine;
  } finally {
    await access.close();
  }
}

interface Report {
  clearings: number;
  verified: number;
  different: number;
  without_certificate: number;
  readonly findings: Verification[];
  readonly fingerprint?: string;
}

function replay(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
  clearingId: string | undefined,
  io: CommandIo,
): Report {
  const report: Report = { clearings: 0, verified: 0, different: 0, without_certificate: 0, findings: [] };
  const total = countClearings(db, community, range);
  for (const verification of verifyClearings(db, community, range)) {
    if (clearingId !== undefined && verification.clearingId !== clearingId) continue;
    add(report, verification);
    if (report.clearings % TOLD_EVERY === 0) io.stderr(`replay: ${report.clearings} of ${total} clearings\n`);
  }
  return report;
}

function add(report: Report, verification: Verification): void {
  report.clearings++;
  if (verification.verdict === 'verified') report.verified++;
  else if (verification.verdict === 'no-certificate') report.without_certificate++;
  else {
    report.different++;
    if (report.findings.length < PRINTED) report.findings.push(verification);
  }
}

function clearedRange(db: ReadDb, { id, slot_minutes }: CommunityRow): Range | null {
  const row = db.get<{ first: number | null; last: number | null }>(
    'SELECT MIN(slot) AS first, MAX(slot) AS last FROM clearing WHERE community_id = ?',
    [id],
  );
  if (row?.first == null || row.last === null) return null;
  return { from: row.first, to: row.last + slot_minutes * MINUTE };
}

function slotOf(db: ReadDb, { id, name }: CommunityRow, clearingId: string): Range {
  const row = db.get<{ slot: number }>('SELECT slot FROM clearing WHERE community_id = ? AND id = ?', [
    id,
    uuidBytes(clearingId),
  ]);
  if (!row) throw new UsageError(`--clearing ${clearingId}: ${name} has no such clearing`);
  return { from: row.slot, to: row.slot + 1 };
}

async function replayCertificate(
  file: string,
  expected: string | undefined,
  asJson: boolean,
  io: CommandIo,
): Promise<number> {
  if (expected !== undefined && !fingerprintFormat.safeParse(expected.toLowerCase()).success) {
    throw new UsageError(`--fingerprint ${expected}: is not a SHA-256 of 64 hexadecimal digits`);
  }
  const { clearingId, slot, fingerprint, differences } = await checkCertificateFile(
    file,
    expected?.toLowerCase() ?? null,
  );
  const report: Report = { clearings: 0, verified: 0, different: 0, without_certificate: 0, findings: [], fingerprint };
  add(report, {
    clearingId,
    slot,
    verdict: differences.length === 0 ? 'verified' : 'different',
    differences: [...differences],
  });
  if (expected === undefined) {
    io.stderr('Without --fingerprint this says only that the certificate does not contradict itself.\n');
  }
  print(report, asJson, io);
  return report.different > 0 ? exitCode.finding : exitCode.fine;
}

function print({ findings, ...counts }: Report, asJson: boolean, io: CommandIo): void {
  if (asJson) {
    const wire = findings.map(({ clearingId, slot, differences }) => ({
      clearing: clearingId,
      slot: new Date(slot).toISOString(),
      differences: differences.map(differenceToWire),
    }));
    io.stdout(`${JSON.stringify({ ...counts, findings: wire })}\n`);
    return;
  }
  const { clearings, verified, different, without_certificate: without, fingerprint } = counts;
  const lines = [
    `${verified} of ${clearings} clearings verified, ${different} differ, ${without} without a certificate`,
  ];
  if (fingerprint !== undefined) lines.push(`fingerprint ${fingerprint}`);
  for (const finding of findings) lines.push(...differenceLines(finding));
  if (different > findings.length) lines.push(`and ${different - findings.length} more that differ`);
  io.stdout(`${lines.join('\n')}\n`);
}
