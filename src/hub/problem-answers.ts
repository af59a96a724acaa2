import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { HubProblem } from '#shared/wire/sync.ts';
import { HubError } from './hub-error.ts';

/** An answer that is no success (PROTOCOL.md P5). */
export interface ProblemAnswer {
  readonly status: number;
  readonly problem: HubProblem;
  /** Seconds. */
  readonly retryAfterS?: number;
  /** What the log needs of a fault, and nobody else may see. */
  readonly stack?: string;
}

/** The SQLSTATE of a database that refuses: missing grants, and rows that row-level security protects. */
const INSUFFICIENT_PRIVILEGE = '42501';

/** What to answer for anything that was thrown. */
export function problemAnswer(error: unknown): ProblemAnswer {
  if (error instanceof HubError) return ofHubError(error);
  if (hasZodFastifySchemaValidationErrors(error)) return ofInvalidInput(error);
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (code === INSUFFICIENT_PRIVILEGE) {
    return refusal(403, 'FORBIDDEN', 'Your role does not allow this.', 'Ask an administrator of the community.');
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return ofRequest(statusCode);
  const correlationId = randomUUID();
  return {
    status: 500,
    problem: {
      code: 'INTERNAL',
      message: 'The hub had a fault. Nothing was changed.',
      remedy: 'Try again later. If it happens again, tell the hub’s administrator the correlation id.',
      details: { correlation_id: correlationId },
    },
    stack: `${correlationId} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  };
}

/** Answers with a problem, and leaves one line in the log (a fault its stack too): never a token, a password or a body. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  log: (line: string) => void,
): FastifyReply {
  const { status, problem, retryAfterS, stack } = problemAnswer(error);
  const [path] = request.url.split('?', 1);
  log(`${request.method} ${path} ${status} ${problem.code}${request.user ? ` user ${request.user.sub}` : ''}`);
  if (stack !== undefined) log(stack);
  if (retryAfterS !== undefined) void reply.header('retry-after', retryAfterS);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  // As text: the schemas of a route's own answers have no say in this.
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: problem }));
}

/** A whole HTTP answer for what never became a request: malformed, too slow, or with too long a header. */
export function rawProblem(code: string | undefined): string {
  const status = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const body = JSON.stringify({ error: ofRequest(status).problem });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}

function ofHubError({ status, code, message, remedy, details, retryAfterS }: HubError): ProblemAnswer {
  return { status, problem: { code, message, remedy, ...(details ? { details } : {}) }, retryAfterS };
}

function ofInvalidInput(error: {
  readonly validation: readonly { readonly instancePath: string; readonly message?: string }[];
}): ProblemAnswer {
  const [{ instancePath, message = 'is not valid' }] = error.validation;
  const field = instancePath.slice(1).replaceAll('/', '.');
  const problem = message.endsWith('received undefined')
    ? 'is missing'
    : message.replace(/^Invalid (?:input|option): expected/, 'should be');
  return {
    status: 400,
    problem: {
      code: 'INPUT_INVALID',
      message: `The request cannot be carried out: ${field === '' ? '' : `${field} `}${problem}.`,
      remedy: 'Correct it and ask again.',
      details: { field, problem },
    },
  };
}

/** What Fastify itself refuses, by status. */
function ofRequest(status: number): ProblemAnswer {
  switch (status) {
    case 400:
      return refusal(400, 'INPUT_INVALID', 'The request cannot be read.', 'Send valid JSON, and the length of it.');
    case 408:
      return refusal(408, 'HUB_REFUSED', 'The request took too long to arrive.', 'Try again.');
    case 413:
      return refusal(413, 'HUB_REFUSED', 'The request is too large.', 'Send less at a time: at most 1 MiB.');
    case 415:
      return refusal(415, 'HUB_REFUSED', 'The hub does not read this kind of content.', 'Send application/json.');
    default:
      return refusal(status, 'HUB_REFUSED', `The hub refused the request: ${STATUS_CODES[status] ?? status}.`, '');
  }
}

function refusal(status: number, code: HubProblem['code'], message: string, remedy: string): ProblemAnswer {
  return { status, problem: { code, message, remedy } };
}
