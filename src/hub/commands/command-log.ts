import type { Transaction } from 'kysely';
import { z } from 'zod';
import { type CommandResult, commandResultFields } from '#shared/wire/sync.ts';
import type { Tables } from '../db/tables.ts';
import type { Principal } from '../parts.ts';
import { numberAt, type RawCommand, textAt } from './read-command.ts';

/** What a key was answered with. */
export interface KeptAnswer {
  readonly contentHash: string;
  readonly result: CommandResult;
  /** Of the trade that the command made, if it made one. */
  readonly tradeId: string | undefined;
}

/** What a key of this user was answered with before; null when it is new. */
export async function keptAnswer(
  tx: Transaction<Tables>,
  principal: Principal,
  key: string,
): Promise<KeptAnswer | null> {
  const row = await tx
    .selectFrom('idempotency')
    .select(['request_hash', 'result'])
    .where('user_id', '=', principal.id)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return null;
  const { trade_id: tradeId, ...result } = row.result as z.input<typeof commandResultFields> & { trade_id?: string };
  return { contentHash: row.request_hash, result: z.decode(commandResultFields, result), tradeId };
}

/**
 * Keeps what a key was answered with, in the transaction of its effect.
 * @throws when the key was answered by another request at the same time: then nothing of this one may stay
 */
export async function keepAnswer(
  tx: Transaction<Tables>,
  principal: Principal,
  { contentHash, result, tradeId }: KeptAnswer,
  now: number,
): Promise<void> {
  await tx
    .insertInto('idempotency')
    .values({
      user_id: principal.id,
      key: result.key,
      request_hash: contentHash,
      result: JSON.stringify({ ...z.encode(commandResultFields, result), trade_id: tradeId }),
      created_at: new Date(now),
    })
    .execute();
}

/**
 * Leaves an entry in the audit log for a command, whatever its outcome (PROTOCOL.md C9).
 * @param more what else to say: what was done, or that it was done before
 */
export async function auditCommand(
  tx: Transaction<Tables>,
  principal: Principal,
  raw: RawCommand,
  result: CommandResult,
  now: number,
  more: object = {},
): Promise<void> {
  const kind = textAt(raw, 'kind');
  const isRule = kind === 'rule.save';
  const isCase = kind === 'settlement.propose' || kind === 'settlement.decide';
  await tx
    .insertInto('audit_log')
    .values({
      at: new Date(now),
      user_id: principal.id,
      community_id: textAt(raw, 'community_id'),
      action: kind ?? 'command',
      subject: textAt(raw, 'data', isRule ? 'rule_id' : isCase ? 'trade_id' : 'offer_id') ?? raw.key,
      outcome: result.outcome,
      details: JSON.stringify({
        key: raw.key,
        member_id: textAt(raw, 'data', 'member_id'),
        ...(isRule && { base_version: numberAt(raw, 'data', 'base_version') }),
        ...(isCase && {
          trade_version: numberAt(raw, 'data', 'trade_version'),
          case_number: numberAt(raw, 'data', 'case_number'),
          ...(kind === 'settlement.decide' && { decision: textAt(raw, 'data', 'decision') }),
        }),
        made_at: textAt(raw, 'made_at'),
        ...(result.error && { code: result.error.code }),
        ...(result.position != null && { position: result.position }),
        ...more,
      }),
    })
    .execute();
}
