import { ulid } from 'ulid';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { ChosenPath } from '#engine/files.ts';
import type { FromEngine, Opening, ToEngine } from '#engine/port.ts';
import { Failure, type Answer, type Problem } from '#shared/contract/errors.ts';
import { eventNames } from '#shared/contract/events.ts';
import type { EventName } from '#shared/contract/events.ts';
import type { SessionState } from '#shared/contract/session.ts';
import type { EngineProcess } from './engine-process.ts';
import { withKeyCopies } from './key-copies.ts';
import { cacheLocked, engineFailed, engineGone, PendingCalls } from './pending-calls.ts';
import { within } from './within.ts';

export type EngineState = SessionState['engine'];

/** All in milliseconds but `maxDeaths`. */
export interface SupervisorTiming {
  /** Pause before the first, second, ... restart; the last one repeats. */
  readonly backoff: readonly number[];
  /** So many deaths within `deathWindow` end the restarting. */
  readonly maxDeaths: number;
  readonly deathWindow: number;
  /** How long a call waits for an engine that is about to be ready. */
  readonly callWait: number;
  /** How long the engine may take to finish its work and close the cache. */
  readonly drain: number;
}

const defaultTiming: SupervisorTiming = {
  backoff: [200, 1_000, 5_000],
  maxDeaths: 5,
  deathWindow: 120_000,
  callWait: 5_000,
  drain: 5_000,
};

export interface SupervisorOptions {
  readonly launch: () => EngineProcess;
  readonly onState: (state: EngineState) => void;
  readonly onEvent: (event: EventName, payload: unknown) => void;
  readonly log: (level: 'info' | 'warn' | 'error', line: string) => void;
  readonly timing?: Partial<SupervisorTiming>;
}

/** Keeps one engine alive while a cache is to be open, and makes sure that no call ever waits for a dead one. */
export class EngineSupervisor {
  readonly #options: SupervisorOptions;
  readonly #timing: SupervisorTiming;
  readonly #pending = new PendingCalls();
  readonly #files = new Map<string, ChosenPath>();
  #state: EngineState = 'stopped';
  #opening: (() => Opening) | null = null;
  #process: EngineProcess | null = null;
  #restart: NodeJS.Timeout | undefined;
  #deaths: number[] = [];
  #restarts = 0;
  #failure: ((correlationId: string) => Problem) | null = null;
  #onOpened: ((answer: Answer<null>) => void) | null = null;
  #onClosed: (() => void) | null = null;
  readonly #onChange = new Set<() => void>();

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#timing = { ...defaultTiming, ...options.timing };
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Why the engine was given up, while it is `failed`. */
  get problem(): Problem | null {
    return this.#failure?.('open') ?? null;
  }

  /** How often an engine that had ended was followed by another one, since the console was started. */
  get restarts(): number {
    return this.#restarts;
  }

  /** The process id of the running engine, for diagnostics. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * Starts an engine and opens the cache. When that fails the engine is stopped again and the problem is the answer.
   *
   * @param opening is asked again at every restart, so that nobody but its owner keeps the key.
   */
  async start(opening: () => Opening): Promise<Answer<null>> {
    if (this.#opening) throw new Error('The engine is already started.');
    this.#opening = opening;
    const answer = await this.#firstLife('starting');
    if (!answer.ok && this.#isWanted()) await this.stop();
    return answer;
  }

  /** Starts anew when the restarting was given up; otherwise does nothing. */
  async retry(): Promise<void> {
    if (this.#state === 'failed') await this.#firstLife('restarting');
  }

  /**
   * Has the engine answer a call. While it restarts the call waits for a bounded time; a call that was already with an
   * engine that dies is answered with ENGINE_GONE at once, because it may or may not have been carried out.
   */
  async call(method: string, input: unknown, correlationId: string): Promise<Answer<unknown>> {
    return await this.#ask(correlationId, (id) => ({ type: 'call', id, method, input, correlationId }));
  }

  /**
   * Has the engine write an entry into the audit log, which no page can. What is noted before it is done waits for the answer.
   * @returns the entry's number
   * @throws Failure when it could not be written: nothing is open, the engine is gone, the disk is full
   */
  async note(entry: NewEntry): Promise<number> {
    const correlationId = ulid();
    const answer = await this.#ask(correlationId, (id) => ({ type: 'note', id, entry, correlationId }));
    if (answer.ok) return Number(answer.value);
    throw Failure.of(answer.error);
  }

  /**
   * Lets the engine know the file of a report again.
   * @param sha256 64 hex digits
   * @throws Failure when it could not be kept
   */
  async reportSaved(reportId: string, sha256: string): Promise<void> {
    const correlationId = ulid();
    const answer = await this.#ask(correlationId, (id) => ({
      type: 'report-saved',
      id,
      reportId,
      sha256,
      correlationId,
    }));
    if (answer.ok) return;
    throw Failure.of(answer.error);
  }

