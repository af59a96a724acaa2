import type { UpdateProblem } from '#shared/contract/updates.ts';

/** Why an update was not found, fetched or put in place. */
export class UpdateFailure extends Error {
  readonly problem: UpdateProblem;

  constructor(problem: UpdateProblem, cause?: unknown) {
    super(`update: ${problem}`, { cause });
    this.name = 'UpdateFailure';
    this.problem = problem;
  }
}

/** Codes of the file system and of the updater. */
const codes: Readonly<Record<string, UpdateProblem>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'no-rights',
  EPERM: 'no-rights',
  EROFS: 'no-rights',
  ERR_CHECKSUM_MISMATCH: 'checksum',
};

/** What Chromium's network says, by the beginning of its codes: nobody answers. */
const unreachable =
  /net::ERR_(INTERNET_DISCONNECTED|NAME_|DNS_|ADDRESS_|CONNECTION_REFUSED|CONNECTION_TIMED_OUT|NETWORK_|PROXY_|TIMED_OUT|CERT_|SSL_)/;
const broken = /net::ERR_|aborted|timed out/i;

/**
 * Which of the known problems an error is.
 * @param during before a download begins, a connection that breaks is one that was not there
 */
export function problemOf(error: unknown, during: 'search' | 'download'): UpdateProblem {
  if (error instanceof UpdateFailure) return error.problem;
  if (!(error instanceof Error)) return 'unknown';
  const known = 'code' in error && typeof error.code === 'string' ? codes[error.code] : undefined;
  if (known !== undefined) return known;
  if (unreachable.test(error.message)) return 'offline';
  if (/status (404|410)\b/.test(error.message)) return 'feed-missing';
  if (broken.test(error.message) || error.name === 'TimeoutError')
    return during === 'search' ? 'offline' : 'interrupted';
  return 'unknown';
}
