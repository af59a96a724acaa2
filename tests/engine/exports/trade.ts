import type { LedgerTrade } from '#shared/contract/ledger-records.ts';

/** A trade of 1.234 kWh at 0.25 with both tariffs, cleared between two orders by hand. */
export function trade(changes: Partial<LedgerTrade> = {}): LedgerTrade {
  return {
    id: '01a152cc-a08b-7035-8f42-e806983a87b9',
    executedAt: Date.parse('2026-06-01T10:15:04.587Z'),
    slot: Date.parse('2026-06-01T10:15:00Z'),
    buyerId: 'buyer-id',
    buyer: 'House A1',
    sellerId: 'seller-id',
    seller: 'House B2',
    quantityWh: 1234,
    price: 250_000,
    amount: 308_500,
    status: 'settled',
    failureCode: null,
    version: 2,
    retail: 313_400,
    feedIn: 80_900,
    buyerSavings: 78_236,
    sellerSavings: 208_669,
    mechanism: 'uniform-price',
    buyRuleId: null,
    sellRuleId: null,
    ...changes,
  };
}
