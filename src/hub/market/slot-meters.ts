/** What the meters of a slot have against its trades. */
import type { Selectable, Transaction } from 'kysely';
import type { FailureCode, Trade } from '#shared/domain/records.ts';
import type { MeterReadingsTable, Tables } from '../db/tables.ts';

type Reading = Pick<Selectable<MeterReadingsTable>, 'imported_wh' | 'exported_wh' | 'quality' | 'revision'>;

export class SlotMeters {
  readonly #readings: ReadonlyMap<string, Reading>;

  private constructor(readings: ReadonlyMap<string, Reading>) {
    this.#readings = readings;
  }

  /** The readings of the slots of trades. */
  static async read(tx: Transaction<Tables>, communityId: string, trades: readonly Trade[]): Promise<SlotMeters> {
    const slots = [...new Set(trades.map(({ slot }) => slot))].map((slot) => new Date(slot));
    if (slots.length === 0) return new SlotMeters(new Map());
    const rows = await tx
      .selectFrom('meter_readings')
      .select(['slot', 'member_id', 'imported_wh', 'exported_wh', 'quality', 'revision'])
      .where('community_id', '=', communityId)
      .where('slot', 'in', slots)
      .execute();
    return new SlotMeters(new Map(rows.map((row) => [readingKey(row.slot.getTime(), row.member_id), row])));
  }

  /** Null when there is none. */
  of(slot: number, memberId: string): Reading | null {
    return this.#readings.get(readingKey(slot, memberId)) ?? null;
  }

  /**
   * Why a trade cannot be settled; null when the meters are in order. A reading that is not there counts on either side, a revised one the
   * seller's.
   * @param trades those that take part in the seller's slot, with this one
   */
  failure({ slot, buyerId, sellerId }: Trade, trades: readonly Trade[]): FailureCode | null {
    const sold = this.of(slot, sellerId);
    const qualities = [this.of(slot, buyerId), sold].map((reading) => reading?.quality ?? 'missing');
    if (qualities.includes('missing')) return 'METER_READING_MISSING';
    if (qualities.includes('estimated')) return 'METER_READING_LATE';
    if (sold === null || sold.revision === 0) return null;
    const soldWh = trades
      .filter((other) => other.slot === slot && other.sellerId === sellerId)
      .reduce((sum, { quantityWh }) => sum + quantityWh, 0);
    return soldWh > sold.exported_wh ? 'QUANTITY_EXCEEDS_METER' : 'METER_READING_REVISED';
  }
}

function readingKey(slot: number, memberId: string): string {
  return `${slot}/${memberId}`;
}
