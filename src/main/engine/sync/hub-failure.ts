import { type ErrorCode, Failure, type FailureOptions } from '#shared/contract/errors.ts';
import { hubProblemFields, type HubProblem } from '#shared/wire/sync.ts';

export interface HubFailureOptions extends FailureOptions {
  readonly status?: number;
  readonly retryAfterMs?: number | null;
}

/** What went wrong between this desk and the hub. A needed sign-in has `details.signIn`. */
export class HubFailure extends Failure {
  /** The status of the hub's answer; null when there was none. */
  readonly status: number | null;
  /** How long the hub asks to wait; null when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(code: ErrorCode, message: string, options: HubFailureOptions = {}) {
    super(code, message, options);
    this.name = 'HubFailure';
    this.status = options.status ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

const KEPT = 'Nothing on this desk was lost.';

/** What Node says of a connection that was there and ended too early. */
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** No connection, or one that broke before the answer began. */
export function unreachable(cause: unknown): HubFailure {
  const code = causeCode(cause);
  if (BROKEN.has(code)) return connectionBroke(cause);
  const isUntrusted = /CERT|TLS|SSL/.test(code);
  return new HubFailure(
    'HUB_UNREACHABLE',
    isUntrusted
      ? `The hub's certificate is not trusted (${code}), so nothing was sent. ${KEPT}`
      : `The hub could not be reached${code && ` (${code})`}. ${KEPT}`,
    {
      retryable: true,
      remedy: isUntrusted
        ? 'Check the address, and this computer’s clock; otherwise ask whoever runs the hub.'
        : 'Go on working; the console tries again by itself. Check the network if it lasts.',
      ...(isUntrusted && { details: { situation: 'certificate' } }),
      cause,
    },
  );
}

/** A connection that ended before the answer was complete. What was sent may have arrived: the same keys go with the next attempt. */
export function connectionBroke(cause: unknown): HubFailure {
  const code = causeCode(cause);
  return new HubFailure('NETWORK_FAILURE', `The connection to the hub broke${code && ` (${code})`}. ${KEPT}`, {
    retryable: true,
    remedy: 'Go on working; the console tries again by itself. What was sent is not carried out twice.',
    cause,
  });
}

/** The code that Node gives to what lies behind a failed request. */
function causeCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return '';
}

/** No byte came for `idleMs` (PROTOCOL.md P7). */
export function timedOut(idleMs: number): HubFailure {
  return new HubFailure('API_TIMEOUT', `The hub sent nothing for ${Math.round(idleMs / 1000)} s. ${KEPT}`, {
    retryable: true,
    remedy: 'Go on working; the console tries again by itself.',
  });
}

/** The stream of live events is silent (PROTOCOL.md E3). */
export function streamLost(idleMs: number): HubFailure {
  return new HubFailure(
    'REALTIME_LOST',
    `Live news from the hub stopped: nothing came for ${Math.round(idleMs / 1000)} s. ${KEPT}`,
    { retryable: true, remedy: 'Go on working; until it is back the console asks every half minute.' },
  );
}

/** The stream of live events cannot be opened or did not last. @param cause null when the hub has ended it */
export function streamEnded(cause: Failure | null): Failure {
  if (cause?.code === 'REALTIME_LOST') return cause;
  return new HubFailure('REALTIME_LOST', `Live news from the hub stopped: the stream ended. ${KEPT}`, {
    retryable: true,
    remedy: 'Go on working; until it is back the console asks every half minute.',
    ...(cause && { cause }),
  });
}

/** An answer that is cut, is no JSON, or comes from something else than a hub. */
export function garbled(what: string, options: HubFailureOptions = {}): HubFailure {
  return new HubFailure(
    'HUB_REFUSED',
    `What came is no complete answer of a hub: ${what}. Nothing of it was used. ${KEPT}`,
    {
      retryable: true,
      remedy:
        'The console tries again by itself. If it lasts, check the address and whether a network log-in page is in between.',
      details: { situation: 'noHub' },
      ...options,
    },
  );
}

/** The hub wants e-mail and password again (PROTOCOL.md P2). */
export function signInNeeded(status?: number): HubFailure {
  return new HubFailure('HUB_REFUSED', `The sign-in at the hub has ended. ${KEPT}`, {
    ...(status !== undefined && { status }),
    remedy: 'Sign in again; what waits is sent then.',
    details: { signIn: true, situation: 'signIn' },
  });
}

/** The person or the console stopped it. */
export function cancelled(): Failure {
  return new Failure('CANCELLED', `The exchange with the hub was stopped. ${KEPT}`, {
    remedy: 'Start it again when you like.',
  });
}

/** Codes that speak of the machine which has the trouble: from a hub they say nothing about this desk. */
const OWN_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CACHE_LOCKED',
  'CACHE_CORRUPT',
  'CACHE_FROM_FUTURE',
  'DISK_FULL',
  'KEY_UNAVAILABLE',
  'ENGINE_GONE',
  'CANCELLED',
  'INTERNAL',
]);

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'HUB_REFUSED',
  403: 'FORBIDDEN',
  404: 'HUB_REFUSED',
  408: 'API_TIMEOUT',
  409: 'VERSION_CONFLICT',
  410: 'RESYNC_REQUIRED',
  426: 'CLIENT_TOO_OLD',
  429: 'RATE_LIMITED',
};

const remedyOf: Partial<Record<ErrorCode, string>> = {
  FORBIDDEN: 'Ask whoever runs the hub for access.',
  VERSION_CONFLICT: 'Look at the newer state and decide again.',
  RESYNC_REQUIRED: 'The console fetches the community anew beside the copy in view.',
  CLIENT_TOO_OLD: 'Update the console; until then it goes on working with what it has.',
  RATE_LIMITED: 'The console waits as long as the hub asks and tries again by itself.',
};

/** An answer that is no success. `body` is its text, `retryAfter` its header. */
export function refusal(status: number, body: string, retryAfter: string | null): HubFailure {
  if (status >= 300 && status < 400) return garbled('it leads to another address', { status });
  const problem = problemOf(body);
  const code = codeOfStatus[status] ?? (problem && !OWN_CODES.has(problem.code) ? problem.code : 'HUB_REFUSED');
  const retryable = status >= 500 || status === 408 || status === 429;
  const said = problem ? `The hub says: ${problem.message}` : `The hub answered with ${status}.`;
  const remedy =
    problem?.remedy ||
    remedyOf[code] ||
    (retryable ? 'The console tries again by itself.' : 'Ask whoever runs the hub.');
  const wait = retryAfter === null ? null : retryAfterMs(retryAfter);
  // The page says until when an account is locked.
  const details = { ...problem?.details, ...(wait !== null && { retryAfterMs: wait }) };
  return new HubFailure(code, `${said} ${KEPT}`, {
    status,
    retryable,
    remedy,
    retryAfterMs: wait,
    ...(Object.keys(details).length > 0 && { details }),
  });
}

function problemOf(body: string): HubProblem | null {
  try {
    return hubProblemFields.safeParse(JSON.parse(body)).data?.error ?? null;
  } catch {
    return null;
  }
}

/** Longer than this nobody waits: a header that says more is a mistake. */
const MAX_WAIT_MS = 3_600_000;

/** `Retry-After` in ms: seconds, or a date (compared with this machine's clock, for want of another). */
function retryAfterMs(header: string): number | null {
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.min(Math.max(0, seconds * 1000), MAX_WAIT_MS);
}
