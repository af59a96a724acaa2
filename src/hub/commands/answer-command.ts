import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { mayCall } from '#shared/contract/method.ts';
import type { CommandResult, HubCommand } from '#shared/wire/sync.ts';
import { asUser } from '../db/as-user.ts';
import { lockCommunity, publish } from '../db/feed.ts';
import type { Tables } from '../db/tables.ts';
import { HubError } from '../hub-error.ts';
import { type CommunityMarket, communityMarket } from '../market/community-market.ts';
import type { HubParts, Principal } from '../parts.ts';
import { type Answer, refused } from './answer.ts';
import { auditCommand, keepAnswer, type KeptAnswer, keptAnswer } from './command-log.ts';
import { decideSettlement } from './decide-settlement.ts';
import { placeOffer } from './place-offer.ts';
import { proposeSettlement } from './propose-settlement.ts';
import { contentHash, type RawCommand, readCommand } from './read-command.ts';
import { saveRule } from './save-rule.ts';
import { takeOffer } from './take-offer.ts';

/** The answer to a command, and the trade that it made, if it made one. */
export type Answered = Pick<KeptAnswer, 'result' | 'tradeId'>;

/**
 * Carries a command out, in a transaction of its own that also keeps the key with the result (PROTOCOL.md C2), and tells the event
 * streams. Never throws: a fault is the outcome `failed`.
 */
export async function answerCommand(parts: HubParts, principal: Principal, raw: RawCommand): Promise<Answered> {
  try {
    const { communityId, ...answered } = await asUser(parts.db, principal, (tx) => answer(parts, tx, principal, raw));
    const { outcome, position } = answered.result;
    if (communityId !== null && outcome === 'accepted') parts.signals.announce(communityId, position!);
    return answered;
  } catch (error) {
    return { result: await answerFault(parts, principal, raw, error), tradeId: undefined };
  }
}

/** Answers a command that is not tried, because an earlier one of the same member failed (PROTOCOL.md C4). */
export async function deferCommand(parts: HubParts, principal: Principal, raw: RawCommand): Promise<CommandResult> {
  const result: CommandResult = { key: raw.key, outcome: 'deferred' };
  await audit(parts, principal, raw, result);
  return result;
}

/** @returns also the community whose feed has grown, null when none has */
async function answer(
  parts: HubParts,
  tx: Transaction<Tables>,
  principal: Principal,
  raw: RawCommand,
): Promise<Answered & { communityId: string | null }> {
  const now = parts.now();
  const command = readCommand(raw);
  // The lock comes before the key is looked up: a second attempt waits for the first one and finds its result.
  const judged = await judge(tx, principal, command);
  const hash = contentHash(raw);
  const kept = await keptAnswer(tx, principal, raw.key);
  if (kept) {
    const result: CommandResult = kept.contentHash === hash ? kept.result : resultOf(raw.key, otherContent());
    await auditCommand(tx, principal, raw, result, now, { repeated: true });
    return { result, tradeId: kept.tradeId, communityId: null };
  }
  const answered = 'market' in judged ? await carryOut(tx, principal, judged, now) : judged.refusal;
  const isAccepted = answered.outcome === 'accepted';
  const communityId = 'market' in judged && isAccepted ? judged.market.communityId : null;
  const position = isAccepted ? await publish(tx, communityId!, answered.changes) : undefined;
  const result = resultOf(raw.key, answered, position);
  const tradeId = isAccepted ? answered.tradeId : undefined;
  await keepAnswer(tx, principal, { contentHash: hash, result, tradeId }, now);
  await auditCommand(tx, principal, raw, result, now, isAccepted ? answered.details : undefined);
  return { result, tradeId, communityId };
}

/** A command that may be carried out, and the market of its locked community. */
interface Permitted {
  readonly market: CommunityMarket;
  readonly command: HubCommand;
}
type Judged = Permitted | { readonly refusal: Answer };

/** Whether this person may command this, and the locked community that it is about. */
async function judge(
  tx: Transaction<Tables>,
  { role }: Principal,
  read: ReturnType<typeof readCommand>,
): Promise<Judged> {
  if (!mayCall(role, 'manager')) {
    return {
      refusal: refused(
        'FORBIDDEN',
        `The role ${role} places and takes no offers, changes no rules and decides nothing about failed trades. Nothing was done.`,
        'Ask a manager of the community; about failed trades, an admin.',
      ),
    };
  }
  if (!read.ok) return read;
  if (isAboutCase(read.command) && !mayCall(role, 'admin')) {
    return {
      refusal: refused(
        'FORBIDDEN',
        `The role ${role} decides nothing about failed trades. Nothing was done.`,
        'Ask an admin of the community.',
      ),
    };
  }
  try {
    return { market: communityMarket(await lockCommunity(tx, read.communityId)), command: read.command };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return { refusal: refused(error.code, error.message, error.remedy) };
  }
}

function isAboutCase({ kind }: HubCommand): boolean {
  return kind === 'settlement.propose' || kind === 'settlement.decide';
}

function carryOut(
  tx: Transaction<Tables>,
  principal: Principal,
  { market, command }: Permitted,
  now: number,
): Promise<Answer> {
  switch (command.kind) {
    case 'offer.place':
      return placeOffer(tx, market, command.data, now);
    case 'offer.take':
      return takeOffer(tx, market, command.data, now);
    case 'rule.save':
      return saveRule(tx, principal, market, command.data, now);
    case 'settlement.propose':
      return proposeSettlement(tx, principal, market, command.data, now);
    case 'settlement.decide':
      return decideSettlement(tx, principal, market, command.data, now);
  }
}

function resultOf(key: string, answered: Answer, position?: number): CommandResult {
  if (answered.outcome === 'accepted') return { key, outcome: 'accepted', position };
  return {
    key,
    outcome: answered.outcome,
    error: answered.error,
    ...(answered.outcome === 'conflict' && {
      theirs: answered.theirs,
      their_rule: answered.theirRule,
      their_case: answered.theirCase,
    }),
  };
}

function otherContent(): Answer {
  return refused(
    'INPUT_INVALID',
    'This key was used for another command, which keeps its result. Nothing was done.',
    'Decide again: a new decision gets a key of its own.',
    { field: 'key' },
  );
}

async function answerFault(
  parts: HubParts,
  principal: Principal,
  raw: RawCommand,
  error: unknown,
): Promise<CommandResult> {
  const correlationId = randomUUID();
  parts.log(
    `a command of ${principal.id} failed ${correlationId} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  const result: CommandResult = {
    key: raw.key,
    outcome: 'failed',
    error: {
      code: 'INTERNAL',
      message: 'The hub had a fault. Nothing was done, and the decision is not lost.',
      remedy: 'It is tried again. If that fails too, tell the administrator of the hub the correlation id.',
      details: { correlation_id: correlationId },
    },
  };
  await audit(parts, principal, raw, result);
  return result;
}

/** An entry beside the command's own transaction. What cannot be written because the database is away stands in the log. */
async function audit(parts: HubParts, principal: Principal, raw: RawCommand, result: CommandResult): Promise<void> {
  try {
    await asUser(parts.db, principal, (tx) => auditCommand(tx, principal, raw, result, parts.now()));
  } catch (error) {
    parts.log(`no audit entry for ${raw.key} of ${principal.id}, ${result.outcome}: ${String(error)}`);
  }
}
