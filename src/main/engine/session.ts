import { failureOf } from '#shared/contract/dispatch.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { Answer } from '#shared/contract/errors.ts';
import { events } from '#shared/contract/events.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';
import type { AuditLog, AuditLogParts } from './audit/audit-log.ts';
import { deviceKeyOf, newDeviceKey } from './audit/device-key.ts';
import { AuditVerifications } from './audit/verifications.ts';
import { Backups } from './backups/backups.ts';
import type { BackupsWork } from './backups/backups-work.ts';
import { cacheFailure } from './cache/errors.ts';
import type { Cache } from './cache/open.ts';
import type { EngineContext } from './context.ts';
import type { ExaminationWork } from './diagnostics/examination-work.ts';
import { Examinations } from './diagnostics/examinations.ts';
import { SlowCalls } from './diagnostics/slow-calls.ts';
import { ChosenFiles } from './files.ts';
import { Counterfactuals } from './insights/counterfactuals.ts';
import type { InsightsWork } from './insights/insights-work.ts';
import type { LedgerWork } from './ledger/ledger-work.ts';
import type { MarketWork } from './market/market-work.ts';
import { Replays } from './market/replays.ts';
import type { FromEngine, Opening, ToEngine } from './port.ts';
import type { Router } from './router.ts';
import { Reports } from './reports/reports.ts';
import { RuleTasks } from './rules/rule-tasks.ts';
import { roleAt } from './sync/connection.ts';
import { SyncLoop } from './sync/sync-loop.ts';
import { Tasks } from './tasks/tasks.ts';

export interface SessionParts {
  readonly openCache: (opening: Pick<Opening, 'file' | 'key' | 'appVersion'>) => Cache;
  readonly openAudit: (parts: AuditLogParts) => AuditLog;
  /** Where the market is computed, over the cache that is open by then. */
  readonly startMarket: (opening: Pick<Opening, 'file' | 'key'>) => MarketWork;
  /** As `startMarket`, for the ledger. */
  readonly startLedger: (opening: Pick<Opening, 'file' | 'key'>) => LedgerWork;
  /** As `startMarket`, for the insights. */
  readonly startInsights: (opening: Pick<Opening, 'file' | 'key'>) => InsightsWork;
  /** As `startMarket`, for the backups. */
  readonly startBackups: (opening: Pick<Opening, 'file' | 'key' | 'formerKeys'>) => BackupsWork;
  /** As `startMarket`, for examinations. */
  readonly startExamination: (opening: Pick<Opening, 'file' | 'key'>) => ExaminationWork;
  /** Runs once the cache is open; long work it starts as a task. */
  readonly afterOpen: (context: EngineContext, opening: Pick<Opening, 'demo' | 'appVersion'>) => void;
  readonly router: Router;
  readonly send: (message: FromEngine) => void;
  /** Also check what goes out as events: for tests and development. */
  readonly checkOutput: boolean;
  readonly log: (line: string) => void;
}

/** One life of the engine: a cache is opened once, calls are answered, the cache is closed once. */
export class EngineSession {
  readonly #parts: SessionParts;
  readonly #files = new ChosenFiles();
  readonly #running = new Set<Promise<void>>();
  #context: EngineContext | undefined;
  #closing = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Handles everything main sends but `close` and `upkeep`. */
  receive(message: Exclude<ToEngine, { type: 'close' | 'upkeep' }>): void {
    if (message.type === 'register-file') this.#files.register(message.fileId, message);
    else if (message.type === 'open') this.#parts.send({ type: 'opened', answer: this.#open(message) });
    else if (message.type === 'note' || message.type === 'report-saved') {
      this.#parts.send({ type: 'answer', id: message.id, answer: this.#keep(message) });
    } else this.#track(this.#call(message));
  }

