import type { FromEngine } from '#engine/port.ts';
import type { EngineProcess } from './engine-process.ts';

/** After the page that asks for the passphrase has begun, so that it is there first; milliseconds. */
const START_AFTER_MS = 500;

export interface SpareEngineParts {
  readonly launch: () => EngineProcess;
  /** Whether an opening may follow: nothing is open. */
  readonly isWanted: () => boolean;
  readonly log: (line: string) => void;
}

/**
 * An engine that waits for the next opening while somebody looks for the passphrase, because half of what a person waits for afterwards is the
 * start of the process and the loading of its code. It has no key and no file yet.
 */
export class SpareEngine {
  readonly #parts: SpareEngineParts;
  #timer: NodeJS.Timeout | undefined;
  #waiting: WaitingEngine | null = null;

  constructor(parts: SpareEngineParts) {
    this.#parts = parts;
  }

  /** Has one ready soon, where it is wanted by then. */
  prepare(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#start(), START_AFTER_MS);
  }

  /** The engine that waits, or a new one. @throws what keeps a new one from starting */
  take(): EngineProcess {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting?.process ?? this.#parts.launch();
  }

  /** Ends the one that waits. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.process.kill();
    await waiting?.process.exited;
  }

  #start(): void {
    if (this.#waiting !== null || !this.#parts.isWanted()) return;
    try {
      const waiting = new WaitingEngine(this.#parts.launch());
      this.#waiting = waiting;
      void waiting.process.exited.then((reason) => {
        if (this.#waiting !== waiting) return;
        this.#waiting = null;
        this.#parts.log(`an engine that waited for an opening ended (${reason})`);
      });
    } catch (error) {
      // The opening tries again, and says so when it fails too.
      this.#parts.log(`no engine could be started ahead of an opening: ${String(error)}`);
    }
  }
}

/** Keeps what a process says until somebody hears it. */
class WaitingEngine {
  readonly process: EngineProcess;

  constructor(engine: EngineProcess) {
    const messages = new Kept<[FromEngine]>();
    const output = new Kept<[stream: 'stdout' | 'stderr', line: string]>();
    engine.onMessage((message) => messages.tell(message));
    engine.onOutput((stream, line) => output.tell(stream, line));
    this.process = {
      get pid() {
        return engine.pid;
      },
      exited: engine.exited,
      send: (message) => engine.send(message),
      onMessage: (listener) => messages.hear(listener),
      onOutput: (listener) => output.hear(listener),
      kill: () => engine.kill(),
    };
  }
}

class Kept<A extends readonly unknown[]> {
  readonly #before: A[] = [];
  #listener: ((...said: A) => void) | null = null;

  tell(...said: A): void {
    if (this.#listener === null) this.#before.push(said);
    else this.#listener(...said);
  }

  hear(listener: (...said: A) => void): void {
    this.#listener = listener;
    for (const said of this.#before.splice(0)) listener(...said);
  }
}
