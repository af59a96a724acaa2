/** Looks into a running engine from outside: Node opens its inspector on SIGUSR1, for a process that was started without one too. */
import { setTimeout as delay } from 'node:timers/promises';

const LIST = 'http://127.0.0.1:9229/json/list';
const ATTEMPTS = 40;

/** What an engine holds after it has collected its garbage. */
export interface EngineMemory {
  /** Bytes on the heap of its main thread, without code: V8 goes on compiling for as long as there is something that is called often. */
  readonly heapBytes: number;
  /** Bytes of buffers beside the heap. */
  readonly externalBytes: number;
  /** Timers, sockets, threads and pipes that keep it alive. */
  readonly resources: number;
}

/** What `eval` returns inside the engine; the garbage is collected by then. */
const LOOK = `(() => {
  const { heapUsed, external } = process.memoryUsage();
  const spaces = process.getBuiltinModule('node:v8').getHeapSpaceStatistics();
  const code = spaces.filter(({ space_name: name }) => /code|trusted/.test(name)).reduce((sum, space) => sum + space.space_used_size, 0);
  return { pid: process.pid, heapBytes: heapUsed - code, externalBytes: external, resources: process.getActiveResourcesInfo().length };
})()`;

/**
 * Collects the garbage of the engine with this process id and measures what is left.
 * @returns null where the engine opens no inspector: it has gone meanwhile, or the port is another program's
 */
export async function engineMemory(pid: number): Promise<EngineMemory | null> {
  try {
    process.kill(pid, 'SIGUSR1');
  } catch {
    return null;
  }
  const url = await inspectorUrl();
  if (url === null) return null;
  const inspector = await Inspector.open(url).catch(() => null);
  if (inspector === null) return null;
  try {
    await inspector.ask('HeapProfiler.collectGarbage');
    const { result } = (await inspector.ask('Runtime.evaluate', { expression: LOOK, returnByValue: true })) as {
      result: { value: EngineMemory & { pid: number } };
    };
    const { pid: answered, ...memory } = result.value;
    return answered === pid ? memory : null;
  } finally {
    inspector.close();
  }
}

async function inspectorUrl(): Promise<string | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [target] = await fetch(LIST).then(
      (answer) => answer.json() as Promise<{ webSocketDebuggerUrl: string }[]>,
      () => [],
    );
    if (target) return target.webSocketDebuggerUrl;
    await delay(50);
  }
  return null;
}

/** A conversation with an inspector, one question at a time. */
class Inspector {
  readonly #socket: WebSocket;
  #asked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(url: string): Promise<Inspector> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error('The inspector of the engine does not answer.')), {
        once: true,
      });
    });
    return new Inspector(socket);
  }

  ask(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('The engine ended while it was looked into.'));
      this.#socket.addEventListener('close', ended, { once: true });
      const hear = ({ data }: MessageEvent): void => {
        const message = JSON.parse(String(data)) as { id?: number; result?: unknown };
        if (message.id !== id) return;
        this.#socket.removeEventListener('message', hear);
        this.#socket.removeEventListener('close', ended);
        resolve(message.result);
      };
      this.#socket.addEventListener('message', hear);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.#socket.close();
  }
}
