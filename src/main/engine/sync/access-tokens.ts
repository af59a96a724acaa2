import type { z } from 'zod';
import { tokensFields } from '#shared/wire/sync.ts';
import { type HubPlace, open, readFields } from './hub-call.ts';
import { cancelled, HubFailure, signInNeeded } from './hub-failure.ts';

/** Who is signed in, with the tokens. */
export type SignedIn = z.output<typeof tokensFields>;

/** Where the refresh token is kept; it outlives the process. */
export interface RefreshTokenStore {
  read(): string | null;
  /** Null when the sign-in is over. */
  keep(refreshToken: string | null): void;
}

/** An access token is replaced this long before its end, so that a request does not arrive after it. */
const RENEW_BEFORE_MS = 30_000;

interface Refresh {
  readonly done: Promise<string>;
  readonly stop: AbortController;
  waiting: number;
}

/** The access token of a sign-in, in memory alone, renewed when it is about to end. */
export class AccessTokens {
  readonly #place: HubPlace;
  readonly #store: RefreshTokenStore;
  /** `renewAt` is on the monotonic clock: how wrong either side's calendar is does not matter. */
  #current: { readonly token: string; readonly renewAt: number } | null = null;
  #refresh: Refresh | null = null;

  constructor(place: HubPlace, store: RefreshTokenStore) {
    this.#place = place;
    this.#store = store;
  }

  /**
   * A token that is not about to end. Whoever asks while one is on its way waits for the same one.
   * @throws HubFailure, with `details.signIn` when the sign-in is over; CANCELLED
   */
  async get(signal?: AbortSignal): Promise<string> {
    if (this.#current && performance.now() < this.#current.renewAt) return this.#current.token;
    if (signal?.aborted) throw cancelled();
    const refresh = (this.#refresh ??= this.#start());
    refresh.waiting++;
    const left = Promise.withResolvers<never>();
    const leave = (): void => left.reject(cancelled());
    signal?.addEventListener('abort', leave);
    try {
      return await Promise.race([refresh.done, left.promise]);
    } finally {
      signal?.removeEventListener('abort', leave);
      // A lost answer does no harm (P3), so nothing goes on for nobody.
      if (--refresh.waiting === 0) {
        refresh.stop.abort();
        this.#end(refresh);
      }
    }
  }

  /** The hub has refused this token. One that came in the meantime stays. */
  forget(token: string): void {
    if (this.#current?.token === token) this.#current = null;
  }

  #start(): Refresh {
    const stop = new AbortController();
    const refresh: Refresh = { done: this.#renew(stop.signal), stop, waiting: 0 };
    // Whoever waits is told of a failure; when nobody does any more, there is nobody to tell.
    refresh.done.then(
      () => this.#end(refresh),
      () => this.#end(refresh),
    );
    return refresh;
  }

  #end(refresh: Refresh): void {
    if (this.#refresh === refresh) this.#refresh = null;
  }

  async #renew(signal: AbortSignal): Promise<string> {
    const refreshToken = this.#store.read();
    if (refreshToken === null) throw signInNeeded();
    const asked = performance.now();
    let tokens: SignedIn;
    try {
      const call = { path: '/api/auth/refresh', body: { refresh_token: refreshToken } };
      tokens = await readFields(await open(this.#place, call, signal), tokensFields);
    } catch (error) {
      if (signal.aborted || !isUnauthorised(error)) throw error;
      this.#store.keep(null);
      throw signInNeeded(401);
    }
    if (signal.aborted) throw cancelled();
    // Before anything is asked with it: from then on the hub forgets the one before (P3).
    this.#store.keep(tokens.refresh_token);
    const lifetime = tokens.expires_in * 1000;
    this.#current = {
      token: tokens.access_token,
      renewAt: asked + lifetime - Math.min(RENEW_BEFORE_MS, lifetime / 2),
    };
    return tokens.access_token;
  }
}

/** Whether the hub did not know who asked. */
export function isUnauthorised(error: unknown): boolean {
  return error instanceof HubFailure && error.status === 401;
}
