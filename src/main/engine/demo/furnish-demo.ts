import { Random } from '#shared/domain/random.ts';
import { addDays, HOUR, localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import { type ConsentPurpose, consentPurposes } from '#shared/privacy/consents.ts';
import { ADVICE_FROM_DAY, demoDocuments, demoOrganiser } from '#shared/simulator/documents.ts';
import type { WriteDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { recordConsent } from '../consents/consents.ts';
import { saveDocument } from '../documents/documents.ts';
import { setOrganiser } from '../documents/organiser.ts';

/** How many members consent when they are asked, and how many of those think better of it. */
const shares: Readonly<Record<ConsentPurpose, { readonly given: number; readonly withdrawn: number }>> = {
  leaderboards: { given: 0.94, withdrawn: 0.03 },
  map: { given: 0.96, withdrawn: 0.02 },
  advice: { given: 0.85, withdrawn: 0.03 },
};

interface DemoMember {
  readonly uid: string;
  readonly joined_at: number;
}

/**
 * Gives the demo community (wire id) what a hub does not keep: an organiser, documents, and consents of its members. The same community
 * gets the same; one that has documents is left as it is.
 * @param until epoch ms, the end of the invented data
 */
export function furnishDemo(db: WriteDb, communityUid: string, until: number): void {
  const community = requireCommunity(db, communityUid);
  if (db.get('SELECT 1 FROM community_document WHERE community_uid = ?', [communityUid])) return;
  const [foundedAt] = db.pluck<number>('SELECT created_at FROM community WHERE id = ?', [community.id]);
  const dayAfterFounding = (days: number): number => dayFrom(community, foundedAt, days);
  const secondText = dayAfterFounding(ADVICE_FROM_DAY);
  const random = new Random(communityUid);
  db.transaction(() => {
    setOrganiser(db, communityUid, demoOrganiser, foundedAt);
    for (const { fromDay, ...document } of demoDocuments) {
      const validFrom = dayAfterFounding(fromDay);
      saveDocument(db, community, { ...document, language: 'en', validFrom }, validFrom);
    }
    const members = db.all<DemoMember>('SELECT uid, joined_at FROM member_view WHERE community_id = ? ORDER BY uid', [
      community.id,
    ]);
    for (const member of members) {
      for (const purpose of consentPurposes) {
        const own = random.fork(`${member.uid} ${purpose}`);
        const asked = purpose === 'advice' ? Math.max(member.joined_at, secondText) : member.joined_at;
        decide(db, { community, member, purpose, asked, secondText, until, own });
      }
    }
  });
}

interface Question {
  readonly community: CommunityRow;
  readonly member: DemoMember;
  readonly purpose: ConsentPurpose;
  /** When the member was asked, epoch ms. */
  readonly asked: number;
  /** From when on the second consent text holds, epoch ms. */
  readonly secondText: number;
  readonly until: number;
  readonly own: Random;
}

/** A decision is recorded in the forenoon of its day or of one of the days after. */
function decide(db: WriteDb, { community, member, purpose, asked, secondText, until, own }: Question): void {
  const { given, withdrawn } = shares[purpose];
  if (!own.chance(given)) return;
  const decided = dayFrom(community, asked, own.integer(0, 6));
  const record = (decision: 'given' | 'withdrawn', at: number): void => {
    const documentVersion = decision === 'withdrawn' ? null : at >= secondText ? 2 : 1;
    const recordedAt = at + own.integer(9, 80) * HOUR;
    if (recordedAt <= until)
      recordConsent(db, { memberId: member.uid, purpose, decision, documentVersion, at }, recordedAt);
  };
  record('given', decided);
  if (own.chance(withdrawn)) record('withdrawn', dayFrom(community, decided, own.integer(20, 300)));
}

/** Start of the local day so many days after the one that `time` lies in, epoch ms. */
function dayFrom({ time_zone: zone }: CommunityRow, time: number, days: number): number {
  return startOfLocalDay(addDays(localDay(time, zone), days), zone);
}
