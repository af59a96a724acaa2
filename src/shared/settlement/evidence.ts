/** What the data says for and against the causes of a failed trade, check by check. */
import type { Evidence, EvidenceCheck } from '../contract/settlement-records.ts';
import type { FailureCode } from '../domain/records.ts';
import { amountOf } from '../domain/units.ts';
import type { CaseFacts, PartyFacts } from './case-facts.ts';
import { meteredWh, type MeterShare, meterShare } from './metered.ts';

/** A check that was made, and the cause that it shows where it holds. */
export interface Finding extends Evidence {
  readonly shows: FailureCode | null;
  /**
   * Whether what it shows held when the trade was settled and would stop it now. What may have come later, or stops nothing, confirms a
   * cause that was reported and contradicts none.
   */
  readonly isCertain: boolean;
}

/** The shares of a trade in both meters; null where a reading is missing. */
interface MeterShares {
  readonly sold: MeterShare | null;
  readonly bought: MeterShare | null;
}

/** What the meters leave for the trade. */
function meterShares({ trade, buyer, seller }: CaseFacts): MeterShares {
  return { sold: shareOf(trade, seller), bought: shareOf(trade, buyer) };
}

/** What the meters leave for the trade, Wh; null where a reading is missing. */
export function meteredOf(facts: CaseFacts): number | null {
  const { sold, bought } = meterShares(facts);
  return meteredWh(sold, bought);
}

function shareOf(trade: CaseFacts['trade'], { reading, others }: PartyFacts): MeterShare | null {
  return reading === null || reading.quality === 'missing' ? null : meterShare(trade, others, reading.wh);
}

/** Every check that can be made on the facts, in the order of the list of checks. */
export function findingsOf(facts: CaseFacts): Finding[] {
  const { buyer, seller } = facts;
  const { sold, bought } = meterShares(facts);
  return [
    readingFinding('buyer-reading', buyer, facts),
    readingFinding('seller-reading', seller, facts),
    revisionFinding('buyer-revision', buyer),
    revisionFinding('seller-revision', seller),
    shareFinding('metered-export', facts, sold),
    shareFinding('metered-import', facts, bought),
    windowFinding('buy', facts, buyer),
    windowFinding('sell', facts, seller),
    priceFinding(facts),
    activeFinding('buyer-active', facts, buyer),
    activeFinding('seller-active', facts, seller),
    tariffFinding(facts),
    amountFinding(facts),
    duplicateFinding(facts),
    balanceFinding(facts),
  ].filter((one) => one !== null);
}

function finding(
  check: EvidenceCheck,
  shows: FailureCode | null,
  values: Evidence['values'],
  { isCertain = true, holds = shows !== null }: { readonly isCertain?: boolean; readonly holds?: boolean } = {},
): Finding {
  return { check, holds, values, shows, isCertain };
}

function readingFinding(
  check: 'buyer-reading' | 'seller-reading',
  { reading }: PartyFacts,
  { slotHasReadings }: CaseFacts,
): Finding {
  const quality = reading?.quality ?? null;
  const isMissing = quality === 'missing' || (quality === null && slotHasReadings);
  const shows = isMissing ? 'METER_READING_MISSING' : quality === 'estimated' ? 'METER_READING_LATE' : null;
  return finding(check, shows, { quality, wh: reading === null || quality === 'missing' ? null : reading.wh });
}

/** That a reading was revised is no hindrance as such: where it leaves too little, the share in it says so. */
function revisionFinding(check: 'buyer-revision' | 'seller-revision', { reading }: PartyFacts): Finding | null {
  if (reading === null || reading.quality === 'missing') return null;
  const { revision } = reading;
  return finding(check, revision > 0 ? 'METER_READING_REVISED' : null, { revision }, { isCertain: false });
}

function shareFinding(
  check: 'metered-export' | 'metered-import',
  { trade }: CaseFacts,
  share: MeterShare | null,
): Finding | null {
  if (share === null) return null;
  const shows = share.leftWh < trade.quantityWh ? 'QUANTITY_EXCEEDS_METER' : null;
  return finding(check, shows, { ...share, tradedWh: trade.quantityWh });
}

function windowFinding(side: 'buy' | 'sell', { trade: { slot } }: CaseFacts, { order }: PartyFacts): Finding | null {
  if (order === null) return null;
  const { windowStart, windowEnd } = order;
  const isOutside = slot < windowStart || slot >= windowEnd;
  return finding('order-window', isOutside ? 'OFFER_EXPIRED' : null, { side, slot, windowStart, windowEnd });
}

function priceFinding({ trade: { price }, limits: { floor, cap }, buyer, seller }: CaseFacts): Finding {
  const buyLimit = buyer.order?.price ?? null;
  const sellLimit = seller.order?.price ?? null;
  const bound =
    price < floor
      ? 'floor'
      : price > cap
        ? 'cap'
        : buyLimit !== null && price > buyLimit
          ? 'buyer'
          : sellLimit !== null && price < sellLimit
            ? 'seller'
            : null;
  const shows = bound === null ? null : 'PRICE_OUT_OF_RANGE';
  return finding('price-limits', shows, { price, floor, cap, buyLimit, sellLimit, bound });
}

/** Of one who is not active now and has no day of leaving it is not known since when. */
function activeFinding(
  check: 'buyer-active' | 'seller-active',
  { trade: { slot } }: CaseFacts,
  { joinedAt, leftAt, isActive }: PartyFacts,
): Finding {
  const wasAway = slot < joinedAt || (leftAt !== null && slot >= leftAt);
  const isAway = wasAway || (!isActive && leftAt === null);
  const values = { slot, joinedAt, leftAt, isActive: Number(isActive) };
  return finding(check, isAway ? 'MEMBER_INACTIVE' : null, values, { isCertain: wasAway });
}

/** A trade without a tariff can be settled: it is its adjustment and its saving that cannot be told. */
function tariffFinding({ tariff }: CaseFacts): Finding {
  const values = { retail: tariff?.retail ?? null, feedIn: tariff?.feedIn ?? null };
  return finding('tariff', tariff === null ? 'TARIFF_MISSING' : null, values, { isCertain: false });
}

function amountFinding({ trade: { quantityWh, price, amount } }: CaseFacts): Finding {
  const expected = amountOf(quantityWh, price);
  const shows = amount === expected ? null : 'AMOUNT_MISMATCH';
  return finding('amount', shows, { amount, expected, quantityWh, price });
}

function duplicateFinding({ duplicateOf }: CaseFacts): Finding {
  const values = { tradeId: duplicateOf?.tradeId ?? null, executedAt: duplicateOf?.executedAt ?? null };
  return finding('duplicate', duplicateOf === null ? null : 'DUPLICATE', values);
}

/** Accounts are known as they are now, not as they were then. */
function balanceFinding({ trade: { amount }, buyer: { balance, creditLimit } }: CaseFacts): Finding {
  const funds = balance + creditLimit;
  const shows = funds < amount ? 'INSUFFICIENT_BALANCE' : null;
  return finding('buyer-balance', shows, { balance, creditLimit, funds, amount }, { isCertain: false });
}
