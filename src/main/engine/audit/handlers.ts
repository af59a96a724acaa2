import type { Output } from '#shared/contract/contract.ts';
import type { EngineContext, EngineHandlers } from '../context.ts';
import { readHead } from './audit-log.ts';
import { auditEntries } from './entries.ts';

export const auditHandlers: EngineHandlers<'audit.state' | 'audit.entries' | 'audit.verify' | 'audit.verification'> = {
  'audit.state': (_input, context) => auditState(context),
  'audit.entries': (input, { cache }) => auditEntries(cache.read, input),
  'audit.verify': (_input, context) => context.auditVerifications.start(context),
  'audit.verification': ({ taskId }, { auditVerifications }) => auditVerifications.result(taskId),
};

function auditState({ cache, audit, auditVerifications }: EngineContext): Output<'audit.state'> {
  const head = readHead(cache.read);
  return {
    entries: head?.number ?? 0,
    firstAt: cache.read.get<{ at: number }>('SELECT at FROM audit_entry ORDER BY number LIMIT 1')?.at ?? null,
    head,
    checkpoint:
      cache.read.get<{ number: number; at: number }>(
        'SELECT number, at FROM audit_checkpoint ORDER BY number DESC LIMIT 1',
      ) ?? null,
    deviceKey: audit.device.fingerprint,
    lastVerified: auditVerifications.last,
    newlyMissing: audit.newlyMissing,
  };
}
