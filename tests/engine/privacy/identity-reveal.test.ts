import { describe, expect, it } from 'vitest';
import type { AuditLog } from '#engine/audit/audit-log.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { Cache } from '#engine/cache/open.ts';
import { revealIdentity } from '#engine/privacy/identity-reveal.ts';
import { forgetUserId } from '#engine/privacy/identity.ts';
import { contract } from '#shared/contract/contract.ts';
import { mayCall, roles } from '#shared/contract/method.ts';
import { cacheOf } from '../fixtures/community-cache.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { COMMUNITY, memberId } from '../fixtures/pages.ts';

const NOW = Date.UTC(2026, 9, 1, 12);
const reason = 'The member asked for the access pack.';

/** A log that keeps what it is told, and can fail. */
function logOf(fails = false): Pick<AuditLog, 'append'> & { readonly entries: NewEntry[] } {
  const entries: NewEntry[] = [];
  return {
    entries,
    append(entry) {
      if (fails) throw new Error('disk full');
      return entries.push(entry);
    },
  };
}

const reveal = (cache: Cache, log: Pick<AuditLog, 'append'>, number = 0) =>
  revealIdentity(cache.read, log, { memberId: memberId(number), reason }, NOW);

describe('revealing who is behind a pseudonym', () => {
  it('tells the user id for fifteen minutes, and leaves one entry that holds pseudonym, reason and end but not the user id', () => {
    const log = logOf();
    expect(reveal(cacheOf(2), log)).toEqual({ userId: 'user-0', until: NOW + 15 * 60_000 });
    expect(log.entries).toEqual([
      {
        kind: 'identity-reveal',
        outcome: 'asked',
        method: 'identity.reveal',
        communityId: COMMUNITY,
        details: { member: 'House A0', memberId: memberId(0), reason, until: NOW + 15 * 60_000 },
      },
    ]);
    expect(JSON.stringify(log.entries)).not.toContain('user-0');
  });

  it('tells nothing when the entry cannot be written', () => {
    expect(() => reveal(cacheOf(1), logOf(true))).toThrow('disk full');
  });

  it('says plainly that no user id is kept, and the log says that nothing was revealed', () => {
    const cache = cacheOf(1);
    forgetUserId(cache.write, cache.read.pluck<number>('SELECT id FROM member')[0]);
    const log = logOf();
    expect(failureOf(() => reveal(cache, log)).code).toBe('INPUT_INVALID');
    expect(log.entries.map(({ outcome, of }) => [outcome, of])).toEqual([
      ['asked', undefined],
      ['refused', 1],
    ]);
  });

  it('is refused for a member whom nobody knows, without an entry', () => {
    const log = logOf();
    expect(failureOf(() => reveal(cacheOf(1), log, 7)).code).toBe('INPUT_INVALID');
    expect(log.entries).toEqual([]);
  });

  it('needs the role admin and a reason of 10 to 300 characters that are no blank space', () => {
    const { role, input } = contract['identity.reveal'];
    expect(roles.filter((one) => mayCall(one, role))).toEqual(['admin']);
    const isTaken = (text: string): boolean => input.safeParse({ memberId: memberId(0), reason: text }).success;
    expect([`${' '.repeat(9)}because`, 'because it', 'a'.repeat(300), 'a'.repeat(301)].map(isTaken)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
