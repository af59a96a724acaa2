import type { AuditDetails } from '#shared/contract/audit-records.ts';
import { outboxKinds } from '#shared/domain/outbox.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { AskedFacts } from './audited-methods.ts';

/**
 * What an entry says of a decision in the outbox.
 * @param id of the decision, which is its key at the hub
 * @param facts what befalls it
 */
export function decisionFacts(db: ReadDb, id: string, facts: AuditDetails): AskedFacts {
  const row = db.get<{ kind: number; community: string }>(
    'SELECT kind, community.uid AS community FROM outbox JOIN community ON community.id = outbox.community_id WHERE outbox.uid = ?',
    [id],
  );
  return {
    communityId: row?.community ?? null,
    details: { decision: id, ...(row && { what: outboxKinds[row.kind] }), ...facts },
  };
}
