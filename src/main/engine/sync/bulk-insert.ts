import type { SqlValue, WriteDb } from '../cache/connection.ts';

/** Rows per statement. A hundred is where the cost of a statement stops to show; the rest goes by tens and ones. */
const SIZES = [100, 10, 1] as const;

/** Inserts rows of one community, many per statement. Call `finish` after the last. */
export class BulkInsert {
  readonly #db: WriteDb;
  readonly #width: number;
  /** One text for each of SIZES. */
  readonly #statements: readonly string[];
  #values: SqlValue[] = [];
  #rows = 0;

  /** @param columns all but community_id, in the order of the values that `add` takes */
  constructor(db: WriteDb, table: string, communityId: number, columns: readonly string[]) {
    this.#db = db;
    this.#width = columns.length;
    const head = `INSERT INTO ${table} (community_id, ${columns.join(', ')}) VALUES `;
    const row = `(${communityId}${', ?'.repeat(columns.length)})`;
    this.#statements = SIZES.map((size) => head + Array.from({ length: size }, () => row).join(', '));
  }

  add(values: readonly SqlValue[]): void {
    for (let i = 0; i < values.length; i++) this.#values.push(values[i]);
    if (++this.#rows < SIZES[0]) return;
    this.#db.run(this.#statements[0], this.#values);
    this.#values = [];
    this.#rows = 0;
  }

  finish(): void {
    let done = 0;
    SIZES.forEach((size, which) => {
      for (; this.#rows - done >= size; done += size) {
        this.#db.run(this.#statements[which], this.#values.slice(done * this.#width, (done + size) * this.#width));
      }
    });
    this.#values = [];
    this.#rows = 0;
  }
}
