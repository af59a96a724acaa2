import { Failure } from '#shared/contract/errors.ts';
import { amountOf } from '#shared/domain/units.ts';
import type { ReadDb } from '../cache/connection.ts';

/** Retail and feed-in tariff of a slot, micro-currency per kWh. */
export interface Tariff {
  readonly grid_import_price: number;
  readonly grid_export_price: number;
}

/** While a slot has no signal, its energy is worth nothing at tariff. */
export const NO_TARIFF: Tariff = { grid_import_price: 0, grid_export_price: 0 };

/** The stored tariffs of a community's slots, each read once. Make it after the page's signals are stored. */
export class Tariffs {
  readonly #db: ReadDb;
  readonly #communityId: number;
  readonly #known = new Map<number, Tariff>();

  constructor(db: ReadDb, communityId: number) {
    this.#db = db;
    this.#communityId = communityId;
  }

  of(slot: number): Tariff {
    let tariff = this.#known.get(slot);
    if (tariff === undefined) {
      tariff =
        this.#db.get<Tariff>(
          'SELECT grid_import_price, grid_export_price FROM pricing_signal WHERE community_id = ? AND slot = ?',
          [this.#communityId, slot],
        ) ?? NO_TARIFF;
      this.#known.set(slot, tariff);
    }
    return tariff;
  }
}

/** `amountOf`, with INPUT_INVALID for a tariff so high that the amount leaves the safe integers. */
export function amountAt(wh: number, pricePerKwh: number): number {
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
