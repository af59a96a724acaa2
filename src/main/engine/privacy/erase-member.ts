import { randomInt, randomUUID } from 'node:crypto';
import { Failure } from '#shared/contract/errors.ts';
import { sourceAreas } from '#shared/contract/events.ts';
import type { ErasurePreview } from '#shared/contract/privacy-records.ts';
import { type ErasureGround, groundsFor } from '#shared/privacy/erasure.ts';
import type { ReplayNames } from '#shared/market/replay.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import type { EngineContext } from '../context.ts';
import { Breath } from '../market/breath.ts';
import { certificateNames } from '../market/certificate-names.ts';
import { requireMember } from '../members/member.ts';
import { type TaskProgress, throwIfCancelled } from '../tasks/tasks.ts';
import { type ErasableMember, refusalOf } from './erasure-preview.ts';
import { writeErasureRecord } from './erasure-records.ts';
import { forgetUserId } from './identity.ts';
import { resealedCertificates, type ResealStep } from './reseal.ts';
import { withoutZeros } from './retention-plan.ts';

/**
 * Starts the erasure of a member (GDPR Art. 17) as a task. Identity, readings, offers, rules, consents and plant facts go; trades and
 * day sums stay under a random wire id and pseudonym that nothing links to the old ones, so that the books and every sum of the community
 * are as before, and certificates are sealed under the new name. All of it happens in one transaction at the end, or nothing. Neither the
 * audit log nor the erasure record says who it was.
 * @throws Failure FORBIDDEN for a community that the hub keeps; INPUT_INVALID when there is no such member, the ground does not fit, or
 *   something stands against it
 */
export function startErasure(
  context: EngineContext,
  memberUid: string,
  ground: ErasureGround,
  now: () => number = Date.now,
): { taskId: string } {
  const { cache, tasks, audit, changed } = context;
  const { id, community } = requireMember(cache.write, memberUid);
  const member: ErasableMember = { id, uid: memberUid, community };
  const entry = { kind: 'erasure', method: 'privacy.eraseMember', communityId: community.uid } as const;
  const asked = audit.append({ ...entry, outcome: 'asked', details: { ground } });
  try {
    requireErasable(cache.write, member, ground);
  } catch (error) {
    const code = error instanceof Failure ? error.code : 'INTERNAL';
    audit.append({ ...entry, outcome: 'refused', of: asked, details: { code } });
    throw error;
  }
  const task = tasks.start({ kind: 'erasure', subject: community.name, unit: 'clearings' }, async (progress) => {
    progress.belongsTo(community.uid);
    const counts = await erase(cache.write, member, asked, now, progress, requireNoRefusal);
    progress.outcome(counts);
    changed(...sourceAreas, 'outbox', 'privacy', 'consents');
  });
  tasks.whenEnded(task.id, ({ code, task: { outcome } }) =>
    audit.append({
      ...entry,
      outcome: code === null ? 'done' : 'refused',
      of: asked,
      details: code === null ? outcome : { code },
    }),
  );
  return { taskId: task.id };
}

/**
 * Erases a member that was erased already, in an older copy of its community: what stood against it then does not stand against it again.
 * @param auditEntry the entry that tells why
 * @param now epoch milliseconds
 */
export async function eraseOnceMore(
  db: WriteDb,
  member: ErasableMember,
  auditEntry: number,
  now: number,
): Promise<void> {
  const progress = { report: () => undefined, signal: new AbortController().signal };
  await erase(
    db,
    member,
    auditEntry,
    () => now,
    progress,
    () => undefined,
  );
}

async function erase(
  db: WriteDb,
  member: ErasableMember,
  auditEntry: number,
  now: () => number,
  progress: Pick<TaskProgress, 'report' | 'signal'>,
  refuse: (db: ReadDb, member: ErasableMember) => void,
): Promise<Record<string, number>> {
  const after = nameOfNobody(db, member);
  const names = { before: certificateNames(db, member.community), after: renamed(db, member, after) };
  const fingerprints = new Map<number, Uint8Array>();
  let last = 0;
  const note = (step: ResealStep): void => {
    last = step.last;
    for (const { id, fingerprint } of step.resealed) fingerprints.set(id, fingerprint);
  };
  const [total] = db.pluck<number>('SELECT COUNT(*) FROM certificate WHERE community_id = ?', [member.community.id]);
  let done = 0;
  const breath = new Breath(
    () => progress.report(Math.min(done, total), total),
    () => progress.signal.aborted,
  );
  for (const step of resealedCertificates(db, member.community, member.id, names, 0)) {
    note(step);
    done += CERTIFICATES_A_STEP;
    if (await breath.take()) break;
  }
  throwIfCancelled(progress.signal);
  const counts = db.transaction(() => {
    // What came in meanwhile, and what was decided.
    refuse(db, member);
    for (const step of resealedCertificates(db, member.community, member.id, names, last)) note(step);
    const deleted = eraseRows(db, member, after, fingerprints, now());
    writeErasureRecord(db, member.community.uid, {
      at: now(),
      kind: 'member',
      class: null,
      cutoff: null,
      counts: deleted,
      auditEntry,
    });
    return deleted;
  });
  progress.report(total, total);
  return counts;
}

