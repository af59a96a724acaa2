import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { buffer } from 'node:stream/consumers';
import zlib from 'node:zlib';
import { MINUTE, slotStart } from '#shared/domain/slots.ts';
import { commandFields } from '#shared/wire/sync.ts';
import { z } from 'zod';
import type { HubUnderLoad } from './hub-under-load.ts';

const SLOT = 15 * MINUTE;

/** What the consoles of a community say to their hub, without the work that a real one does with the answers. */
export class Consoles {
  readonly #hub: HubUnderLoad;
  readonly #streams: ClientRequest[] = [];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });

  constructor(hub: HubUnderLoad) {
    this.#hub = hub;
  }

  /**
   * Opens live streams until there are `count`.
   * @param onChange gets the position that a stream has told
   */
  async listen(count: number, onChange: (position: number) => void): Promise<void> {
    const { communityId, consoles } = this.#hub;
    while (this.#streams.length < count) {
      const headers = consoles[this.#streams.length % consoles.length];
      const stream = this.#request(`/api/events?community=${communityId}`, headers, { agent: false });
      this.#streams.push(stream);
      const [answer] = (await once(stream.end(), 'response')) as [IncomingMessage];
      if (answer.statusCode !== 200) throw new Error(`A stream was answered with ${answer.statusCode}.`);
      answer.setEncoding('utf8').on('data', (text: string) => {
        for (const [, position] of text.matchAll(/^id: (\d+)$/gm)) onChange(Number(position));
      });
      // They end with the hub.
      answer.on('error', () => undefined);
    }
  }

  /** Ends all streams, and the connections of what was asked: the hub closes those that are idle, and may do so while one is used again. */
  leave(): void {
    this.#agent.destroy();
    for (const stream of this.#streams.splice(0)) stream.destroy();
  }

  /** The round of console `number` that knows everything up to `cursor`: who am I, and what is new? @returns the newest cursor */
  async round(number: number, cursor: string | null): Promise<string | null> {
    await this.#get(number, '/api/auth/me');
    return (await this.page(number, cursor)).next ?? cursor;
  }

  /** A page of the feed. @returns `next` null when nothing was newer; bytes of the answer's body on the wire */
  async page(
    number: number,
    cursor: string | null,
  ): Promise<{ readonly next: string | null; readonly complete: boolean; readonly bytes: number }> {
    const query = new URLSearchParams({ community: this.#hub.communityId, ...(cursor !== null && { cursor }) });
    const known: Record<string, string> = cursor === null ? {} : { 'if-none-match': `"${cursor}"` };
    const { status, encoding, body } = await this.#get(number, `/api/sync?${query.toString()}`, known);
    if (status === 304) return { next: null, complete: true, bytes: 0 };
    const text = (encoding === 'zstd' ? zlib.zstdDecompressSync(body) : body).toString();
    const { next, complete } = JSON.parse(text) as { next: string; complete: boolean };
    return { next, complete, bytes: body.length };
  }

  /** Places an offer to buy for next to nothing, which meets nobody's, for the slot after next. @returns the position of the feed that shows it */
  async placeOffer(number: number): Promise<number> {
    const { consumerIds, communityId } = this.#hub;
    const start = slotStart(Date.now()) + 2 * SLOT;
    const command = z.encode(commandFields, {
      kind: 'offer.place',
      data: {
        offer_id: randomUUID(),
        member_id: consumerIds[number % consumerIds.length],
        type: 'buy',
        quantity_kwh: 100,
        price_per_kwh: 1_000,
        time_window_start: start,
        time_window_end: start + SLOT,
      },
    });
    const made_at = new Date().toISOString();
    const envelope = { ...command, key: randomUUID(), community_id: communityId, made_at };
    const body = await this.#post(number, '/api/commands', { commands: [envelope] });
    const { results } = JSON.parse(body.toString()) as { results: { outcome: string; position?: number }[] };
    if (results[0].outcome !== 'accepted') throw new Error(body.toString());
    return results[0].position!;
  }

  async #get(number: number, path: string, more: Record<string, string> = {}): Promise<Answer> {
    const sent = this.#request(path, { ...this.#headers(number), 'accept-encoding': 'zstd', ...more }).end();
    return read(sent);
  }

  async #post(number: number, path: string, body: object): Promise<Buffer> {
    const sent = this.#request(
      path,
      { ...this.#headers(number), 'content-type': 'application/json' },
      { method: 'POST' },
    );
    return (await read(sent.end(JSON.stringify(body)))).body;
  }

  #headers(number: number): Readonly<Record<string, string>> {
    return this.#hub.consoles[number % this.#hub.consoles.length];
  }

  #request(path: string, headers: Record<string, string>, options: RequestOptions = {}): ClientRequest {
    const sent = request(`${this.#hub.address}${path}`, { agent: this.#agent, headers, ...options });
    return sent.on('error', () => undefined);
  }
}

interface Answer {
  readonly status: number;
  readonly encoding: string | undefined;
  readonly body: Buffer;
}

/** @throws Error for an answer that is no success */
async function read(sent: ClientRequest): Promise<Answer> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const body = await buffer(answer);
  const status = answer.statusCode ?? 0;
  if (status < 400) return { status, encoding: answer.headers['content-encoding'], body };
  throw new Error(`${status} ${body.toString()}`);
}
