import { Failure } from '#shared/contract/errors.ts';
import type { ReadDb } from '../cache/connection.ts';
import { Breath } from '../market/breath.ts';

/** Does work that yields between its parts, and lets others have their turn now and then. Throws CANCELLED once it is given up. */
export async function withBreaths<T>(work: Generator<void, T>, isGivenUp: () => boolean = () => false): Promise<T> {
  const breath = new Breath(() => undefined, isGivenUp);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (await breath.take()) throw new Failure('CANCELLED', 'Newer questions came before this one was answered.');
  }
}

interface Kept<T> {
  readonly key: string;
  /** Of the data: it changes with every transaction of another connection. */
  readonly version: number;
  readonly result: Promise<T>;
  /** Once it is there. */
  found?: { readonly value: T };
  givenUp: boolean;
}

/** How many answers of a kind are kept, and so how many questions are answered at a time before the oldest is given up. */
const KEPT = 3;
/** How long an answer is kept after it was last asked for. */
const KEPT_MS = 60_000;

/**
 * Answers of one kind that took a walk through many trades, for as long as the data stays as it is. Who asks the same while it is being
 * answered gets the same answer.
 */
export class Scans<T> {
  readonly #db: ReadDb;
  #kept: Kept<T>[] = [];
  #forget: NodeJS.Timeout | undefined;

  constructor(db: ReadDb) {
    this.#db = db;
  }

  /** The answer to a question; `work` finds it where it is not known. */
  async answer(key: string, work: () => Generator<void, T>): Promise<T> {
    this.#keepForAWhile();
    const version = this.#version();
    const known = this.#known(key, version);
    if (known) {
      this.#kept = [known, ...this.#kept.filter((one) => one !== known)];
      return known.result;
    }
    const one: Kept<T> = { key, version, givenUp: false, result: withBreaths(work(), () => one.givenUp) };
    this.#keep(one);
    try {
      const value = await one.result;
      one.found = { value };
      return value;
    } catch (error) {
      this.#kept = this.#kept.filter((other) => other !== one);
      throw error;
    }
  }

  /** The answer, where it is already there. */
  known(key: string): T | undefined {
    return this.#known(key, this.#version())?.found?.value;
  }

  #known(key: string, version: number): Kept<T> | undefined {
    return this.#kept.find((one) => one.key === key && one.version === version);
  }

  #keep(one: Kept<T>): void {
    this.#kept = [one, ...this.#kept.filter(({ key }) => key !== one.key)];
    for (const old of this.#kept.splice(KEPT)) old.givenUp = true;
  }

  #keepForAWhile(): void {
    clearTimeout(this.#forget);
    this.#forget = setTimeout(() => (this.#kept = []), KEPT_MS).unref();
  }

  #version(): number {
    return this.#db.pluck<number>('PRAGMA data_version')[0];
  }
}
