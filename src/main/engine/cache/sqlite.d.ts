/**
 * The part of better-sqlite3-multiple-ciphers 13.0.3 that the cache uses. The package brings a declaration, but its `exports` hide it
 * from TypeScript.
 */
declare module 'better-sqlite3-multiple-ciphers' {
  type Value = number | string | Uint8Array | null;
  type Params = readonly Value[] | Readonly<Record<string, Value>>;

  export interface Statement {
    /** Whether it leaves the database as it is. */
    readonly readonly: boolean;
    run(...params: (Value | Params)[]): { readonly changes: number };
    get(params: Params): unknown;
    all(params: Params): unknown[];
    iterate(params: Params): IterableIterator<unknown>;
    /** Rows are their first column alone. */
    pluck(on?: boolean): this;
  }

  export default class Database {
    constructor(
      file: string,
      options?: { readonly readonly?: boolean; readonly fileMustExist?: boolean; readonly timeout?: number },
    );
    /** Path of the file. */
    readonly name: string;
    readonly open: boolean;
    readonly inTransaction: boolean;
    prepare(sql: string): Statement;
    exec(sql: string): this;
    pragma(sql: string, options?: { readonly simple: boolean }): unknown;
    /** All of `work` or nothing; throws when it returns a promise. Inside another transaction it is a savepoint. */
    transaction<T>(work: () => T): { immediate(): T };
    /** Takes pragmas that could damage a file; they are ignored otherwise. */
    unsafeMode(on: boolean): this;
    /** The key of the file, as SQLite3 Multiple Ciphers takes it. */
    key(phrase: Buffer): number;
    /** Encrypts the open file anew. */
    rekey(phrase: Buffer): number;
    close(): this;
  }
}
