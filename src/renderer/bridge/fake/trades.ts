/** Invented trades: pure functions of the slot and of the trade's place in it, the same at every look. */
import type { LedgerTrade } from '#shared/contract/ledger-records.ts';
import type { FailureCode } from '#shared/domain/records.ts';
import { amountOf } from '#shared/domain/units.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS, slotEnergy } from './curves.ts';
import { fakePseudonym } from './members.ts';

/** Energy of a usual trade, Wh. */
const USUAL_WH = 640;
/** Slots are cleared so long before they begin. */
const GATE_MS = 5 * 60_000;

const causes: readonly FailureCode[] = [
  'METER_READING_LATE',
  'QUANTITY_EXCEEDS_METER',
  'INSUFFICIENT_BALANCE',
  'METER_READING_REVISED',
  'BANK_RETURN',
];

/** When the trades of a slot were executed. */
export function fakeExecutedAt(slot: number): number {
  return slot - GATE_MS;
}

/** How many trades a slot has. */
export function fakeTradeCount(community: FakeCommunity, slot: number): number {
  const { tradedWh } = slotEnergy(slot, community.memberCount);
  return tradedWh === 0 ? 0 : Math.max(1, Math.round(tradedWh / USUAL_WH));
}

/** The trade at a place (from 0) of a slot. Its id says both: see `fakeTradeById`. */
export function fakeTrade(community: FakeCommunity, slot: number, place: number): LedgerTrade {
  const seed = (slot / FAKE_SLOT_MS) * 31 + place * 7;
  const buyer = Math.floor(chance(seed) * community.memberCount);
  const seller = (buyer + 1 + Math.floor(chance(seed + 1) * (community.memberCount - 1))) % community.memberCount;
  const { price: usual } = slotEnergy(slot, community.memberCount);
  // A few buyers pay more than they would pay the grid.
  const price = chance(seed + 2) > 0.985 ? FAKE_RETAIL + 14_000 : (usual ?? 190_000);
  const quantityWh = 80 + Math.round(chance(seed + 3) * 1200);
  const amount = amountOf(quantityWh, price);
  const isFailed = chance(seed + 4) > 0.99;
  const hasRule = (side: number): boolean => chance(seed + side) > 0.25;
  return {
    id: `trade-${slot}-${place}`,
    executedAt: fakeExecutedAt(slot),
    slot,
    buyerId: `${community.id}-${buyer + 1}`,
    buyer: fakePseudonym(buyer),
    sellerId: `${community.id}-${seller + 1}`,
    seller: fakePseudonym(seller),
    quantityWh,
    price,
    amount,
    status: isFailed ? 'failed' : 'settled',
    failureCode: isFailed ? causes[Math.floor(chance(seed + 5) * causes.length)] : null,
    version: isFailed ? 2 : 1,
    retail: FAKE_RETAIL,
    feedIn: FAKE_FEED_IN,
    buyerSavings: amountOf(quantityWh, FAKE_RETAIL) - amount,
    sellerSavings: amount - amountOf(quantityWh, FAKE_FEED_IN),
    mechanism: community.mechanism,
    buyRuleId: hasRule(6) ? `${community.id}-${buyer + 1}-rule` : null,
    sellRuleId: hasRule(8) ? `${community.id}-${seller + 1}-rule` : null,
  };
}

/** The trade that an id of `fakeTrade` names; null for every other. */
export function fakeTradeById(community: FakeCommunity, id: string): LedgerTrade | null {
  const [, slot, place] = /^trade-(\d+)-(\d+)$/.exec(id) ?? [];
  return slot === undefined ? null : fakeTrade(community, Number(slot), Number(place));
}