  async #ask(correlationId: string, message: (id: number) => ToEngine): Promise<Answer<unknown>> {
    if (this.#opening && this.#state !== 'ready' && this.#state !== 'failed') await this.#change(this.#timing.callWait);
    if (!this.#opening) return { ok: false, error: cacheLocked(correlationId) };
    if (this.#failure) return { ok: false, error: this.#failure(correlationId) };
    const engine = this.#process;
    if (this.#state !== 'ready' || !engine) return { ok: false, error: engineGone(correlationId) };
    return await this.#pending.add(correlationId, (id) => engine.send(message(id)));
  }

  /** Lets the engine resolve a file id that a dialog gave out; every later engine of this opening knows it too. */
  registerFile(fileId: string, path: string, name: string, use?: ChosenPath['use']): void {
    this.#files.set(fileId, { path, name, use });
    this.#process?.send({ type: 'register-file', fileId, path, name, use });
  }

  /** Refuses new calls, lets the engine finish, closes the cache and ends the process; by force once the time is over. */
  async stop(): Promise<void> {
    this.#opening = null;
    this.#failure = null;
    this.#files.clear();
    clearTimeout(this.#restart);
    this.#settleOpening({ ok: false, error: cacheLocked('open') });
    const engine = this.#process;
    if (engine) {
      const closed = new Promise<void>((resolve) => (this.#onClosed = resolve));
      engine.send({ type: 'close' });
      await within(this.#timing.drain, Promise.race([closed, engine.exited]), () =>
        this.#options.log('warn', 'the engine did not close the cache in time and is ended'),
      );
      engine.kill();
      await engine.exited;
    }
    this.#enter('stopped');
  }

  /** Whether a cache is to be open. */
  #isWanted(): boolean {
    return this.#opening !== null;
  }

  async #firstLife(state: 'starting' | 'restarting'): Promise<Answer<null>> {
    this.#deaths = [];
    this.#failure = null;
    this.#enter(state);
    const opened = new Promise<Answer<null>>((resolve) => (this.#onOpened = resolve));
    this.#launch();
    return await opened;
  }

  #launch(): void {
    let engine: EngineProcess;
    try {
      engine = this.#options.launch();
    } catch (error) {
      this.#died(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#process = engine;
    engine.onOutput((stream, line) => this.#options.log(stream === 'stderr' ? 'warn' : 'info', `engine: ${line}`));
    engine.onMessage((message) => {
      if (this.#process === engine) this.#receive(engine, message);
    });
    void engine.exited.then((reason) => {
      if (this.#process === engine) this.#died(reason);
    });
  }

  #receive(engine: EngineProcess, message: FromEngine): void {
    if (message.type === 'ready') this.#openCache(engine);
    else if (message.type === 'opened') this.#opened(engine, message.answer);
    else if (message.type === 'answer') this.#pending.answer(message.id, message.answer);
    else if (message.type === 'closed') this.#onClosed?.();
    else if (message.type === 'event' && eventNames.includes(message.event))
      this.#options.onEvent(message.event, message.payload);
  }

  #openCache(engine: EngineProcess): void {
    this.#options.log('info', `engine started, process ${engine.pid}`);
    if (!this.#opening) return;
    for (const [fileId, file] of this.#files) engine.send({ type: 'register-file', fileId, ...file });
    const opening = this.#opening();
    withKeyCopies((copy) => {
      const keys = {
        key: copy(opening.key),
        formerKeys: opening.formerKeys?.map(copy),
        deviceKey: opening.deviceKey && copy(opening.deviceKey),
      };
      engine.send({ type: 'open', correlationId: 'open', ...opening, ...keys });
    });
  }

  #opened(engine: EngineProcess, answer: Answer<null>): void {
    if (answer.ok) {
      this.#enter('ready');
      this.#settleOpening(answer);
      return;
    }
    this.#options.log('error', `the cache could not be opened: ${answer.error.code} ${answer.error.message}`);
    if (this.#onOpened || !answer.error.retryable) this.#giveUp(() => answer.error, answer);
    else engine.kill();
  }

  #died(reason: string): void {
    this.#process = null;
    const lost = this.#pending.answerAllGone();
    if (!this.#opening) return;
    this.#options.log('error', `the engine ended (${reason}) with ${lost} calls open`);
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < this.#timing.deathWindow), now];
    const deaths = this.#deaths.length;
    if (deaths >= this.#timing.maxDeaths) {
      this.#giveUp((correlationId) => engineFailed(correlationId, deaths), {
        ok: false,
        error: engineFailed('open', deaths),
      });
      return;
    }
    if (this.#state === 'ready') this.#enter('restarting');
    const pause = this.#timing.backoff[Math.min(deaths, this.#timing.backoff.length) - 1];
    this.#restarts += 1;
    this.#restart = setTimeout(() => this.#launch(), pause);
  }

  #giveUp(failure: (correlationId: string) => Problem, answer: Answer<null>): void {
    this.#process?.kill();
    this.#process = null;
    this.#failure = failure;
    this.#enter('failed');
    this.#settleOpening(answer);
  }

  #settleOpening(answer: Answer<null>): void {
    this.#onOpened?.(answer);
    this.#onOpened = null;
  }

  #enter(state: EngineState): void {
    const changed = state !== this.#state;
    this.#state = state;
    if (state === 'ready' || state === 'failed' || state === 'stopped') for (const resolve of this.#onChange) resolve();
    if (changed) this.#options.onState(state);
  }

  /** Resolves when the engine is ready, failed or stopped, and after `limit` ms in any case. */
  async #change(limit: number): Promise<void> {
    let resolve = (): void => undefined;
    const changed = new Promise<void>((done) => (resolve = done));
    this.#onChange.add(resolve);
    await within(limit, changed);
    this.#onChange.delete(resolve);
  }
}
