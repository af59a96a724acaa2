import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { Hindrance, Release, UpdateProblem, UpdatesState } from '#shared/contract/updates.ts';
import { profileWriteFailure } from '#shared/contract/write-failures.ts';
import type { JsonFile } from '../app/json-file.ts';
import { problemOf, UpdateFailure } from './update-failure.ts';
import type { UpdateMemory } from './update-memory.ts';
import type { UpdateDecision } from './update-source.ts';
import type { Updater } from './updater.ts';

/** The start belongs to the person's data. */
const FIRST_LOOK_MS = 60_000;
const LOOK_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
const PUT_OFF_MS = 7 * DAY_MS;

type Status = UpdatesState['status'];

export interface UpdatesParts {
  readonly decision: UpdateDecision;
  /** The version that runs. */
  readonly version: string;
  readonly memory: JsonFile<UpdateMemory>;
  /** Loads the updater; asked for only when the decision lets the console look. */
  readonly updater: () => Promise<Updater>;
  /** What is going on that an update must not interrupt. */
  readonly hindrance: () => Promise<Hindrance | null>;
  /** Sees to it that what is open has a backup of today. */
  readonly backUp: () => Promise<void>;
  readonly note: (entry: NewEntry) => Promise<unknown>;
  /** Ends the console, which asks `beforeQuit` on its way. */
  readonly quit: () => void;
  /** Has the console start again once it has ended. */
  readonly startAgain: () => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Hears that what `state` answers has changed. */
  readonly onChange: () => void;
  readonly log: (line: string) => void;
}

