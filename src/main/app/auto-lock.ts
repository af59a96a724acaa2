import { powerMonitor } from 'electron';
import { LockWatch } from '../keystore/lock.ts';
import { log } from './log.ts';

export interface AutoLockOptions {
  readonly idleMinutes: () => number;
  readonly lock: (reason: 'idle' | 'suspend' | 'screen') => Promise<void>;
}

/** Watches the system for a reason to lock. It counts only between `start` and `stop`. */
export function watchForLock({ idleMinutes, lock }: AutoLockOptions): LockWatch {
  const watch = new LockWatch({
    idleMinutes,
    idleSeconds: () => powerMonitor.getSystemIdleTime(),
    isScreenLocked: () => powerMonitor.getSystemIdleState(60) === 'locked',
    now: () => Date.now(),
    lock: (reason) => {
      log.info(`locking: ${reason}`);
      lock(reason).catch((error: unknown) => log.error('locking failed', error));
    },
  });
  powerMonitor.on('suspend', () => watch.suspending());
  powerMonitor.on('lock-screen', () => watch.screenLocked());
  powerMonitor.on('resume', () => watch.check());
  powerMonitor.on('unlock-screen', () => watch.check());
  return watch;
}
