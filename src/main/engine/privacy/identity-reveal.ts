import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { REVEAL_MS } from '#shared/contract/identity.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { EngineHandlers } from '../context.ts';
import { requireMember } from '../members/member.ts';
import { userIdOf } from './identity.ts';

/**
 * Tells who is behind a pseudonym. The audit log has the entry, with the reason, before anything is read; that nothing was kept is a second
 * entry.
 * @param now epoch ms
 * @throws Failure INPUT_INVALID when there is no such member, or no user id of it is kept
 */
export function revealIdentity(
  db: ReadDb,
  audit: Pick<AuditLog, 'append'>,
  { memberId, reason }: ParsedInput<'identity.reveal'>,
  now: number,
): Output<'identity.reveal'> {
  const member = requireMember(db, memberId);
  const until = now + REVEAL_MS;
  const entry = {
    kind: 'identity-reveal',
    method: 'identity.reveal',
    communityId: member.community.uid,
  } as const;
  const details = { member: member.anonymizedId, memberId, reason, until };
  const asked = audit.append({ ...entry, outcome: 'asked', details });
  const userId = userIdOf(db, member.id);
  if (userId === null) {
    audit.append({ ...entry, outcome: 'refused', of: asked, details: { code: 'INPUT_INVALID' } });
    throw new Failure('INPUT_INVALID', `No user id is kept of ${member.anonymizedId}. Nothing was revealed.`, {
      remedy: 'Ask whoever keeps the list of members, such as the hub.',
    });
  }
  return { userId, until };
}

export const identityHandlers: EngineHandlers<'identity.reveal'> = {
  'identity.reveal': (input, { cache, audit }) => revealIdentity(cache.read, audit, input, Date.now()),
};
