import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { type CommandResult, MAX_BATCH_COMMANDS } from '#shared/wire/sync.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Cache } from '../cache/open.ts';
import { nextToSend, noteFailed, noteResult, noteSent, type Sending } from '../outbox/sending.ts';
import type { HubClient } from './hub-client.ts';
import { HubFailure } from './hub-failure.ts';

export interface PushParts {
  readonly cache: Cache;
  readonly client: Pick<HubClient, 'send'>;
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds until the next attempt at a command that failed so many times. */
  delayMs(attempts: number): number;
  /** Counted on as answers come, so that it holds also when the push ends early. */
  readonly counts: PushCounts;
  /** Called after each answer is kept. */
  onAnswer(): void;
  readonly audit: Pick<AuditLog, 'appendAll'>;
}

/** What became of the decisions of this desk: `sent` left, the others are what the hub answered. */
export type PushCounts = Record<'sent' | CommandResult['outcome'], number>;

export function noPushes(): PushCounts {
  return { sent: 0, accepted: 0, refused: 0, conflict: 0, failed: 0, deferred: 0 };
}

/**
 * Sends the decisions that wait, in the order in which they were made, each at most once (PROTOCOL.md C2, C4, C7, C8). What the hub
 * answers to a batch is kept in one transaction.
 * @throws HubFailure when it is about the connection, the sign-in, the protocol or the hub's load; what was sent then keeps its key and is
 * sent again; and what can befall the cache
 */
export async function pushOutbox(parts: PushParts): Promise<void> {
  const { counts } = parts;
  const count = (outcomes: readonly CommandResult['outcome'][]): void => {
    for (const outcome of outcomes) counts[outcome]++;
  };
  let last = 0;
  for (;;) {
    const batch = nextToSend(parts.cache.read, last, parts.now(), MAX_BATCH_COMMANDS);
    if (batch.length === 0) return;
    last = batch.at(-1)!.id;
    counts.sent += batch.length;
    const refusal = await sendBatch(parts, batch, count);
    if (refusal === null) continue;
    if (batch.length === 1) count([keepFailed(parts, batch[0], refusal)]);
    else await sendSingly(parts, batch, count);
  }
}

type Count = (outcomes: readonly CommandResult['outcome'][]) => void;

/** Returns why the hub took nothing of a batch; null when it answered to it. */
async function sendBatch(parts: PushParts, batch: readonly Sending[], count: Count): Promise<HubFailure | null> {
  noteSent(parts.cache.write, batch, parts.now());
  try {
    count(
      keepResults(
        parts,
        batch,
        await parts.client.send(
          batch.map(({ command }) => command),
          parts.signal,
        ),
      ),
    );
    return null;
  } catch (error) {
    if (isOfTheBatch(error)) return error;
    throw error;
  }
}

/** After a batch that failed as a whole: one that the hub cannot take holds up only its own member (C7). */
async function sendSingly(parts: PushParts, batch: readonly Sending[], count: Count): Promise<void> {
  const held = new Set<number>();
  for (const sending of batch) {
    if (held.has(sending.memberId)) {
      count(['deferred']);
      continue;
    }
    const one = { ...sending, wasSent: true };
    const refusal = await sendBatch(parts, [one], (outcomes) => {
      count(outcomes);
      if (outcomes.includes('failed')) held.add(sending.memberId);
    });
    if (refusal === null) continue;
    held.add(sending.memberId);
    count([keepFailed(parts, one, refusal)]);
  }
}

function keepResults(
  { cache, audit, now, delayMs, onAnswer }: PushParts,
  batch: readonly Sending[],
  results: readonly CommandResult[],
): CommandResult['outcome'][] {
  const byKey = new Map(results.map((result) => [result.key, result]));
  const answers = batch.map((sending) => ({
    sending,
    result: byKey.get(sending.uid) ?? { key: sending.uid, outcome: 'failed' as const },
  }));
  const outcomes = cache.write.transaction(() =>
    answers.map(({ sending, result }) => noteResult(cache.write, sending, result, now(), delayMs)),
  );
  audit.appendAll(answers.flatMap(({ sending, result }) => entryOfAnswer(sending, result) ?? []));
  onAnswer();
  return outcomes;
}

function keepFailed({ cache, now, delayMs, onAnswer }: PushParts, sending: Sending, refusal: Failure): 'failed' {
  noteFailed(cache.write, sending, refusal.toProblem(sending.uid), now(), delayMs);
  onAnswer();
  return 'failed';
}

/** What the audit log keeps of the hub's answer to a decision; null while it will be sent again. */
function entryOfAnswer(
  { kind, communityId, uid, wishKey }: Sending,
  { outcome, error }: CommandResult,
): NewEntry | null {
  if (outcome === 'failed' || outcome === 'deferred') return null;
  const details = { decision: uid, key: wishKey, answer: outcome, ...(error && { code: error.code }) };
  return {
    kind: kind === 'trade' ? 'offer' : kind,
    outcome: outcome === 'accepted' ? 'done' : 'refused',
    communityId,
    details,
  };
}

/** Answers that say nothing of the commands: sign-in, timeout, protocol, load, and what stands between desk and hub. */
const NOT_OF_THE_BATCH: ReadonlySet<number> = new Set([401, 408, 426, 429, 502, 503, 504]);

function isOfTheBatch(error: unknown): error is HubFailure {
  return error instanceof HubFailure && error.status !== null && !NOT_OF_THE_BATCH.has(error.status);
}
