import type { ErrorCode, Problem } from '#shared/contract/errors.ts';

export interface HubErrorOptions {
  /** What the caller can do. */
  readonly remedy?: string;
  /** Seconds until it makes sense to ask again; becomes `Retry-After`. */
  readonly retryAfterS?: number;
  readonly details?: Problem['details'];
  readonly cause?: unknown;
}

/** An expected refusal: its status, and the code that the caller is told (PROTOCOL.md P5). Everything else that is thrown is a fault: 500. */
export class HubError extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly retryAfterS: number | undefined;
  readonly details: Problem['details'];

  constructor(status: number, code: ErrorCode, message: string, options: HubErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'HubError';
    this.status = status;
    this.code = code;
    this.remedy = options.remedy ?? '';
    this.retryAfterS = options.retryAfterS;
    this.details = options.details;
  }
}
