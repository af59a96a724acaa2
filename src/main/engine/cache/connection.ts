/// <reference path="./sqlite.d.ts" />
import type Sqlite from 'better-sqlite3-multiple-ciphers';
import type { Statement } from 'better-sqlite3-multiple-ciphers';
import { cacheFailure, withCacheErrors } from './errors.ts';

/** The library's connection: only the files of this folder hold one. */
export type RawDatabase = Sqlite;

/** What a column holds: safe integers, text, bytes or nothing. The schema has no real numbers. */
export type SqlValue = number | string | Uint8Array | null;
/** For `?` in order, or for `@name` by name. */
type SqlParams = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;

/** A synchronous result: a transaction that awaits would let other statements in between. */
type Synchronous<T> = T extends PromiseLike<unknown> ? never : T;

/**
 * Reading the cache. Rows are objects keyed by column name; integers are numbers, blobs are Buffers. Numbers are bound as SQLite reals,
 * which compare as integers do; where a statement divides a parameter, it must `CAST(? AS INTEGER)` first.
 * Every method throws a `Failure` of the catalogue for what can befall a file (see `cacheFailure`), a plain error when the statement
 * would write, names the `identity` table, or is wrong.
 */
export interface ReadDb {
  all<R>(sql: string, params?: SqlParams): R[];
  /** The first row. */
  get<R>(sql: string, params?: SqlParams): R | undefined;
  /** The first column of every row. */
  pluck<T>(sql: string, params?: SqlParams): T[];
  /** Row by row, for results that need not be in memory at once. The connection writes nothing until it is finished or left. */
  iterate<R>(sql: string, params?: SqlParams): IterableIterator<R>;
}

/** Reading and writing: only what changes the cache is given one. */
export interface WriteDb extends ReadDb {
  /** Runs one statement; returns the number of rows it wrote. Throws a RangeError for a number that is no safe integer. */
  run(sql: string, params?: SqlParams): number;
  /** Runs statements without parameters. */
  exec(sql: string): void;
  /** Whether what is written now could still be taken back. */
  readonly isInTransaction: boolean;
  /** All of `work` or nothing; nests. Takes the write lock at once, so it never fails half-way for a lock. */
  transaction<T>(work: () => Synchronous<T>): T;
}

/** More texts than the engine has; beyond, the oldest is prepared again when it comes back. */
const KEPT_STATEMENTS = 400;
const NAMES_IDENTITY = /\bidentity\b/i;

class Reader implements ReadDb {
  readonly #raw: RawDatabase;
  readonly #mayNameIdentity: boolean;
  readonly #statements = new Map<string, Statement>();

  constructor(raw: RawDatabase, mayNameIdentity: boolean) {
    this.#raw = raw;
    this.#mayNameIdentity = mayNameIdentity;
    rawOf.set(this, raw);
  }

  all<R>(sql: string, params: SqlParams = []): R[] {
    return withCacheErrors(() => requireReading(this.cached(sql)).all(params)) as R[];
  }

  get<R>(sql: string, params: SqlParams = []): R | undefined {
    return withCacheErrors(() => requireReading(this.cached(sql)).get(params)) as R | undefined;
  }

  pluck<T>(sql: string, params: SqlParams = []): T[] {
    return withCacheErrors(() => {
      const statement = requireReading(this.cached(sql)).pluck();
      try {
        return statement.all(params) as T[];
      } finally {
        statement.pluck(false);
      }
    });
  }

  iterate<R>(sql: string, params: SqlParams = []): IterableIterator<R> {
    // A statement of its own: one that is being walked cannot be run again.
    return mapped(withCacheErrors(() => requireReading(this.#prepare(sql)).iterate(params)) as IterableIterator<R>);
  }

  /** The statement for `sql`, prepared once. */
  protected cached(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#prepare(sql);
      if (this.#statements.size >= KEPT_STATEMENTS) this.#statements.delete(this.#statements.keys().next().value ?? '');
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  protected refuseIdentity(sql: string): void {
    if (!this.#mayNameIdentity && NAMES_IDENTITY.test(sql)) {
      throw new Error('Only the privacy area of the engine may name the identity table.');
    }
  }

  #prepare(sql: string): Statement {
    this.refuseIdentity(sql);
    return this.#raw.prepare(sql);
  }
}

/** Also refuses a `DELETE ... RETURNING` in the writer's reading methods: what reads never writes, whichever connection it is given. */
function requireReading(statement: Statement): Statement {
  if (!statement.readonly) throw new Error('A reading method was given a statement that writes.');
  return statement;
}

class Writer extends Reader implements WriteDb {
  readonly #raw: RawDatabase;

  constructor(raw: RawDatabase, mayNameIdentity: boolean) {
    super(raw, mayNameIdentity);
    this.#raw = raw;
  }

  get isInTransaction(): boolean {
    return this.#raw.inTransaction;
  }

  run(sql: string, params: SqlParams = []): number {
    requireSafeIntegers(params);
    return withCacheErrors(() => this.cached(sql).run(params)).changes;
  }

  exec(sql: string): void {
    this.refuseIdentity(sql);
    withCacheErrors(() => this.#raw.exec(sql));
  }

  transaction<T>(work: () => Synchronous<T>): T {
    // A promise that slips past the types is refused by the library, which rolls back.
    return withCacheErrors(() => this.#raw.transaction(work as () => T).immediate());
  }
}

const rawOf = new WeakMap<ReadDb, RawDatabase>();

/** A reading connection over an open database. */
export function readDbOver(raw: RawDatabase): ReadDb {
  return new Reader(raw, false);
}

/** A writing connection over an open database. */
export function writeDbOver(raw: RawDatabase): WriteDb {
  return new Writer(raw, false);
}

/**
 * A writer over a reading connection: SQLite lets it make temporary tables, in memory and seen by nobody else, and refuses everything else.
 */
export function scratchOver(db: ReadDb): WriteDb {
  return new Writer(rawConnection(db), false);
}

/**
 * The same connection without the refusal of the `identity` table. For the privacy area alone: a test searches the source for other uses.
 */
export function withIdentity(db: ReadDb): ReadDb {
  return new Reader(rawConnection(db), true);
}

/** As `withIdentity`, for writing. */
export function withIdentityForWriting(db: WriteDb): WriteDb {
  return new Writer(rawConnection(db), true);
}

/** The library's connection behind one of ours: for this folder alone. */
export function rawConnection(db: ReadDb): RawDatabase {
  const raw = rawOf.get(db);
  if (raw === undefined) throw new Error('Not a connection of the cache.');
  return raw;
}

function* mapped<R>(rows: IterableIterator<R>): IterableIterator<R> {
  try {
    yield* rows;
  } catch (error) {
    throw cacheFailure(error);
  }
}

/** Every stored number is a safe integer: beyond 2^53 it would come back as another one, and a fraction has no column. */
function requireSafeIntegers(params: SqlParams): void {
  const values = Array.isArray(params) ? (params as readonly SqlValue[]) : Object.values(params);
  for (const value of values) {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new RangeError(`${value} is no safe integer and cannot be stored.`);
    }
  }
}