  /** Refuses what comes from now on, ends the exchange with the hub, cancels the tasks, waits for the running calls, closes the cache. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([this.#context?.sync.close(), this.#context?.tasks.drain(), ...this.#running]);
    // A call that was running may have started another task after the first sweep.
    await this.#context?.tasks.drain();
    // Before the writer: its last act is to empty the log, which readers would hold back.
    const { market, ledger, insights, backups, examinations } = this.#context ?? {};
    await Promise.all([market?.close(), ledger?.close(), insights?.close(), backups?.close(), examinations?.close()]);
    this.#context?.audit.close();
    this.#context?.cache.close();
    this.#context = undefined;
  }

  #open(message: Extract<ToEngine, { type: 'open' }>): Answer<null> {
    try {
      if (this.#context) throw new Error('The cache is already open.');
      const cache = this.#parts.openCache({ file: message.file, key: message.key, appVersion: message.appVersion });
      const tasks = new Tasks((task) => this.#emit('task.changed', task));
      const changed: EngineContext['changed'] = (...areas) => this.#emit('cache.changed', { areas });
      const audit = this.#parts.openAudit({
        cache,
        device: deviceKeyOf(message.deviceKey ?? newDeviceKey()),
        role: () => context.role,
        changed,
        log: this.#parts.log,
      });
      const context: EngineContext = {
        cache,
        audit,
        auditVerifications: new AuditVerifications(),
        tasks,
        market: this.#parts.startMarket({ file: message.file, key: message.key }),
        ledger: this.#parts.startLedger({ file: message.file, key: message.key }),
        insights: this.#parts.startInsights({ file: message.file, key: message.key }),
        replays: new Replays(),
        ruleTasks: new RuleTasks(),
        counterfactuals: new Counterfactuals(),
        reports: new Reports(),
        backups: new Backups(
          this.#parts.startBackups({ file: message.file, key: message.key, formerKeys: message.formerKeys }),
          { isDemo: message.demo, appVersion: message.appVersion },
        ),
        examinations: new Examinations(this.#parts.startExamination({ file: message.file, key: message.key })),
        slowCalls: new SlowCalls(),
        files: this.#files,
        sync: new SyncLoop({ cache, audit, tasks, changed, log: this.#parts.log }),
        // Not once for all: a hub that is connected, or that says another role, counts from that moment.
        get role() {
          return roleAt(cache.read, message.role);
        },
        changed,
      };
      this.#context = context;
      this.#parts.afterOpen(context, { demo: message.demo, appVersion: message.appVersion });
      return { ok: true, value: null };
    } catch (error) {
      if (!(error instanceof Failure))
        this.#parts.log(`fault while opening the cache (${message.correlationId}): ${describe(error)}`);
      return { ok: false, error: failureOf(error).toProblem(message.correlationId) };
    } finally {
      // The open connections have what they need; beside them only the threads keep the key, to be started again.
      message.key.fill(0);
      message.deviceKey?.fill(0);
      for (const former of message.formerKeys ?? []) former.fill(0);
    }
  }

  async #call(message: Extract<ToEngine, { type: 'call' }>): Promise<void> {
    this.#parts.send({ type: 'answer', id: message.id, answer: await this.#answer(message) });
  }

  async #answer(message: Extract<ToEngine, { type: 'call' }>): Promise<Answer<unknown>> {
    if (!this.#context || this.#closing) return { ok: false, error: notOpen().toProblem(message.correlationId) };
    return await this.#parts.router(message, this.#context);
  }

  /** Writes down what main has to say. */
  #keep(message: Extract<ToEngine, { type: 'note' | 'report-saved' }>): Answer<number | null> {
    const { correlationId } = message;
    try {
      if (!this.#context || this.#closing) throw notOpen();
      const { audit, reports, cache } = this.#context;
      if (message.type === 'note') return { ok: true, value: audit.append(message.entry) };
      reports.saved(cache.write, message.reportId, message.sha256);
      return { ok: true, value: null };
    } catch (error) {
      const failure = cacheFailure(error);
      if (!(failure instanceof Failure)) this.#parts.log(`fault in a note (${correlationId}): ${describe(error)}`);
      return { ok: false, error: failureOf(failure).toProblem(correlationId) };
    }
  }

  #emit<E extends EventName>(event: E, payload: EventPayload<E>): void {
    if (this.#parts.checkOutput) events[event].parse(payload);
    this.#parts.send({ type: 'event', event, payload });
  }

  /** Remembers work until it is over, for `close` to wait for. The work itself never rejects. */
  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }
}

function notOpen(): Failure {
  return new Failure('ENGINE_GONE', 'The cache is not open at the moment. Nothing was changed.', {
    remedy: 'Try again in a moment.',
    retryable: true,
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
