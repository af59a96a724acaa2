import { app } from 'electron';
import type { Output } from '#shared/contract/contract.ts';
import type { DiagnosticCheck } from '#shared/contract/diagnostics.ts';
import { judgeRuntime } from '#shared/diagnostics/judge-runtime.ts';
import type { EngineSupervisor } from '../engine-host/supervisor.ts';
import { wasEngine } from '../engine-host/utility-process.ts';
import { log } from './log.ts';
import type { Windows } from './windows.ts';

const KIB = 1024;

/** How the console's processes are, and what befell them since its start. */
export class RuntimeChecks {
  readonly #engine: Pick<EngineSupervisor, 'state' | 'restarts'>;
  readonly #windows: Pick<Windows, 'crashes'>;
  #gpuCrashes = 0;

  /** Listens from now on for processes that end; Chromium starts them again by itself. */
  constructor(engine: Pick<EngineSupervisor, 'state' | 'restarts'>, windows: Pick<Windows, 'crashes'>) {
    this.#engine = engine;
    this.#windows = windows;
    app.on('child-process-gone', (_event, details) => {
      const { type, reason } = details;
      if (reason === 'clean-exit' || wasEngine(details)) return;
      log.warn(`the process "${type}" ended: ${reason}`);
      if (type === 'GPU') this.#gpuCrashes += 1;
    });
  }

  answer(): Output<'diagnostics.runtime'> {
    return { at: Date.now(), checks: this.checks() };
  }

  checks(): DiagnosticCheck[] {
    const processes = app.getAppMetrics();
    return judgeRuntime({
      console: app.getVersion(),
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      engine: { state: this.#engine.state, restarts: this.#engine.restarts },
      page: { crashes: this.#windows.crashes, gpuCrashes: this.#gpuCrashes },
      processes: {
        count: processes.length,
        bytes: processes.reduce((sum, { memory }) => sum + memory.workingSetSize * KIB, 0),
      },
    });
  }
}
