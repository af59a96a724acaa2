import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { outboxKinds } from '#shared/domain/outbox.ts';
import { offerStatuses, type OfferType, offerTypes } from '#shared/domain/records.ts';
import { checkOffer, type OfferDraft, type OfferProblem, reserveOf } from '#shared/market/offer-check.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import { requireCommunity, type CommunityRow } from '../communities/community.ts';
import { keep, NOT_IN_COPY } from '../outbox/commands.ts';
import { accountAround, findAccount, type MemberAccount } from './accounts.ts';
import { marketTime } from './market-time.ts';
import { previewDraft } from './offer-preview.ts';
import { refuseProblems } from './refusal.ts';
import { communityTerms } from './slot-book.ts';

type MemberDraft = ParsedInput<'market.checkOffer'>['offer'];

const ACTIVE = offerStatuses.indexOf('active');
const OFFER = outboxKinds.indexOf('offer');

/**
 * What is wrong with a draft, and what would come of it (see `market.checkOffer`).
 * @param now the desk's clock, epoch milliseconds
 * @throws UnknownMechanismError when the community clears by none that this console knows
 */
export function checkDraft(
  db: ReadDb,
  { communityId, offer }: ParsedInput<'market.checkOffer'>,
  now: number,
): Output<'market.checkOffer'> {
  const community = requireCommunity(db, communityId);
  const { account, problems } = check(db, community, offer, now);
  return {
    problems,
    account: account?.isActive ? accountAround(account, -reserveOf(offer, communityTerms(community))) : null,
    preview: account && problems.length === 0 ? previewDraft(db, community, account.id, offer) : null,
  };
}

/**
 * Keeps an offer in the outbox after checking it again: what the page was told may not hold any more.
 * @returns the id of the command
 * @throws Failure for the first problem (see refuseProblems)
 */
export function placeOffer(
  db: WriteDb,
  { communityId, offer, key }: ParsedInput<'market.placeOffer'>,
  now: number,
): string {
  const community = requireCommunity(db, communityId);
  return keep(db, key, now, () => {
    const { account, problems } = check(db, community, offer, now);
    refuseProblems(problems);
    const { type, quantityWh, price, windowStart, windowEnd } = offer;
    return {
      kind: 'offer',
      communityId: community.id,
      memberId: account!.id,
      type,
      quantityWh,
      price,
      windowStart,
      windowEnd,
      taken: null,
    };
  });
}

function check(
  db: ReadDb,
  community: CommunityRow,
  offer: MemberDraft,
  now: number,
): { account: MemberAccount | null; problems: OfferProblem[] } {
  const earliestStart = marketTime(db, community, now);
  const account = findAccount(db, community, offer.memberId, earliestStart);
  const problems = checkOffer(offer, {
    limits: communityTerms(community),
    slotMinutes: community.slot_minutes,
    earliestStart,
    member: account,
    opposingLimits: account === null ? [] : opposingLimits(db, community, account.id, offer),
  });
  return { account, problems };
}

/** The limits of a member's open orders, here and on their way, that a draft could trade with in a slot of its window. */
function opposingLimits(
  db: ReadDb,
  community: CommunityRow,
  memberId: number,
  { type, windowStart, windowEnd }: OfferDraft,
): (number | null)[] {
  const opposite: OfferType = type === 'buy' ? 'sell' : 'buy';
  return db.pluck<number | null>(
    `SELECT price FROM offer INDEXED BY offer_active
     WHERE community_id = @community AND status = ${ACTIVE} AND window_start < @end AND window_end > @start
       AND member_id = @member AND type = @type
     UNION ALL
     SELECT price FROM outbox
     WHERE community_id = @community AND ${NOT_IN_COPY} AND kind = ${OFFER} AND window_start < @end AND window_end > @start
       AND member_id = @member AND type = @type`,
    {
      community: community.id,
      member: memberId,
      type: offerTypes.indexOf(opposite),
      start: windowStart,
      end: windowEnd,
    },
  );
}
