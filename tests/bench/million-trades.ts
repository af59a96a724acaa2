import type { Cache } from '#engine/cache/open.ts';
import { applyPage } from '#engine/sync/apply.ts';
import type { LedgerFilter } from '#shared/contract/ledger-records.ts';
import { Random } from '#shared/domain/random.ts';
import { amountOf } from '#shared/domain/units.ts';
import { putTimeUuid, uuidText } from '#shared/domain/uuid.ts';
import { foundingPage, page, signals, SLOT, START, type TradeRow, trades } from '../engine/fixtures/pages.ts';

export const TRADES = 1_000_000;
const MEMBERS = 160;
const TRADES_OF_SLOT = 250;
const SLOTS = TRADES / TRADES_OF_SLOT;
/** Slots of a page of changes. */
const PAGE_SLOTS = 20;

/** Asks for all of them. */
export const filter: LedgerFilter = {
  range: { from: START, to: START + (SLOTS + 1) * SLOT },
  memberId: null,
  side: 'either',
  status: null,
  failureCode: null,
  price: { from: null, to: null },
  quantityWh: { from: null, to: null },
  mechanism: null,
  ruleId: null,
  text: '',
};
/** Trades between random members at a price for each slot. */
export function fillWithTrades({ write }: Cache): void {
  const random = new Random('export');
  const bytes = new Uint8Array(16);
  applyPage(write, foundingPage(MEMBERS));
  for (let from = 0; from < SLOTS; from += PAGE_SLOTS) {
    const slots = Array.from({ length: PAGE_SLOTS }, (_, index) => START + (from + index) * SLOT);
    const tariffs = slots.map((slot) => ({ slot, retail: 313_400, feedIn: 80_900 }));
    const traded = slots.flatMap((slot) => {
      const price = random.integer(100_000, 300_000);
      return Array.from({ length: TRADES_OF_SLOT }, (): TradeRow => {
        putTimeUuid(bytes, 0, slot, () => random.uint32());
        const buyer = random.integer(0, MEMBERS - 1);
        const quantity = random.integer(1, 2000);
        return {
          id: uuidText(bytes),
          slot,
          buyer,
          seller: (buyer + 1) % MEMBERS,
          quantity,
          price,
          amount: amountOf(quantity, price),
        };
      });
    });
    applyPage(write, page(MEMBERS, { signals: signals(tariffs), trades: trades(traded) }));
  }
}