/** Updates of the console: looks for them, and does what the person wants done with them. */
export class Updates {
  readonly #parts: UpdatesParts;
  #status: Status = { state: 'idle' };
  #updater: Promise<Updater> | null = null;
  #checking: Promise<void> | null = null;
  #download: AbortController | null = null;
  #preparing: Promise<boolean> | null = null;
  #restarts = false;
  #first: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: UpdatesParts) {
    this.#parts = parts;
  }

  state(): UpdatesState {
    const { decision, version, memory } = this.#parts;
    const { channel, isAutomatic, checkedAt } = memory.get();
    return {
      version,
      channel,
      isAutomatic: isAutomatic && decision.state === 'on',
      policy: decision.state === 'off' ? decision : { state: decision.state },
      checkedAt,
      status:
        this.#status.state === 'available'
          ? { ...this.#status, isPutOff: this.#isPutOff(this.#status.release) }
          : this.#status,
    };
  }

  /** Begins to look by itself: a while after the start, then every hour whether a day has passed. Without a timer where nobody wants that. */
  start(): void {
    this.stop();
    if (!this.state().isAutomatic) return;
    this.#first = setTimeout(() => void this.#look(), FIRST_LOOK_MS).unref();
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearTimeout(this.#first);
    clearInterval(this.#timer);
  }

  /** @throws FORBIDDEN when updates are off; what goes wrong is in the state */
  async check(): Promise<UpdatesState> {
    this.#requireOn();
    if (this.#status.state === 'downloading' || this.#status.state === 'ready') return this.state();
    this.#checking ??= this.#check().finally(() => (this.#checking = null));
    await this.#checking;
    return this.state();
  }

  /** @throws FORBIDDEN when updates are off, or none is available */
  download(): UpdatesState {
    this.#requireOn();
    const status = this.#status;
    if (status.state === 'downloading' || status.state === 'ready') return this.state();
    if ((status.state !== 'available' && status.state !== 'failed') || status.release === null) throw nothingThere();
    void this.#fetch(status.release);
    return this.state();
  }

  /** Does nothing when nothing is being downloaded. */
  cancel(): UpdatesState {
    this.#download?.abort();
    return this.state();
  }

  /**
   * Makes sure of a backup, lays the new version ready and ends the console. With a hindrance nothing is done; what goes wrong is in the state.
   * @throws FORBIDDEN when no update is ready
   */
  async install(): Promise<Output<'updates.install'>> {
    this.#requireOn();
    if (this.#status.state !== 'ready') throw nothingThere();
    const hindrance = await this.#parts.hindrance();
    if (hindrance !== null) return { hindrance };
    if (await this.#makeReady()) {
      this.#restarts = true;
      // The page hears the answer first.
      setImmediate(this.#parts.quit);
    }
    return { hindrance: null };
  }

  /** @throws FORBIDDEN when no update is available, INTERNAL or DISK_FULL when it could not be written down */
  async later(): Promise<UpdatesState> {
    if (this.#status.state !== 'available') throw nothingThere();
    const { version } = this.#status.release;
    await this.#keep({ putOff: { version, until: this.#parts.now() + PUT_OFF_MS } });
    return this.state();
  }

  /** @throws what keeps the audit log or the file from being written; then everything is as it was */
  async choose({ channel, isAutomatic }: ParsedInput<'updates.choose'>): Promise<UpdatesState> {
    this.#requireOn();
    const before = this.#parts.memory.get();
    if (channel !== undefined && channel !== before.channel) {
      await this.#noteSetting('updateChannel', before.channel, channel);
      await this.#keep({ channel });
      this.cancel();
      this.#become({ state: 'idle' });
    }
    if (isAutomatic !== undefined && isAutomatic !== before.isAutomatic) {
      await this.#noteSetting('updatesAutomatic', before.isAutomatic, isAutomatic);
      await this.#keep({ isAutomatic });
      this.start();
    }
    return this.state();
  }

  /**
   * The console is about to close its cache: makes sure of the backup while that is possible, and lays a downloaded version ready.
   * @returns what is to be done last, when everything is closed: puts it in place, and has the old version start again where that failed. Null
   *   when there is nothing.
   */
  async beforeQuit(): Promise<(() => Promise<void>) | null> {
    this.stop();
    this.cancel();
    if (this.#status.state !== 'ready') return null;
    if (!this.#restarts && !(await this.#makeReady())) return null;
    return async () => {
      if ((await this.#loaded()).install(this.#restarts)) return;
      this.#parts.log('update: not put in place');
      if (this.#restarts) this.#parts.startAgain();
    };
  }

  async #look(): Promise<void> {
    const { memory, now } = this.#parts;
    const { checkedAt } = memory.get();
    const status = this.#status;
    // A version that could not be fetched stays in view with its reason, to be tried again.
    if (status.state === 'failed' && status.release !== null) return;
    // What is said to come from later than now is from before the clock was put back.
    const isRecent = checkedAt !== null && checkedAt <= now() && now() - checkedAt < DAY_MS;
    if (!isRecent || status.state === 'failed') await this.check();
  }

  async #check(): Promise<void> {
    const { memory, now } = this.#parts;
    this.#become({ state: 'checking' });
    const { channel } = memory.get();
    try {
      const found = await (await this.#loaded()).check(channel);
      await memory.note({ checkedAt: now() });
      if (memory.get().channel !== channel) return;
      if (found.kind === 'nothing') this.#become({ state: 'idle' });
      else if (found.kind === 'older') this.#fail('downgrade', null, found.version);
      else this.#become({ state: 'available', release: found.release, isPutOff: false });
    } catch (error) {
      this.#failed(error, 'search', null);
    }
  }

  async #fetch(release: Release): Promise<void> {
    const { now } = this.#parts;
    const download = new AbortController();
    this.#download = download;
    const startedAt = now();
    this.#become({ state: 'downloading', release, done: 0, remainingMs: null });
    const progressed = (done: number): void => {
      if (download.signal.aborted) return;
      const remainingMs = done === 0 ? null : ((now() - startedAt) / done) * Math.max(0, release.bytes - done);
      this.#become({ state: 'downloading', release, done, remainingMs });
    };
    try {
      await (await this.#loaded()).download(progressed, download.signal);
      if (!download.signal.aborted) this.#become({ state: 'ready', release });
    } catch (error) {
      if (!download.signal.aborted) this.#failed(error, 'download', release);
    } finally {
      this.#download = null;
      if (download.signal.aborted && this.#status.state === 'downloading')
        this.#become({ state: 'available', release, isPutOff: false });
    }
  }

  /** @returns whether the new version lies ready; otherwise the state says why not */
  #makeReady(): Promise<boolean> {
    this.#preparing ??= this.#prepare().finally(() => (this.#preparing = null));
    return this.#preparing;
  }

  async #prepare(): Promise<boolean> {
    const { backUp } = this.#parts;
    if (this.#status.state !== 'ready') return false;
    const { release } = this.#status;
    try {
      await backUp().catch((error: unknown) => {
        throw new UpdateFailure('backup', error);
      });
      await (await this.#loaded()).prepare();
      return true;
    } catch (error) {
      this.#failed(error, 'download', release);
      return false;
    }
  }

  #loaded(): Promise<Updater> {
    this.#updater ??= this.#parts.updater();
    return this.#updater;
  }

  #isPutOff({ version }: Release): boolean {
    const { putOff } = this.#parts.memory.get();
    return putOff !== null && putOff.version === version && this.#parts.now() < putOff.until;
  }

  #failed(error: unknown, during: 'search' | 'download', release: Release | null): void {
    const problem = problemOf(error, during);
    this.#parts.log(`update: ${problem}`);
    this.#fail(problem, release, null);
  }

  #fail(problem: UpdateProblem, release: Release | null, offered: string | null): void {
    this.#become({ state: 'failed', problem, release, offered });
  }

  #become(status: Status): void {
    this.#status = status;
    this.#parts.onChange();
  }

  async #noteSetting(setting: string, before: string | boolean, after: string | boolean): Promise<void> {
    const details = { setting, before, after };
    await this.#parts.note({
      kind: 'settings',
      outcome: 'asked',
      method: 'updates.choose',
      communityId: null,
      details,
    });
  }

  async #keep(change: Partial<UpdateMemory>): Promise<void> {
    try {
      await this.#parts.memory.set(change);
    } catch (error) {
      throw profileWriteFailure(error, 'updates.json');
    }
    this.#parts.onChange();
  }

  #requireOn(): void {
    if (this.#parts.decision.state !== 'off') return;
    throw new Failure('FORBIDDEN', 'This console does not update itself. Nothing was changed.', {
      remedy: 'Settings > Updates says why, and how it is updated.',
    });
  }
}

function nothingThere(): Failure {
  return new Failure('FORBIDDEN', 'There is no update to do that with. Nothing was changed.', {
    remedy: 'Look for updates first.',
  });
}
