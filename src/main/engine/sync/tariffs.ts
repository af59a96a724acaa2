import { Failure } from '#shared/contract/errors.ts';
import { amountOf } from '#shared/domain/units.ts';
import type { ReadDb } from '../cache/connection.ts';

/** Retail and feed-in tariff of a slot, micro-currency per kWh. */
export interface Tariff {
  readonly grid_import_price: number;
  readonly grid_export_price: number;
}

/** The stored tariffs of a community's slots, each read once. Make it after the page's signals are stored. */
export class Tariffs {
  readonly #db: ReadDb;
  readonly #communityId: number;
  readonly #known = new Map<number, Tariff | null>();

  constructor(db: ReadDb, communityId: number) {
    this.#db = db;
    this.#communityId = communityId;
  }

  /** Null while the slot has no signal. */
  of(slot: number): Tariff | null {
    let tariff = this.#known.get(slot);
    if (tariff === undefined) {
      tariff =
        this.#db.get<Tariff>(
          'SELECT grid_import_price, grid_export_price FROM pricing_signal WHERE community_id = ? AND slot = ?',
          [this.#communityId, slot],
        ) ?? null;
      this.#known.set(slot, tariff);
    }
    return tariff;
  }
}

/**
 * What a trade would have cost and earned at tariff, micro-currency. Where the tariff is not known neither is what was saved: its own
 * amount stands in, so that the trade is neither a gain nor a loss to anybody.
 * @throws INPUT_INVALID when a tariff is so high that the amount leaves the safe integers
 */
export function atTariff(
  trade: { readonly quantity_wh: number; readonly amount: number },
  tariff: Tariff | null,
): { readonly retail: number; readonly feedIn: number } {
  if (tariff === null) return { retail: trade.amount, feedIn: trade.amount };
  return {
    retail: amountAt(trade.quantity_wh, tariff.grid_import_price),
    feedIn: amountAt(trade.quantity_wh, tariff.grid_export_price),
  };
}

/** `amountOf`, with INPUT_INVALID for a tariff so high that the amount leaves the safe integers. */
function amountAt(wh: number, pricePerKwh: number): number {
  try {
    return amountOf(wh, pricePerKwh);
  } catch (error) {
    throw new Failure(
      'INPUT_INVALID',
      `${wh} Wh at a tariff of ${pricePerKwh} per kWh is no amount. Nothing of this page was stored.`,
      {
        remedy: 'Check the pricing signals of the source.',
        cause: error,
      },
    );
  }
}
