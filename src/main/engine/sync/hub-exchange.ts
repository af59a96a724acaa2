import { Failure } from '#shared/contract/errors.ts';
import { cancelled, connectionBroke, garbled, type HubFailure, unreachable } from './hub-failure.ts';

/** Bytes of one answer, at most: a page of 5,000 records has about 2 MB; more than this only fills the memory. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Given up when no byte comes for this long; `silence` says how that is told. */
  readonly idleMs: number;
  silence(idleMs: number): HubFailure;
}

/** An answer whose body is still coming. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body, piece by piece. Leaving it early closes the connection. Throws HubFailure, or CANCELLED. */
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
  /** Closes the connection of an answer whose body nobody wants. */
  close(): void;
}

/**
 * Sends a request and waits for the head of the answer. A redirect is an answer like every other: what is said to one host is never said
 * to another.
 * @throws HubFailure HUB_UNREACHABLE, NETWORK_FAILURE or that of `silence`; CANCELLED
 */
export async function exchange(url: URL, request: Exchange): Promise<Answer> {
  const connection = new AbortController();
  const watch = new Watch(request, connection);
  try {
    const response = await watch.over(
      () =>
        fetch(url, {
          method: request.method,
          headers: request.headers,
          ...(request.body !== undefined && { body: request.body }),
          redirect: 'manual',
          signal: connection.signal,
        }),
      unreachable,
    );
    return {
      status: response.status,
      headers: response.headers,
      pieces: pieces(response, watch),
      close: () => watch.close(),
    };
  } catch (error) {
    watch.close();
    throw error;
  }
}

async function* pieces(response: Response, watch: Watch): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const reader = response.body?.getReader();
    for (;;) {
      const next = await watch.over(async () => reader?.read(), connectionBroke);
      if (!next || next.done) return;
      yield next.value as Uint8Array;
    }
  } finally {
    watch.close();
  }
}

/** Ends a connection that is silent for too long or that nobody wants any more, and says which it was. */
class Watch {
  readonly #request: Exchange;
  readonly #connection: AbortController;
  readonly #stop = (): void => this.#connection.abort();
  #isSilent = false;

  constructor(request: Exchange, connection: AbortController) {
    this.#request = request;
    this.#connection = connection;
    request.signal?.addEventListener('abort', this.#stop);
  }

  /** Waits for the connection's next step. @param broken what it means when the connection does not give it */
  async over<T>(step: () => Promise<T>, broken: (cause: unknown) => HubFailure): Promise<T> {
    const { signal, idleMs, silence } = this.#request;
    if (signal?.aborted) throw cancelled();
    const timer = setTimeout(() => {
      this.#isSilent = true;
      this.#connection.abort();
    }, idleMs);
    try {
      return await step();
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (this.#isSilent) throw silence(idleMs);
      throw signal?.aborted ? cancelled() : broken(error);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#connection.abort();
    this.#request.signal?.removeEventListener('abort', this.#stop);
  }
}

/**
 * The whole body as text.
 * @throws HubFailure also when it is no UTF-8 or larger than any answer of a hub
 */
export async function readText({ pieces: body, status }: Answer): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let text = '';
  for await (const piece of body) {
    size += piece.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      throw garbled('it is larger than any answer of a hub', { status, retryable: false });
    }
    text += decoded(() => decoder.decode(piece, { stream: true }), status);
  }
  return text + decoded(() => decoder.decode(), status);
}

function decoded(decode: () => string, status: number): string {
  try {
    return decode();
  } catch (cause) {
    throw garbled('its text is damaged', { status, cause });
  }
}
