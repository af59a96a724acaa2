import { z } from 'zod';

/** DOMAIN.md section 10. What a person reads for a code is in the locales under `errors`. */
export const errorCodes = [
  'INSUFFICIENT_BALANCE',
  'RULE_CONFLICT',
  'OFFER_EXPIRED',
  'OFFER_TAKEN',
  'NETWORK_FAILURE',
  'PRICE_INVALID',
  'QUANTITY_INVALID',
  'SELF_TRADE',
  'MEMBER_INACTIVE',
  'VERSION_CONFLICT',
  'ANONYMISATION_FAILED',
  'EXPOSURE_RISK',
  'CONSENT_MISSING',
  'FORBIDDEN',
  'API_TIMEOUT',
  'HUB_UNREACHABLE',
  'HUB_REFUSED',
  'RATE_LIMITED',
  'REALTIME_LOST',
  'CACHE_LOCKED',
  'CACHE_CORRUPT',
  'CACHE_FROM_FUTURE',
  'DISK_FULL',
  'KEY_UNAVAILABLE',
  'ENGINE_GONE',
  'INPUT_INVALID',
  'RESYNC_REQUIRED',
  'CLIENT_TOO_OLD',
  'CANCELLED',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What crosses the bridge instead of an exception: no stack, no path, no key. */
export const problemSchema = z.object({
  code: z.enum(errorCodes),
  /** What happened, in English, for the log and the CLI; the page shows the translation of `code`. */
  message: z.string(),
  /** What to do. */
  remedy: z.string(),
  retryable: z.boolean(),
  /** The same id stands in the log. */
  correlationId: z.string(),
  /** Facts to show beside the translated text, e.g. file, row and field. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Problem };

export interface FailureOptions {
  readonly remedy?: string;
  readonly retryable?: boolean;
  readonly details?: Problem['details'];
  readonly cause?: unknown;
}

/** An expected failure with a code of the catalogue. Throw it anywhere behind the bridge; the router turns it into a `Problem`. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly details: Problem['details'];

  constructor(code: ErrorCode, message: string, options: FailureOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.remedy = options.remedy ?? '';
    this.retryable = options.retryable ?? false;
    this.details = options.details;
  }

  /** The failure that a problem was before it crossed a border. */
  static of({ code, message, remedy, retryable, details }: Problem): Failure {
    return new Failure(code, message, { remedy, retryable, details });
  }

  /** The data form that crosses the bridge. */
  toProblem(correlationId: string): Problem {
    return {
      code: this.code,
      message: this.message,
      remedy: this.remedy,
      retryable: this.retryable,
      correlationId,
      ...(this.details ? { details: this.details } : {}),
    };
  }
}
