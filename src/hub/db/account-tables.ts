/** The tables of those who use the hub and of what they did, as Kysely sees them (see `tables`). */
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Role } from '#shared/contract/method.ts';
import type { Time, TimeOrNull } from './column-types.ts';

export interface HubUsersTable {
  id: Generated<string>;
  email: string;
  name: string;
  role: Role;
  password_hash: string;
  is_active: Generated<boolean>;
  failed_attempts: Generated<number>;
  locked_until: TimeOrNull;
  created_at: ColumnType<Date, Date | string | undefined, never>;
}

export interface HubUserCommunitiesTable {
  user_id: string;
  community_id: string;
}

export interface RefreshTokensTable {
  /** SHA-256 of the token. */
  token_hash: string;
  /** One sign-in. */
  family: string;
  user_id: string;
  parent_hash: string | null;
  issued_at: Time;
  expires_at: Time;
  used_at: TimeOrNull;
  revoked_at: TimeOrNull;
}

export interface IdempotencyTable {
  user_id: string;
  key: string;
  request_hash: string;
  result: JSONColumnType<object>;
  created_at: Time;
}

export interface AuditLogTable {
  id: GeneratedAlways<number>;
  at: Time;
  user_id: string | null;
  community_id: string | null;
  action: string;
  subject: string;
  outcome: string;
  details: JSONColumnType<object>;
}
