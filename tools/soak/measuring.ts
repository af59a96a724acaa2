/** What a running console takes: the memory of each of its processes, and what its windows and emitters hold. */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { engineMemory } from './engine-inspector.ts';
import type { Reading } from './trend.ts';

/** The measures by name, e.g. `renderer heap`, in the order in which they were first taken. */
export type Measures = Map<string, Reading[]>;

const KIB = 1024;
const MIB = KIB * KIB;
const HOUR_MS = 3_600_000;
/** Longer than Chromium takes to give memory back. */
const GIVING_BACK_MS = 2_000;

/** Takes down what a console takes. Sizes are MiB, everything else is a number of things. */
export class Measuring {
  readonly measures: Measures = new Map();
  readonly #app: ElectronApplication;
  readonly #engine: () => Promise<number>;
  readonly #startedAt: number;
  readonly #warmUpMs: number;
  /** When each life was first seen, by its process id. */
  readonly #born = new Map<number, number>();

  /**
   * @param engine answers the process id of the engine that runs
   * @param warmUpMs of each life, whose readings are not kept: caches fill, code is compiled
   */
  constructor(app: ElectronApplication, engine: () => Promise<number>, warmUpMs: number) {
    this.#app = app;
    this.#engine = engine;
    this.#startedAt = performance.now();
    this.#warmUpMs = warmUpMs;
  }

  /** The memory that each process occupies. */
  async resident(): Promise<void> {
    const processes = await this.#app.evaluate(({ app }) =>
      app
        .getAppMetrics()
        .map(({ pid, type, serviceName, memory }) => ({ pid, type, serviceName, kib: memory.workingSetSize })),
    );
    for (const { pid, type, serviceName, kib } of processes) {
      this.#note(`${nameOf(type, serviceName)} resident`, pid, (kib * KIB) / MIB);
    }
    // The engine is no child of Chromium where it runs under a Node of its own.
    const engine = await this.#engine();
    const bytes = await residentBytes(engine);
    if (bytes !== null && processes.every(({ pid }) => pid !== engine))
      this.#note('engine resident', engine, bytes / MIB);
  }

  /** What main, page and engine still hold once their garbage is collected; to be taken on the same page each time. */
  async held(page: Page): Promise<void> {
    await this.#heldByMain();
    await this.#heldByPage(page);
    const engine = await this.#engine();
    const memory = await engineMemory(engine);
    if (memory === null) return;
    this.#note('engine heap', engine, memory.heapBytes / MIB);
    this.#note('engine buffers', engine, memory.externalBytes / MIB);
    this.#note('engine resources', engine, memory.resources);
  }

  async #heldByMain(): Promise<void> {
    const held = await this.#app.evaluate(({ app, ipcMain, nativeTheme, powerMonitor, session, webContents }) => {
      const v8 = process.getBuiltinModule('node:v8');
      // Electron has no switch for it that works after the start.
      v8.setFlagsFromString('--expose-gc');
      (process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void)();
      const windows = webContents.getAllWebContents();
      const emitters = [process, app, ipcMain, nativeTheme, powerMonitor, session.defaultSession, ...windows] as const;
      const listeners = emitters.flatMap((emitter) =>
        emitter.eventNames().map((name) => emitter.listenerCount(name as never)),
      );
      // Without code, as of the engine.
      const code = v8.getHeapSpaceStatistics().filter(({ space_name: name }) => /code|trusted/.test(name));
      return {
        pid: process.pid,
        heap: process.memoryUsage().heapUsed - code.reduce((sum, space) => sum + space.space_used_size, 0),
        listeners: listeners.reduce((sum, count) => sum + count, 0),
        windows: windows.length,
      };
    });
    this.#note('main heap', held.pid, held.heap / MIB);
    this.#note('main listeners', held.pid, held.listeners);
    this.#note('windows', held.pid, held.windows);
  }

  async #heldByPage(page: Page): Promise<void> {
    const inspector = await page.context().newCDPSession(page);
    try {
      await inspector.send('HeapProfiler.collectGarbage');
      const { usedSize } = await inspector.send('Runtime.getHeapUsage');
      const { nodes, jsEventListeners, documents } = await inspector.send('Memory.getDOMCounters');
      const life = await this.#app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0].webContents.getOSProcessId(),
      );
      // What Chromium only keeps for a faster next time it gives back when memory gets short: the rest is what the page takes.
      await inspector.send('Memory.simulatePressureNotification', { level: 'critical' });
      await delay(GIVING_BACK_MS);
      const bytes = await residentBytes(life);
      if (bytes !== null) this.#note('page resident under pressure', life, bytes / MIB);
      this.#note('page heap', life, usedSize / MIB);
      this.#note('page nodes', life, nodes);
      this.#note('page listeners', life, jsEventListeners);
      this.#note('page documents', life, documents);
    } finally {
      await inspector.detach();
    }
  }

  #note(name: string, life: number, value: number): void {
    const elapsed = performance.now() - this.#startedAt;
    const born = this.#born.get(life) ?? elapsed;
    this.#born.set(life, born);
    if (elapsed < born + this.#warmUpMs) return;
    const readings = this.measures.get(name) ?? [];
    readings.push({ life, hours: elapsed / HOUR_MS, value });
    this.measures.set(name, readings);
  }
}

/** The name of one of Chromium's processes. */
function nameOf(type: string, serviceName: string | undefined): string {
  if (type === 'Browser') return 'main';
  if (type === 'Tab') return 'page';
  return (serviceName ?? type).split('.').at(-1)!.toLowerCase();
}

/** Bytes of a process in memory; null where the system does not tell. */
async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return kib === undefined ? null : Number(kib) * KIB;
}
