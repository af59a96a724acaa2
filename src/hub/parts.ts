import type { Kysely } from 'kysely';
import type { Role } from '#shared/contract/method.ts';
import type { Tables } from './db/tables.ts';
import type { FeedSignals } from './feed-signals.ts';

/** Who asks: a user of the hub, signed in. */
export interface Principal {
  /** `hub_users.id` */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** What the routes work with. */
export interface HubParts {
  readonly db: Kysely<Tables>;
  /** Signs access tokens; at least 32 random bytes. */
  readonly secret: Uint8Array;
  readonly signals: FeedSignals;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly limits: HubLimits;
}

/** What one caller may ask for. */
export interface HubLimits {
  /** Requests a minute of one signed-in user, or of one address without sign-in. */
  readonly requestsPerMinute: number;
  /** Sign-in attempts a minute from one address. */
  readonly signInsPerMinute: number;
  /** Wrong passwords in a row before an account is locked. */
  readonly attemptsBeforeLock: number;
  /** Minutes of the first lock; each further one is twice as long. */
  readonly lockMinutes: number;
  readonly accessTokenMinutes: number;
  readonly refreshTokenDays: number;
  /** Milliseconds between comments of an event stream. */
  readonly heartbeatMs: number;
}

export const DEFAULT_LIMITS: HubLimits = {
  requestsPerMinute: 600,
  signInsPerMinute: 20,
  attemptsBeforeLock: 5,
  lockMinutes: 5,
  accessTokenMinutes: 15,
  refreshTokenDays: 30,
  heartbeatMs: 15_000,
};
