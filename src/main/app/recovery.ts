import { shell } from 'electron';
import type { Output } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { RunUpkeep } from '../engine-host/upkeep-runner.ts';
import type { ConsoleSession } from './console-session.ts';
import type { ClosedForWork } from './session-parts.ts';
import { requireTrouble } from './session-refusals.ts';

export interface RecoveryParts {
  readonly session: ConsoleSession;
  readonly runUpkeep: RunUpkeep;
  /** Folder of the cache that is kept. */
  readonly cacheFolder: string;
}

/** The ladder from a cache in trouble back to a working console. */
export class Recovery {
  readonly #parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  inspect(): Promise<Output<'recovery.inspect'>> {
    const { session, runUpkeep } = this.#parts;
    return session.inTrouble(({ file, key, formerKeys }) => runUpkeep('inspect', { file, key, formerKeys }, {}));
  }

  retry(): Promise<Output<'recovery.retry'>> {
    return this.#parts.session.retryCache();
  }

  restore(backupId: string): Promise<Output<'recovery.restore'>> {
    const { runUpkeep } = this.#parts;
    return this.#repair(({ deviceKey, appVersion, ...cache }) =>
      runUpkeep('restore', cache, { method: 'recovery.restore', backupId, deviceKey, appVersion }),
    );
  }

  startAnew(): Promise<Output<'recovery.startAnew'>> {
    const { runUpkeep } = this.#parts;
    return this.#repair(({ deviceKey, appVersion, ...cache }) =>
      runUpkeep('start-anew', cache, { deviceKey, appVersion }),
    );
  }

  /** The pages of a cache that is open cannot all be read. */
  begin(): Promise<Output<'recovery.begin'>> {
    return this.#parts.session.beginTrouble(
      new Failure('CACHE_CORRUPT', 'The cache does not give all of its data. The file was left as it is.', {
        remedy: 'Restore the newest backup, or fetch the data again.',
      }).toProblem('recovery.begin'),
    );
  }

  /** @throws INTERNAL when the system shows no folders */
  async showFolder(): Promise<Output<'recovery.showFolder'>> {
    const problem = await shell.openPath(this.#parts.cacheFolder);
    if (problem === '') return {};
    throw new Failure('INTERNAL', 'The system could not show the folder. Nothing was changed.', {
      remedy: 'Open the folder of the profile by hand.',
    });
  }

  async #repair(
    work: (cache: ClosedForWork) => Promise<{ readonly decisionsKept: number }>,
  ): Promise<Output<'recovery.restore'>> {
    const { session } = this.#parts;
    requireTrouble(session.state().state === 'trouble' ? 'trouble' : 'nothing');
    const { decisionsKept } = await session.withCacheClosed('restore', work);
    return { session: session.state(), decisionsKept };
  }
}
