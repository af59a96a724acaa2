import { hex } from '#engine/audit/audit-log.ts';
import { verifyLog } from '#engine/audit/verify-log.ts';
import type { AuditLogFinding, AuditVerification } from '#shared/contract/audit-records.ts';
import { accessCache, cacheFlags } from './cache-access.ts';
import { type CommandIo, exitCode, parseFlags, required, UsageError } from './command.ts';

/** Progress at most once in so many milliseconds. */
const TOLD_EVERY_MS = 1000;

const flags = { ...cacheFlags, expect: { type: 'string' }, json: { type: 'boolean' } } as const;

/** A head as reports print it, and what the log has in its place. */
interface Expected {
  readonly number: number;
  readonly hash: string;
  readonly found: string | null;
}

/**
 * `audit verify --profile DIR [--passphrase-file F] [--expect N:HASH] [--json]`: recomputes the hash chain of the audit log and checks every
 * signature (DOMAIN.md section 8). `--expect` takes number and hash of an entry from paper, which a log that was made anew does not have.
 *
 * The JSON is `{"checked","total","checkpoints","device_key","head":{"number","hash"},"finding":{"kind","number","at"},"restored":{"number","at",
 * "entries_lost"},"expected":{"number","hash","found"}}`, with null where there is none.
 * @returns exit code 1 with the first entry that is not as it was written, or when the expected one is another
 * @throws UsageError naming the flag
 */
export async function auditOfLog(args: string[], io: CommandIo): Promise<number> {
  const given = parseFlags(args, flags);
  required('--profile', given.profile);
  const wanted = given.expect === undefined ? null : parseExpected(given.expect);
  const access = await accessCache(given, io);
  try {
    const { cache, audit } = access.context;
    let toldAt = performance.now();
    const verification = await verifyLog(cache.read, audit, ({ checked, total }) => {
      if (performance.now() - toldAt >= TOLD_EVERY_MS) {
        toldAt = performance.now();
        io.stderr(`audit: ${checked} of ${total} entries\n`);
      }
      return false;
    });
    const row =
      wanted && cache.read.get<{ hash: Uint8Array }>('SELECT hash FROM audit_entry WHERE number = ?', [wanted.number]);
    const expected = wanted && { ...wanted, found: row ? hex(row.hash) : null };
    io.stdout(given.json ? asJson(verification, audit.device.fingerprint, expected) : asText(verification, expected));
    const isFine = verification.finding === null && expected?.found === expected?.hash;
    return isFine ? exitCode.fine : exitCode.finding;
  } finally {
    await access.close();
  }
}

function parseExpected(text: string): Omit<Expected, 'found'> {
  const [, number, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (number === undefined || hash === undefined) {
    throw new UsageError(`--expect ${text}: not the number and hash of an entry such as 120:9f86d0...`);
  }
  return { number: Number(number), hash: hash.toLowerCase() };
}

function asJson(
  { checked, total, checkpoints, head, finding, restored }: AuditVerification,
  deviceKey: string,
  expected: Expected | null,
): string {
  const told = finding && { ...finding, at: isoTime(finding.at) };
  const put = restored && {
    number: restored.number,
    at: isoTime(restored.at),
    entries_lost: restored.entriesLost,
  };
  const report = { checked, total, checkpoints, device_key: deviceKey, head, finding: told, restored: put, expected };
  return `${JSON.stringify(report)}\n`;
}

const findingTexts: Readonly<Record<AuditLogFinding['kind'], string>> = {
  'entry-changed': 'was changed: its content does not give its hash',
  'order-broken': 'does not stand on the one before: entries were taken out, put in, or changed places',
  'entry-missing': 'is missing',
  'end-missing': 'is missing, and with it the end: this device has signed more entries than there are',
  'checkpoint-broken': 'has a checkpoint that this device did not sign so',
  'mark-broken':
    'may not be the last: the mark beside the cache, which tells how far the log went, is missing or not signed by this device',
};

function asText(
  { checked, total, checkpoints, head, finding, restored }: AuditVerification,
  expected: Expected | null,
): string {
  const lines: string[] = [];
  if (finding) {
    const at = isoTime(finding.at);
    lines.push(`entry ${finding.number}${at === null ? '' : ` (${at})`} ${findingTexts[finding.kind]}`);
  }
  if (expected && expected.found !== expected.hash) {
    lines.push(`entry ${expected.number} is not the expected one: its hash is ${expected.found ?? 'not there'}`);
  }
  lines.push(
    finding
      ? `${checked} of ${total} entries before it are as they were written; later ones are not judged`
      : `${total} entries and ${checkpoints} checkpoints are as they were written`,
  );
  if (restored) {
    const lost = restored.entriesLost ?? 0;
    lines.push(
      `entry ${restored.number} (${isoTime(restored.at) ?? 'unknown time'}) says that another state of the data was put in place; ${lost} entries of the log before are not in this one`,
    );
  }
  if (head) lines.push(`head ${head.number}:${head.hash}`);
  return `${lines.join('\n')}\n`;
}

function isoTime(at: number | null): string | null {
  return at === null || Number.isNaN(new Date(at).getTime()) ? null : new Date(at).toISOString();
}
