import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** The network between a console and a hub: it can be cut, lead to another hub, and keep a request back. */
export interface HubLine {
  /** What the console connects to, e.g. `http://127.0.0.1:34567`. */
  readonly address: string;
  /** Ends every connection and takes no new one. */
  cut(): void;
  /** Takes connections again. @param port of the hub on this machine */
  leadTo(port: number): void;
  /** Keeps back the next request that begins so, and what follows it on its connection. Resolves when one is kept back. */
  keepBack(requestStart: string): Promise<void>;
  /** Lets the request that is kept back go. */
  letGo(): void;
  close(): Promise<void>;
}

/** @param port of the hub on this machine to which the line leads at first */
export async function openHubLine(port: number): Promise<HubLine> {
  const ends = new Set<Socket>();
  let hubPort: number | null = port;
  let gate: Gate | null = null;

  /** What the desk sends, each request in one piece as clients write it. */
  async function* requests(sent: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const bytes of sent) {
      if (gate !== null && bytes.toString('latin1').startsWith(gate.requestStart)) {
        gate.reached.resolve();
        await gate.opened.promise;
      }
      yield bytes;
    }
  }

  const server = createServer((desk) => {
    if (hubPort === null) {
      desk.destroy();
      return;
    }
    const hub = connect(hubPort, '127.0.0.1');
    // A connection that breaks is what this line is for; each end hears of the other's by its own.
    pipeline(desk, requests, hub, () => undefined);
    pipeline(hub, desk, () => undefined);
    for (const end of [desk, hub]) {
      ends.add(end);
      end.once('close', () => ends.delete(end));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const cut = (): void => {
    hubPort = null;
    for (const end of ends) end.destroy();
  };
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    leadTo: (other) => {
      hubPort = other;
    },
    keepBack: (requestStart) => {
      gate = { requestStart, reached: Promise.withResolvers(), opened: Promise.withResolvers() };
      return gate.reached.promise;
    },
    letGo: () => {
      gate?.opened.resolve();
      gate = null;
    },
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Where requests that begin with `requestStart` wait. */
interface Gate {
  readonly requestStart: string;
  readonly reached: PromiseWithResolvers<void>;
  readonly opened: PromiseWithResolvers<void>;
}
