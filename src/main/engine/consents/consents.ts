import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import type { MemberConsents } from '#shared/contract/consents.ts';
import { Failure } from '#shared/contract/errors.ts';
import { localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { type ConsentDecision, type ConsentPurpose, consentPurposes } from '#shared/privacy/consents.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { documentVersions } from '../documents/documents.ts';
import { requireMember } from '../members/member.ts';

interface LastRow {
  readonly member_uid: string;
  readonly purpose: ConsentPurpose;
  readonly decision: ConsentDecision;
  readonly documentVersion: number | null;
  readonly at: number;
}

const NONE = Object.fromEntries(consentPurposes.map((purpose) => [purpose, null])) as MemberConsents['last'];

/** The last word of each member on each purpose; see `consents.list`. */
export function consentsOf(db: ReadDb, community: CommunityRow, now: number): Output<'consents.list'> {
  const rows = db.all<LastRow>(
    'SELECT member_uid, purpose, decision, document_version AS documentVersion, at FROM consent_last WHERE community_uid = ?',
    [community.uid],
  );
  const lastOf = new Map<string, MemberConsents['last']>();
  for (const { member_uid: member, purpose, ...consent } of rows) {
    lastOf.set(member, { ...(lastOf.get(member) ?? NONE), [purpose]: consent });
  }
  const members = db
    .all<{ uid: string; anonymized_id: string; is_active: number }>(
      'SELECT uid, anonymized_id, is_active FROM member_view WHERE community_id = ? ORDER BY anonymized_id',
      [community.id],
    )
    .map(({ uid, anonymized_id, is_active }) => ({
      memberId: uid,
      anonymizedId: anonymized_id,
      isActive: is_active === 1,
      last: lastOf.get(uid) ?? NONE,
    }));
  return { counts: countsOf(members), members, texts: documentVersions(db, community.uid, now, 'consent-text') };
}

function countsOf(members: readonly MemberConsents[]): Output<'consents.list'>['counts'] {
  const active = members.filter(({ isActive }) => isActive);
  const deciding = (purpose: ConsentPurpose, decision: ConsentDecision | undefined): number =>
    active.filter(({ last }) => last[purpose]?.decision === decision).length;
  return Object.fromEntries(
    consentPurposes.map((purpose) => [
      purpose,
      {
        given: deciding(purpose, 'given'),
        withdrawn: deciding(purpose, 'withdrawn'),
        none: deciding(purpose, undefined),
      },
    ]),
  ) as Output<'consents.list'>['counts'];
}

/** Every decision of a member, the latest first. Throws INPUT_INVALID when there is no such member. */
export function consentHistory(db: ReadDb, memberUid: string): Output<'consents.history'> {
  requireMember(db, memberUid);
  return db.all<Output<'consents.history'>[number]>(
    `SELECT number, purpose, decision, document_version AS documentVersion, at, recorded_at AS recordedAt
     FROM consent WHERE member_uid = ? ORDER BY at DESC, number DESC`,
    [memberUid],
  );
}

/**
 * Records a decision; see `consents.record`.
 * @param now epoch ms
 * @throws Failure INPUT_INVALID when it lies in the future, refers to a text that did not hold then, or is what holds already
 */
export function recordConsent(
  db: WriteDb,
  input: ParsedInput<'consents.record'>,
  now: number,
): Output<'consents.record'> {
  const { community } = requireMember(db, input.memberId);
  const { time_zone: zone } = community;
  if (input.at > now)
    throw refused('A decision cannot be of a day that is still to come.', 'Choose a day up to today.');
  const at = startOfLocalDay(localDay(input.at, zone), zone);
  requireText(db, community, { ...input, at }, now);
  return db.transaction(() => {
    const before = lastWord(db, input.memberId, input.purpose);
    if (before?.decision === input.decision && before.documentVersion === input.documentVersion && before.at === at) {
      throw refused('This very decision is recorded already.', 'Nothing needs to be done.');
    }
    const [number] = db.pluck<number>('SELECT COALESCE(MAX(number), 0) + 1 FROM consent WHERE member_uid = ?', [
      input.memberId,
    ]);
    db.run(
      `INSERT INTO consent (member_uid, number, community_uid, purpose, decision, document_version, at, recorded_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [input.memberId, number, community.uid, input.purpose, input.decision, input.documentVersion, at, now],
    );
    return { number, isLastWord: lastWord(db, input.memberId, input.purpose)?.number === number };
  });
}

function lastWord(db: ReadDb, memberUid: string, purpose: ConsentPurpose): (LastRow & { number: number }) | undefined {
  return db.get(
    `SELECT number, decision, document_version AS documentVersion, at FROM consent_last WHERE member_uid = ? AND purpose = ?`,
    [memberUid, purpose],
  );
}

/** Who consents consents to a text; who withdraws refers to none. */
function requireText(
  db: ReadDb,
  community: CommunityRow,
  { decision, documentVersion, at }: Pick<ParsedInput<'consents.record'>, 'decision' | 'documentVersion' | 'at'>,
  now: number,
): void {
  if (decision === 'withdrawn') {
    if (documentVersion !== null) throw refused('A withdrawal refers to no text.', 'Leave the version out.');
    return;
  }
  const text = documentVersions(db, community.uid, now, 'consent-text').find(
    ({ version }) => version === documentVersion,
  );
  if (text === undefined) {
    throw refused(
      'A consent needs the text that it was given to, and there is no such version here.',
      'Add the consent text under Documents first.',
    );
  }
  if (text.validFrom > at) {
    throw refused(
      `Version ${text.version} of the consent text did not hold on that day.`,
      'Choose the version that the member had before them, or a later day.',
    );
  }
}

function refused(what: string, remedy: string): Failure {
  return new Failure('INPUT_INVALID', `${what} Nothing was recorded.`, { remedy });
}