const CERTIFICATES_A_STEP = 50;

/** The wire ids and the pseudonym that what stays is under. */
interface NewNames {
  readonly uid: string;
  readonly pseudonym: string;
  /** By row id of the rule. */
  readonly rules: ReadonlyMap<number, string>;
}

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function nameOfNobody(db: ReadDb, { id, community }: ErasableMember): NewNames {
  const isTaken = (name: string): boolean =>
    db.get('SELECT 1 FROM member WHERE community_id = ? AND anonymized_id = ?', [community.id, name]) !== undefined;
  let pseudonym: string;
  do {
    pseudonym = `Erased ${Array.from({ length: 4 }, () => DIGITS[randomInt(DIGITS.length)]).join('')}`;
  } while (isTaken(pseudonym));
  const rules = db.pluck<number>('SELECT id FROM rule WHERE member_id = ?', [id]);
  return { uid: randomUUID(), pseudonym, rules: new Map(rules.map((rule) => [rule, randomUUID()])) };
}

function renamed(db: ReadDb, { id, community }: ErasableMember, after: NewNames): ReplayNames {
  const names = certificateNames(db, community);
  return {
    ...names,
    member: (member) => (member === id ? after.pseudonym : names.member(member)),
    rule: (rule) => after.rules.get(rule) ?? names.rule(rule),
  };
}

function eraseRows(
  db: WriteDb,
  { id, uid, community }: ErasableMember,
  after: NewNames,
  fingerprints: ReadonlyMap<number, Uint8Array>,
  now: number,
): Record<string, number> {
  const own = [community.id, id];
  const counts = {
    identity: forgetUserId(db, id) ? 1 : 0,
    meter_reading: db.run(
      `DELETE FROM meter_reading WHERE community_id = ? AND member_id = ?
         AND slot IN (SELECT slot FROM rollup_slot WHERE community_id = ?)`,
      [...own, community.id],
    ),
    offer: db.run('DELETE FROM offer WHERE community_id = ? AND member_id = ?', own),
    rule_version: db.run('DELETE FROM rule_version WHERE rule_id IN (SELECT id FROM rule WHERE member_id = ?)', [id]),
    consent: db.run('DELETE FROM consent WHERE member_uid = ?', [uid]),
    outbox: db.run('DELETE FROM outbox WHERE member_id = ?', [id]),
    legal_hold: db.run('DELETE FROM legal_hold WHERE member_uid = ?', [uid]),
    kept_aside: db.run(
      'DELETE FROM kept_aside WHERE community_id = ? AND (instr(key, ?) > 0 OR instr(fields, ?) > 0)',
      [community.id, uid, uid],
    ),
    former_pseudonym: db.run('DELETE FROM former_pseudonym WHERE member_id = ?', [id]),
    certificate: fingerprints.size,
  };
  // Certificates name rules by row id: what stays of one is an id.
  for (const [rule, name] of after.rules) {
    db.run('UPDATE rule SET uid = ?, last_matched_at = NULL WHERE id = ?', [name, rule]);
  }
  db.run(
    `UPDATE member SET uid = ?, anonymized_id = ?, left_at = COALESCE(left_at, ?), reputation_score = NULL, is_active = 0,
       pv_capacity_wp = 0, battery_capacity_wh = 0, map_cell = NULL, erased_at = ?
     WHERE id = ?`,
    [after.uid, after.pseudonym, now, now, id],
  );
  for (const [certificate, fingerprint] of fingerprints) {
    db.run('UPDATE certificate SET fingerprint = ? WHERE id = ?', [fingerprint, certificate]);
  }
  return withoutZeros(counts);
}

const refusals: Readonly<Record<NonNullable<ErasurePreview['refusal']>, { message: string; remedy: string }>> = {
  hub: {
    message: 'The hub keeps this community: what is erased here would be fetched again.',
    remedy: 'Erase the member at the hub; this desk follows.',
  },
  'legal-hold': {
    message: 'A legal hold keeps the data of this member.',
    remedy: 'Lift the hold when it is no longer needed, then erase the member.',
  },
  'open-trades': {
    message: 'Trades of this member are not settled yet.',
    remedy: 'Settle, repair or void them, then erase the member.',
  },
  'waiting-decisions': {
    message: 'Decisions about this member still wait to be sent.',
    remedy: 'Send them or take them back, then erase the member.',
  },
};

function requireErasable(db: ReadDb, member: ErasableMember, ground: ErasureGround): void {
  requireNoRefusal(db, member);
  const [isActive] = db.pluck<number>('SELECT is_active FROM member WHERE id = ?', [member.id]);
  if (groundsFor(isActive === 0).includes(ground)) return;
  throw new Failure('INPUT_INVALID', 'The member has not left: its data are still needed. Nothing was erased.', {
    remedy: 'Choose the request of the member as the ground, if there is one.',
  });
}

function requireNoRefusal(db: ReadDb, member: ErasableMember): void {
  const refusal = refusalOf(db, member);
  if (refusal === null) return;
  const { message, remedy } = refusals[refusal];
  throw new Failure(refusal === 'hub' ? 'FORBIDDEN' : 'INPUT_INVALID', `${message} Nothing was erased.`, { remedy });
}
