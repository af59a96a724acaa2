import type { FromEngine, ToEngine } from '#engine/port.ts';

/** A running engine, whichever launcher started it. */
export interface EngineProcess {
  readonly pid: number | undefined;
  /** Resolves once the process has ended, however it ended, with the reason for the log. Never rejects. */
  readonly exited: Promise<string>;
  /** Hands a message over; one that can no longer be delivered is dropped. */
  send(message: ToEngine): void;
  onMessage(listener: (message: FromEngine) => void): void;
  /** Every line that the process writes. */
  onOutput(listener: (stream: 'stdout' | 'stderr', line: string) => void): void;
  /** Ends the process at once. */
  kill(): void;
}

/** Starts the engine's file with exactly this environment. */
export type EngineLauncher = (file: string, env: Record<string, string>) => EngineProcess;
