import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const SECRET_BYTES = 32;

/** Where PGlite keeps the hub's database. */
export function databaseFolder(folder: string): string {
  return join(folder, 'database');
}

/** Makes the folder when it is missing; nobody but its owner may look into it. */
export async function makeDataFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

/**
 * The secret that signs access tokens; drawn when the folder has none.
 * @throws Error when the file does not hold one
 */
export async function readSecret(folder: string): Promise<Uint8Array> {
  const path = join(folder, 'secret');
  try {
    await writeFile(path, randomBytes(SECRET_BYTES), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const secret = await readFile(path);
  if (secret.length >= SECRET_BYTES) return secret;
  throw new Error(
    `${path} is damaged: it does not hold a secret of ${SECRET_BYTES} bytes. Delete it and start again; everybody signs in anew, and nothing else is lost.`,
  );
}

/** The locks that this process has. */
const held = new Set<string>();

/**
 * Takes the folder for this process: PGlite's files bear one process alone. What a process left that is gone by now is taken over.
 * @returns how to give it back
 * @throws Error when another process has it
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  const path = resolve(folder, 'lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      held.add(path);
      return async () => {
        held.delete(path);
        await rm(path, { force: true });
      };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = await holderOf(path);
    if (attempt > 0 || held.has(path) || isRunning(holder)) {
      throw new Error(
        `Another hub (process ${holder}) works with ${folder}. Stop it first, or choose another folder with --data. ` +
          `When there is none, delete ${path}.`,
      );
    }
    await rm(path, { force: true });
  }
}

/** The process that a lock names; NaN when it names none. */
async function holderOf(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text === '' ? NaN : Number(text);
}

function isRunning(pid: number): boolean {
  // A process of before may have had this one's number: in a container it always is the same.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there too.
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
