import { readFileSync, renameSync } from 'node:fs';
import type { z } from 'zod';
import { writeFileAtomically } from './atomic-write.ts';

/**
 * A small file of settings. What cannot be read never stops the console: the defaults take its place and the damaged file
 * is kept beside it as `<name>.damaged`.
 */
export class JsonFile<T extends object> {
  readonly #file: string;
  readonly #schema: z.ZodType<T>;
  readonly #onProblem: (line: string) => void;
  #value: T;
  #written: Promise<void> = Promise.resolve();

  /** @param onProblem hears, for the log, of a damaged file and of a write that failed. */
  constructor(file: string, schema: z.ZodType<T>, defaults: T, onProblem: (line: string) => void) {
    this.#file = file;
    this.#schema = schema;
    this.#onProblem = onProblem;
    this.#value = this.#read(defaults);
  }

  get(): T {
    return this.#value;
  }

  /** Takes over the given fields and writes the file; resolves when it is on the disk. Rejects with the file system's error. */
  async set(change: Partial<T>): Promise<T> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    this.#value = { ...this.#value, ...(Object.fromEntries(given) as Partial<T>) };
    const content = `${JSON.stringify(this.#value, null, 2)}\n`;
    // One write after the other, so that the last change is the one that stays.
    const write = this.#written.catch(() => undefined).then(() => writeFileAtomically(this.#file, content, 0o600));
    this.#written = write;
    await write;
    return this.#value;
  }

  /** Like `set` for what is no loss: a failure is only logged. */
  async note(change: Partial<T>): Promise<void> {
    await this.set(change).catch((error: unknown) =>
      this.#onProblem(`${this.#file} could not be written: ${String(error)}`),
    );
  }

  /** Resolves when everything that was set is on the disk, or could not be written. */
  async settled(): Promise<void> {
    await this.#written.catch(() => undefined);
  }

  #read(defaults: T): T {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.#onProblem(`${this.#file} could not be read: ${String(error)}`);
      return defaults;
    }
    try {
      const content: unknown = JSON.parse(text);
      // Fields that an older console did not write yet have their defaults.
      return this.#schema.parse(isRecord(content) ? { ...defaults, ...content } : content);
    } catch {
      this.#keepAside();
      return defaults;
    }
  }

  #keepAside(): void {
    const aside = `${this.#file}.damaged`;
    try {
      renameSync(this.#file, aside);
      this.#onProblem(`${this.#file} was damaged; it is kept as ${aside} and the defaults hold`);
    } catch (error) {
      this.#onProblem(`${this.#file} is damaged and could not be moved aside: ${String(error)}`);
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
