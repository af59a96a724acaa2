import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What happens to a request on its way to the hub and back. */
export type Fault =
  | { readonly type: 'pass' }
  /** The connection breaks before the hub hears of the request. */
  | { readonly type: 'cut-before' }
  /** The hub does what it is asked; its answer is lost. */
  | { readonly type: 'cut-after' }
  /** The answer breaks off after this share of its body, 0..1. */
  | { readonly type: 'cut-inside'; readonly share: number }
  /** The body comes to its end, but is cut short or changed on the way. */
  | { readonly type: 'change'; readonly body: (body: Buffer) => Buffer }
  /** Somebody in between answers instead of the hub. */
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** The answer comes late. */
  | { readonly type: 'slow'; readonly ms: number }
  /** The connection stands, and nothing ever comes. */
  | { readonly type: 'silent' };

export const PASS: Fault = { type: 'pass' };

/** A request as a fault is chosen for it. */
export interface ProxiedRequest {
  /** Counted from 0 over all requests of the proxy but event streams. */
  readonly number: number;
  readonly method: string;
  /** Path without query. */
  readonly path: string;
}

/** A stretch of network between console and hub whose bad days a test decides. */
export class FaultyProxy {
  /** Decides what happens to each request. */
  fault: (request: ProxiedRequest) => Fault = () => PASS;
  /** Changes the path and query that the hub sees, e.g. to make pages small. */
  rewrite: (url: string) => string = (url) => url;
  /** Headers that the hub sees instead of the console's. */
  headers: Readonly<Record<string, string>> = {};
  /** Whether event streams come through; those that are open have to be cut. */
  hasStreams = true;
  /** All requests so far but event streams. */
  readonly requests: ProxiedRequest[] = [];
  readonly #hub: () => string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(hub: () => string) {
    this.#hub = hub;
    this.#server = createServer((incoming, answer) => void this.#handle(incoming, answer));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /**
   * @param hub the hub's address, asked for each request: it may start again elsewhere
   * @param port 0 for any that is free
   */
  static async start(hub: () => string, port = 0): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(hub);
    await new Promise<void>((resolve) => proxy.#server.listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks every connection that is open, event streams too. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cutAll();
    await closed;
  }

  async #handle(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const url = incoming.url ?? '/';
    const path = url.split('?', 1)[0];
    if (path === '/api/events') {
      if (!this.hasStreams) return void incoming.socket.destroy();
      this.#stream(incoming, answer);
      return;
    }
    const seen: ProxiedRequest = { number: this.requests.length, method: incoming.method ?? 'GET', path };
    this.requests.push(seen);
    const fault = this.fault(seen);
    const body = await bodyOf(incoming);
    if (fault.type === 'silent') return;
    if (fault.type === 'cut-before') return void incoming.socket.destroy();
    if (fault.type === 'answer') {
      answer.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      answer.end(fault.body ?? '');
      return;
    }
    let reply: Reply;
    try {
      reply = await this.#ask(incoming, body, fault.type === 'change' ? { 'accept-encoding': 'identity' } : {});
    } catch {
      return void incoming.socket.destroy();
    }
    this.#answer(fault, reply, incoming.socket, answer);
  }

  #answer(fault: Fault, reply: Reply, socket: Socket, answer: ServerResponse): void {
    const send = (content: Buffer, length = content.length): void => {
      answer.writeHead(reply.status, { ...reply.headers, 'content-length': String(length) });
      answer.write(content);
    };
    switch (fault.type) {
      case 'cut-after':
        socket.destroy();
        return;
      case 'cut-inside':
        send(reply.body.subarray(0, Math.floor(reply.body.length * fault.share)), reply.body.length);
        // Let what was written leave first: the console is to see the beginning of the body.
        setTimeout(() => socket.destroy(), 5);
        return;
      case 'change':
        send(fault.body(reply.body));
        answer.end();
        return;
      case 'slow':
        setTimeout(() => {
          send(reply.body);
          answer.end();
        }, fault.ms);
        return;
      default:
        send(reply.body);
        answer.end();
    }
  }

  /** @param own headers: what is to be changed has to come as text, all else may come compressed */
  async #ask(incoming: IncomingMessage, body: Buffer, own: Record<string, string>): Promise<Reply> {
    return await new Promise<Reply>((resolve, reject) => {
      const outgoing = httpRequest(
        new URL(this.rewrite(incoming.url ?? '/'), this.#hub()),
        // A connection of its own each time: the hub of a test comes and goes.
        {
          method: incoming.method,
          headers: { ...incoming.headers, ...this.headers, ...own, connection: 'close' },
          agent: false,
        },
        (reply) => {
          bodyOf(reply).then((content) => {
            const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = reply.headers;
            resolve({ status: reply.statusCode ?? 500, headers: headers as Record<string, string>, body: content });
          }, reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** Event streams pass through until one of the two ends. */
  #stream(incoming: IncomingMessage, answer: ServerResponse): void {
    const outgoing = httpRequest(
      new URL(incoming.url ?? '/', this.#hub()),
      { headers: incoming.headers, agent: false },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 500, reply.headers);
        answer.flushHeaders();
        reply.pipe(answer);
        reply.on('error', () => incoming.socket.destroy());
      },
    );
    outgoing.on('error', () => incoming.socket.destroy());
    incoming.socket.on('close', () => outgoing.destroy());
    outgoing.end();
  }
}

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

async function bodyOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
