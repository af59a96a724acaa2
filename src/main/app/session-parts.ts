import type { Role } from '#shared/contract/method.ts';
import type { SessionState } from '#shared/contract/session.ts';
import type { EngineSupervisor } from '../engine-host/supervisor.ts';
import type { Keystore } from '../keystore/keystore.ts';
import type { KeyChange } from './key-change.ts';
import type { UnlockFailures } from './unlock-failures.ts';

export interface ConsoleSessionParts {
  readonly keystore: Keystore;
  readonly engine: EngineSupervisor;
  readonly keyChange: Pick<KeyChange, 'resume' | 'settle'>;
  readonly unlockFailures: UnlockFailures;
  /** Folder of the cache that is kept. */
  readonly cacheFolder: string;
  /** Folder for throwaway caches. */
  readonly demoFolder: string;
  /** The role of the person at this desk. */
  readonly role: Role;
  readonly appVersion: string;
  readonly platform: string;
  /** Hears the new state after every change. */
  readonly onChange: (state: SessionState) => void;
  /** The page is to be replaced by a fresh one at once: what it shows is no longer to be seen. */
  readonly onLock: () => void;
  readonly log: (line: string) => void;
}

/** What work on the closed cache is given. The keys are the keystore's own: they are copied where they go, not kept. */
export interface ClosedForWork {
  /** Path of the cache file. */
  readonly file: string;
  readonly key: Uint8Array;
  readonly formerKeys: readonly Uint8Array[];
  readonly deviceKey: Uint8Array;
  readonly appVersion: string;
}
