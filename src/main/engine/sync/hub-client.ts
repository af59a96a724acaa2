import {
  batchResultFields,
  type CommandResult,
  type HubAccount,
  hubAccountFields,
  tokensFields,
} from '#shared/wire/sync.ts';
import { type RollupPage, rollupPageFields } from '#shared/wire/rollups.ts';
import { AccessTokens, isUnauthorised, type RefreshTokenStore, type SignedIn } from './access-tokens.ts';
import { changePositions } from './event-stream.ts';
import { parseAddress } from './hub-address.ts';
import { type Call, type HubPlace, open, readFields, UNCHANGED } from './hub-call.ts';
import { type Answer, readText } from './hub-exchange.ts';
import { garbled, HubFailure, signInNeeded } from './hub-failure.ts';

export { parseAddress };
export type { RefreshTokenStore, SignedIn };

export interface HubClientParts extends HubPlace {
  readonly tokens: RefreshTokenStore;
}

/** The hub as this desk speaks to it. Every method throws HubFailure, or CANCELLED when its signal is aborted. */
export class HubClient {
  readonly #parts: HubClientParts;
  readonly #access: AccessTokens;

  constructor(parts: HubClientParts) {
    this.#parts = parts;
    this.#access = new AccessTokens(parts, parts.tokens);
  }

  /** Signs in with e-mail and password. HUB_REFUSED when they are wrong, RATE_LIMITED after too many wrong ones. */
  static async signIn(
    address: string,
    { email, password }: { readonly email: string; readonly password: string },
    signal?: AbortSignal,
  ): Promise<SignedIn> {
    const call = { path: '/api/auth/sign-in', body: { email, password } };
    return readFields(await open({ address }, call, signal), tokensFields);
  }

  /** Who is signed in, and the communities that this person may see. */
  async account(signal?: AbortSignal): Promise<HubAccount> {
    return readFields((await this.#call({ path: '/api/auth/me' }, signal)).answer, hubAccountFields);
  }

  /**
   * One page of a community's feed as text, for `decodePage`.
   * @param request `cursor` null is the beginning, and then `rawMonths` how many months of single records are wanted, null for all; `limit`
   *   changes at most
   * @returns `text`: null when there is nothing after the cursor (PROTOCOL.md L17); `askedAt`: when the request was sent, epoch ms (PROTOCOL.md L10)
   */
  async page(
    request: {
      readonly communityId: string;
      readonly cursor: string | null;
      readonly rawMonths?: number | null;
      readonly limit?: number;
    },
    signal?: AbortSignal,
  ): Promise<{ text: string | null; askedAt: number }> {
    const query = new URLSearchParams({ community: request.communityId });
    if (request.cursor !== null) query.set('cursor', request.cursor);
    else if (request.rawMonths != null) query.set('raw_months', String(request.rawMonths));
    if (request.limit !== undefined) query.set('limit', String(request.limit));
    const known = request.cursor !== null && { headers: { 'if-none-match': `"${request.cursor}"` } };
    const { answer, askedAt } = await this.#call({ path: `/api/sync?${query.toString()}`, ...known }, signal);
    const text = await readText(answer);
    return { text: answer.status === UNCHANGED ? null : text, askedAt };
  }

  /**
   * A page of the sums of days before `before` (epoch ms) in which something has changed after the position `since` (PROTOCOL.md W3).
   * @param request `since` 0 for all days; `after` is `next` of the page before, null for the beginning
   */
  async rollups(
    request: {
      readonly communityId: string;
      readonly before: number;
      readonly since: number;
      readonly after: string | null;
    },
    signal?: AbortSignal,
  ): Promise<RollupPage> {
    const { communityId: community, before, since, after } = request;
    const query = new URLSearchParams({ community, before: new Date(before).toISOString(), since: String(since) });
    if (after !== null) query.set('after', after);
    return readFields(
      (await this.#call({ path: `/api/sync/rollups?${query.toString()}` }, signal)).answer,
      rollupPageFields,
    );
  }

  /** Sends a batch of commands in wire form; the results in the hub's order. */
  async send(commands: readonly object[], signal?: AbortSignal): Promise<CommandResult[]> {
    const { answer } = await this.#call({ path: '/api/commands', body: { commands } }, signal);
    return (await readFields(answer, batchResultFields)).results;
  }

  /**
   * The positions that the feed of a community reaches, as the hub tells them, from those after `after` on. Ends when the hub ends the
   * stream; REALTIME_LOST when it is silent.
   * @param onOpen called once the hub has begun the stream
   */
  async *events(
    communityId: string,
    after: number,
    signal?: AbortSignal,
    onOpen?: () => void,
  ): AsyncGenerator<number, void, undefined> {
    const { answer } = await this.#call(
      {
        path: `/api/events?community=${encodeURIComponent(communityId)}`,
        headers: { accept: 'text/event-stream', 'last-event-id': String(after) },
      },
      signal,
    );
    const type = answer.headers.get('content-type') ?? '';
    if (!type.startsWith('text/event-stream')) {
      answer.close();
      throw garbled('it is no stream of events', { status: answer.status });
    }
    onOpen?.();
    yield* changePositions(answer.pieces, communityId);
  }

  /** Ends the sign-in here, and at the hub when it can be reached. */
  async signOut(signal?: AbortSignal): Promise<void> {
    const { tokens } = this.#parts;
    try {
      const token = await this.#access.get(signal);
      await readText((await this.#callWith(token, { path: '/api/auth/sign-out', body: {} }, signal)).answer);
      this.#access.forget(token);
    } catch (error) {
      // A hub that cannot hear it lets the tokens run out.
      if (!(error instanceof HubFailure)) throw error;
    } finally {
      tokens.keep(null);
    }
  }

  /** Sends a call with an access token; after a 401 once more with a new one (PROTOCOL.md P2). */
  async #call(call: Call, signal?: AbortSignal): Promise<{ answer: Answer; askedAt: number }> {
    const token = await this.#access.get(signal);
    try {
      return await this.#callWith(token, call, signal);
    } catch (error) {
      if (!isUnauthorised(error)) throw error;
    }
    this.#access.forget(token);
    try {
      return await this.#callWith(await this.#access.get(signal), call, signal);
    } catch (error) {
      throw isUnauthorised(error) ? signInNeeded(401) : error;
    }
  }

  async #callWith(token: string, call: Call, signal?: AbortSignal): Promise<{ answer: Answer; askedAt: number }> {
    const askedAt = Date.now();
    const headers = { ...call.headers, authorization: `Bearer ${token}` };
    return { answer: await open(this.#parts, { ...call, headers }, signal), askedAt };
  }
}
