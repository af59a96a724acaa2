import { failureOf } from '#shared/contract/dispatch.ts';
import { cacheFailure } from '../cache/errors.ts';
import type { EngineContext } from '../context.ts';
import type { TaskEnd } from '../tasks/tasks.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import { type AskedFacts, auditedMethods } from './audited-methods.ts';

type RecordingContext = Pick<EngineContext, 'cache' | 'files' | 'audit' | 'tasks'>;

interface AnyAuditedMethod extends Pick<NewEntry, 'kind'> {
  readonly refusedKind?: NewEntry['kind'];
  about(input: unknown, context: RecordingContext): AskedFacts;
}

/**
 * Does what a call asks for, with its entries in the audit log: what was asked before it is done, so that nothing happens without an entry;
 * then that it was refused, with the code; and of long work how it ended. Methods that change and reveal nothing have none.
 * @param input as the method's schema parsed it
 * @throws what `work` throws; what kept the first entry from being written, and then nothing was done
 */
export async function recorded<R>(
  method: string,
  input: unknown,
  context: RecordingContext,
  work: () => R | Promise<R>,
): Promise<R> {
  const audited = auditedMethodOf(method);
  if (!audited) return await work();
  const { kind, refusedKind = kind } = audited;
  const { communityId, details } = audited.about(input, context);
  const number = context.audit.append({ kind, outcome: 'asked', method, communityId, details });
  const tell = (entry: Omit<NewEntry, 'method' | 'of'>): void =>
    context.audit.appendAfterwards({ ...entry, method, of: number });
  let value: R;
  try {
    value = await work();
  } catch (error) {
    const { code } = failureOf(cacheFailure(error));
    tell({ kind: refusedKind, outcome: 'refused', communityId, details: { code } });
    throw error;
  }
  const taskId = taskOf(value);
  if (taskId !== null) context.tasks.whenEnded(taskId, (end) => tell({ kind, ...entryOfEnd(end, communityId) }));
  return value;
}

function auditedMethodOf(method: string): AnyAuditedMethod | null {
  const methods = auditedMethods as Readonly<Record<string, AnyAuditedMethod | 'itself' | null>>;
  const audited = Object.hasOwn(methods, method) ? methods[method] : null;
  return audited === 'itself' ? null : audited;
}

function taskOf(value: unknown): string | null {
  const isTask = typeof value === 'object' && value !== null && 'taskId' in value;
  return isTask && typeof value.taskId === 'string' ? value.taskId : null;
}

function entryOfEnd({ task, code, facts }: TaskEnd, communityId: string | null): Omit<NewEntry, 'kind'> {
  return {
    outcome: code === null ? 'done' : 'refused',
    communityId: communityId ?? task.communityId,
    details: { ...task.outcome, ...facts, ...(code !== null && { code }) },
  };
}
