import type { Session } from 'electron';
import type { FetchFile } from './signed-feed.ts';
import { UpdateFailure } from './update-failure.ts';

const FETCH_LIMIT_MS = 30_000;

/** The updater's own network session, which speaks to nobody but the host of the feed. */
export class FeedSession {
  readonly #session: Session;
  readonly #origin: string;
  #mostBytes = 0;
  #refused: 'elsewhere' | 'size' | null = null;

  constructor(session: Session, folder: URL) {
    this.#session = session;
    this.#origin = folder.origin;
    session.webRequest.onBeforeRequest(({ url }, answer) => {
      const isElsewhere = new URL(url).origin !== this.#origin;
      if (isElsewhere) this.#refused = 'elsewhere';
      answer({ cancel: isElsewhere });
    });
    // A download says how long it is, and Chromium holds it to that: nothing longer than what was signed is written to the disk.
    session.webRequest.onHeadersReceived(({ responseHeaders = {}, statusCode }, answer) => {
      const isTooLong = this.#mostBytes > 0 && statusCode < 300 && !(lengthOf(responseHeaders) <= this.#mostBytes);
      if (isTooLong) this.#refused = 'size';
      answer({ cancel: isTooLong });
    });
    session.on('will-download', (event) => event.preventDefault());
  }

  /** See `FetchFile`. */
  readonly fetchFile: FetchFile = async (address, limit) => {
    const response = await this.#session.fetch(address.href, {
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(FETCH_LIMIT_MS),
    });
    if (response.status === 404 || response.status === 410) return null;
    if (!response.ok || response.body === null) throw new UpdateFailure('feed-unreadable');
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      bytes += part.byteLength;
      if (bytes > limit) throw new UpdateFailure('feed-unreadable');
      parts.push(part);
    }
    return Buffer.concat(parts);
  };

  /**
   * Runs what uses the session; no file may be longer than `mostBytes`, 0 being any length.
   * @throws what `work` throws, or why the session refused what it asked for
   */
  async guard<T>(mostBytes: number, work: () => Promise<T>): Promise<T> {
    this.#mostBytes = mostBytes;
    this.#refused = null;
    try {
      return await work();
    } catch (error) {
      if (this.#refused === 'elsewhere') throw new UpdateFailure('feed-elsewhere', error);
      if (this.#refused === 'size') throw new UpdateFailure('checksum', error);
      throw error;
    } finally {
      this.#mostBytes = 0;
    }
  }
}

/** Bytes that a response announces; NaN without. */
function lengthOf(headers: Readonly<Record<string, string[]>>): number {
  const [, [length] = []] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-length') ?? [];
  return Number(length ?? Number.NaN);
}
