import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

interface Owner {
  token: string;
  pid: number;
  host: string;
}

/** How a lock is waited for; the defaults suit work of seconds to minutes. */
export interface LockOptions {
  /** A lock whose owner gave no sign of life for this many milliseconds counts as abandoned. */
  staleAfterMs?: number;
  /** How often the owner gives a sign of life, and how often a waiting process looks again, in milliseconds. */
  heartbeatMs?: number;
  /** Called once when somebody else holds the lock. */
  onWait?: () => void;
}

/**
 * Runs `work` while this process alone, among all processes that name the same lock folder, holds the lock.
 * The lock is a folder that appears by one atomic rename with its owner's name already inside; a lock whose owner has
 * died (its process is gone, or its heartbeat stopped) is moved aside and taken over.
 */
export async function withFolderLock<T>(
  lockFolder: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const { staleAfterMs = 60_000, heartbeatMs = 1_000, onWait } = options;
  const owner: Owner = { token: randomUUID(), pid: process.pid, host: os.hostname() };
  const movedAside = await acquire(lockFolder, owner, staleAfterMs, heartbeatMs, onWait);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(lockFolder, now, now).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await release(lockFolder, owner);
    await Promise.all(movedAside.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

/** Waits until the lock is this owner's; answers the folders of dead owners' locks that it moved aside on the way. */
async function acquire(
  lockFolder: string,
  owner: Owner,
  staleAfterMs: number,
  heartbeatMs: number,
  onWait: (() => void) | undefined,
): Promise<string[]> {
  const candidate = `${lockFolder}.candidate-${owner.token}`;
  await mkdir(candidate, { recursive: true });
  await writeFile(path.join(candidate, 'owner.json'), JSON.stringify(owner));
  const movedAside: string[] = [];
  let waited = false;
  for (;;) {
    try {
      // Renaming a folder onto one that is not empty fails everywhere, so only one process can win.
      await rename(candidate, lockFolder);
      return movedAside;
    } catch (error) {
      if (!isOccupied(error)) {
        await rm(candidate, { recursive: true, force: true });
        throw error;
      }
    }
    const abandoned = await abandonedOwner(lockFolder, staleAfterMs);
    if (abandoned !== undefined) {
      // The name holds the dead owner's token: of two processes that both saw it dead the second one finds this target
      // taken and cannot move the first one's fresh lock away.
      const aside = `${lockFolder}.abandoned-${abandoned}`;
      await rename(lockFolder, aside).then(
        () => movedAside.push(aside),
        () => undefined,
      );
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await sleep(heartbeatMs / 4);
  }
}

async function release(lockFolder: string, owner: Owner): Promise<void> {
  const current = await readOwner(lockFolder);
  if (current?.token !== owner.token) return;
  // Moved first and deleted then: a folder that is being emptied in place could be taken by a waiting process half-way.
  const released = `${lockFolder}.released-${owner.token}`;
  await rename(lockFolder, released);
  await rm(released, { recursive: true, force: true });
}

/** The token of the dead owner of the lock, or undefined when the lock is alive or gone. */
async function abandonedOwner(lockFolder: string, staleAfterMs: number): Promise<string | undefined> {
  const owner = await readOwner(lockFolder);
  if (owner === undefined) return undefined;
  if (owner.host === os.hostname() && !isRunning(owner.pid)) return owner.token;
  const touched = await stat(lockFolder).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs > staleAfterMs ? owner.token : undefined;
}

async function readOwner(lockFolder: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path.join(lockFolder, 'owner.json'), 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isOccupied(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM' || code === 'EACCES';
}
