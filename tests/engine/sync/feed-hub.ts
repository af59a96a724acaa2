/** A hub that says what a test has it say: a feed of each community in memory, one person, and answers to commands. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Role } from '#shared/contract/method.ts';
import type { CommandResult } from '#shared/wire/sync.ts';
import { COMMUNITY } from '../fixtures/pages.ts';
import { wireCommunity, wireMember } from '../fixtures/wire-records.ts';

export const PERSON = { email: 'anna@hub.example', name: 'Anna', password: 'wind and sun 7' } as const;

export interface SentCommand {
  readonly key: string;
  readonly community_id: string;
  readonly kind: string;
  readonly data: Record<string, unknown>;
}

export interface Reply {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

interface Feed {
  readonly name: string;
  readonly entries: { readonly kind: string; readonly record: object }[];
}

type WireResult = Omit<Partial<CommandResult>, 'theirs'> & { readonly theirs?: object };

export class FeedHub {
  role: Role = 'manager';
  /** Who the person is; a hub of before does not say. */
  userId: string | undefined = 'user-anna';
  /** Changes of one page. */
  pageSize = 5_000;
  readonly feeds = new Map<string, Feed>();
  /** Communities that are there but not shown to the person. */
  readonly unlisted = new Set<string>();
  /** Paths of the requests that have come, without their query, in order. */
  readonly paths: string[] = [];
  /** The commands of each batch that has come. */
  readonly batches: SentCommand[][] = [];
  /** What to answer instead of the usual; null for the usual. */
  fault: (path: string, body: unknown) => Reply | null | Promise<Reply | null> = () => null;
  /** What becomes of a command; carried out when it says nothing else. */
  decide: (command: SentCommand) => WireResult = () => ({});
  readonly #streams = new Map<ServerResponse, string>();
  #accessToken = '';
  #refreshToken = '';
  #issued = 0;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  async listen(port = 0): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Breaks every connection and hears nothing any more. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Ends the streams of events alone. */
  endStreams(): void {
    for (const response of this.#streams.keys()) response.end();
  }

  /** The next request without a valid token, and every refresh, is refused: the person has to sign in. */
  endSignIn(): void {
    this.#accessToken = '';
    this.#refreshToken = '';
  }

  /** Adds changes to a feed and tells those who listen. */
  add(kind: string, records: readonly object[], communityId = COMMUNITY): void {
    const feed = this.feeds.get(communityId)!;
    for (const record of records) feed.entries.push({ kind, record });
    for (const [response, id] of this.#streams) if (id === communityId) this.#tell(response, communityId);
  }

  #tell(response: ServerResponse, communityId: string): void {
    const position = this.feeds.get(communityId)!.entries.length;
    const data = JSON.stringify({ community_id: communityId, position });
    response.write(`id: ${position}\nevent: change\ndata: ${data}\n\n`);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://hub');
    const raw = await text(request);
    const body: unknown = raw === '' ? null : JSON.parse(raw);
    this.paths.push(url.pathname);
    const reply = (await this.fault(url.pathname, body)) ?? this.#usual(url, request, body, response);
    if (reply === null || response.destroyed) return;
    const headers = { 'content-type': 'application/json', ...reply.headers };
    response.writeHead(reply.status, headers).end(JSON.stringify(reply.body ?? problem('HUB_REFUSED')));
  }

  #usual(url: URL, request: IncomingMessage, body: unknown, response: ServerResponse): Reply | null {
    if (url.pathname === '/api/auth/sign-in') return this.#signIn(body as { email: string; password: string });
    if (url.pathname === '/api/auth/refresh') return this.#refresh(body as { refresh_token: string });
    if (this.#accessToken === '' || request.headers.authorization !== `Bearer ${this.#accessToken}`) {
      return { status: 401 };
    }
    switch (url.pathname) {
      case '/api/auth/me':
        return { status: 200, body: this.#account() };
      case '/api/auth/sign-out':
        this.endSignIn();
        return { status: 200, body: {} };
      case '/api/sync':
        return this.#page(url.searchParams.get('community')!, url.searchParams.get('cursor'));
      case '/api/commands':
        return { status: 200, body: { results: this.#carryOut((body as { commands: SentCommand[] }).commands) } };
      case '/api/events':
        this.#open(url.searchParams.get('community')!, Number(request.headers['last-event-id']), response);
        return null;
      default:
        return { status: 404 };
    }
  }

  #account(): object {
    const shown = [...this.feeds].filter(([id]) => !this.unlisted.has(id));
    return {
      user: { id: this.userId, email: PERSON.email, name: PERSON.name, role: this.role },
      communities: shown.map(([id, { name }]) => ({ id, name })),
    };
  }

  #signIn({ email, password }: { email: string; password: string }): Reply {
    if (email !== PERSON.email || password !== PERSON.password) return { status: 401, body: problem('HUB_REFUSED') };
    return this.#tokens();
  }

  #refresh({ refresh_token: token }: { refresh_token: string }): Reply {
    return token !== '' && token === this.#refreshToken
      ? this.#tokens()
      : { status: 401, body: problem('HUB_REFUSED') };
  }

  #tokens(): Reply {
    this.#issued++;
    this.#accessToken = `access-${this.#issued}`;
    this.#refreshToken = `refresh-${this.#issued}`;
    const tokens = { access_token: this.#accessToken, expires_in: 900, refresh_token: this.#refreshToken };
    return { status: 200, body: { ...this.#account(), ...tokens } };
  }

  #page(communityId: string, cursor: string | null): Reply {
    const feed = this.feeds.get(communityId);
    if (!feed || this.unlisted.has(communityId)) return { status: 403, body: problem('FORBIDDEN') };
    const from = Number(cursor ?? 0);
    const entries = feed.entries.slice(from, from + this.pageSize);
    const position = from + entries.length;
    const remaining = feed.entries.length - position;
    const changes: Record<string, object[]> = {};
    for (const { kind, record } of entries) (changes[kind] ??= []).push(record);
    return {
      status: 200,
      body: {
        protocol: 1,
        community_id: communityId,
        from: cursor,
        next: String(position),
        position,
        complete: remaining === 0,
        remaining,
        hub_time: new Date().toISOString(),
        changes,
        deleted: [],
      },
    };
  }

  #carryOut(commands: readonly SentCommand[]): object[] {
    this.batches.push([...commands]);
    return commands.map((command) => {
      const position = this.feeds.get(command.community_id)?.entries.length ?? 0;
      return { key: command.key, outcome: 'accepted', position, ...this.decide(command) };
    });
  }

  #open(communityId: string, after: number, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    this.#streams.set(response, communityId);
    response.on('close', () => this.#streams.delete(response));
    if (this.feeds.get(communityId)!.entries.length > after) this.#tell(response, communityId);
  }
}

export function problem(code: string, message = 'The hub said so.'): object {
  return { error: { code, message, remedy: 'Ask.' } };
}

/** A hub with the test community, whose members have 1 currency unit and may owe another one; it ends with the test. */
export async function feedHub(members = 2): Promise<FeedHub> {
  const hub = new FeedHub();
  hub.feeds.set(COMMUNITY, { name: 'Sonnenhang', entries: [] });
  hub.add('community', [wireCommunity()]);
  hub.add(
    'member',
    Array.from({ length: members }, (_, at) => wireMember(at, { balance: 1, credit_limit: 1 })),
  );
  await hub.listen();
  onTestFinished(() => hub.stop());
  return hub;
}
