/** Facts of failed trades for tests: everything is in order unless a test says otherwise. */
import type { CaseFacts, PartyFacts } from '#shared/settlement/case-facts.ts';

export const SLOT_START = Date.UTC(2026, 5, 1, 12);
export const SLOT_END = SLOT_START + 900_000;

type Changes = Omit<Partial<CaseFacts>, 'trade' | 'buyer' | 'seller'> & {
  readonly trade?: Partial<CaseFacts['trade']>;
  readonly buyer?: Partial<PartyFacts>;
  readonly seller?: Partial<PartyFacts>;
};

const party: PartyFacts = {
  reading: { wh: 1000, quality: 'measured', revision: 0 },
  others: { settledWh: 0, unsettled: [] },
  order: { price: 200_000, windowStart: SLOT_START, windowEnd: SLOT_END },
  joinedAt: SLOT_START - 1e9,
  leftAt: null,
  isActive: true,
  balance: 1_000_000,
  creditLimit: 0,
};

/** A trade of 1 kWh at 0.20. */
export function factsWith({ trade, buyer, seller, ...changes }: Changes = {}): CaseFacts {
  return {
    trade: {
      id: 'A',
      executedAt: SLOT_START + 3000,
      slot: SLOT_START,
      quantityWh: 1000,
      price: 200_000,
      amount: 200_000,
      failureCode: null,
      ...trade,
    },
    buyer: { ...party, ...buyer },
    seller: { ...party, ...seller },
    slotHasReadings: true,
    limits: { floor: -500_000, cap: 500_000 },
    tariff: { retail: 300_000, feedIn: 80_000 },
    duplicateOf: null,
    ...changes,
  };
}

export type FactChanges = Changes;
