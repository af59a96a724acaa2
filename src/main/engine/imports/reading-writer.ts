import type { ChangePage } from '#shared/domain/change-page.ts';
import { readingQualities } from '#shared/domain/records.ts';
import type { WriteDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { applyPage } from '../sync/apply.ts';
import type { ReadingRow } from './reading-rows.ts';
import { hasClearing, resetSimulatedMarket } from './stored-market.ts';

const MEASURED = readingQualities.indexOf('measured');

interface StoredReading {
  readonly produced_wh: number;
  readonly consumed_wh: number;
  readonly imported_wh: number;
  readonly exported_wh: number;
  readonly battery_soc: number | null;
  readonly quality: number;
  readonly revision: number;
}

interface NewReading extends ReadingRow {
  readonly batterySoc: number;
  readonly revision: number;
}

/** Writes readings of a file, each member and slot of which comes once, into a community. */
export class ReadingWriter {
  readonly #db: WriteDb;
  readonly #community: CommunityRow;
  /** Wire ids by member number. */
  readonly #memberIds: readonly string[];
  /** Row ids in the cache by member number. */
  readonly #rowIds: readonly number[];
  /** The last slot that had readings before: what lies behind it is new. */
  readonly #lastStored: number;

  constructor(db: WriteDb, community: CommunityRow, memberIds: readonly string[]) {
    this.#db = db;
    this.#community = community;
    this.#memberIds = memberIds;
    this.#rowIds = memberIds.map(
      (uid) => db.get<{ id: number }>('SELECT id FROM member WHERE uid = ?', [uid])?.id ?? 0,
    );
    this.#lastStored =
      db.get<{ slot: number | null }>('SELECT MAX(slot) AS slot FROM meter_reading WHERE community_id = ?', [
        community.id,
      ])?.slot ?? -Infinity;
  }

  /**
   * Writes readings in one transaction, the caller's when it has one open. A value that differs from the stored one is its next revision;
   * a simulated market that was made without it is taken back.
   * @returns how many were new or changed something
   */
  write(rows: readonly ReadingRow[]): number {
    return this.#db.transaction(() => {
      const readings = rows.flatMap((row) => this.#newReading(row) ?? []).sort((a, b) => a.slot - b.slot);
      if (readings.length === 0) return 0;
      if (this.#community.has_simulated_trades === 1) {
        const slots = new Set(readings.map((reading) => reading.slot));
        if (hasClearing(this.#db, this.#community, slots)) resetSimulatedMarket(this.#db, this.#community);
      }
      applyPage(this.#db, this.#page(readings));
      return readings.length;
    });
  }

  /** The reading with its revision; null when it is stored already. */
  #newReading(row: ReadingRow): NewReading | null {
    const stored = row.slot > this.#lastStored ? undefined : this.#stored(row);
    if (!stored) return { ...row, batterySoc: -1, revision: 0 };
    const isSame =
      stored.produced_wh === row.producedWh &&
      stored.consumed_wh === row.consumedWh &&
      stored.imported_wh === row.importedWh &&
      stored.exported_wh === row.exportedWh &&
      stored.quality === MEASURED;
    return isSame ? null : { ...row, batterySoc: stored.battery_soc ?? -1, revision: stored.revision + 1 };
  }

  #stored({ slot, member }: ReadingRow): StoredReading | undefined {
    return this.#db.get<StoredReading>(
      `SELECT produced_wh, consumed_wh, imported_wh, exported_wh, battery_soc, quality, revision FROM meter_reading
       WHERE community_id = ? AND slot = ? AND member_id = ?`,
      [this.#community.id, slot, this.#rowIds[member]],
    );
  }

  #page(readings: readonly NewReading[]): ChangePage {
    return {
      communityId: this.#community.uid,
      memberIds: this.#memberIds,
      ruleIds: [],
      readings: {
        count: readings.length,
        slot: Float64Array.from(readings, (reading) => reading.slot),
        member: Int32Array.from(readings, (reading) => reading.member),
        producedWh: Int32Array.from(readings, (reading) => reading.producedWh),
        consumedWh: Int32Array.from(readings, (reading) => reading.consumedWh),
        importedWh: Int32Array.from(readings, (reading) => reading.importedWh),
        exportedWh: Int32Array.from(readings, (reading) => reading.exportedWh),
        batterySoc: Int8Array.from(readings, (reading) => reading.batterySoc),
        quality: new Uint8Array(readings.length).fill(MEASURED),
        revision: Int32Array.from(readings, (reading) => reading.revision),
      },
    };
  }
}
