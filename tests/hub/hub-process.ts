/** The hub as `npm run hub` starts it: a process of its own over PGlite in a folder. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { hashPassword } from '#hub/auth/passwords.ts';
import { seedDemo } from '#hub/seed/demo.ts';
import { grant } from '#hub/seed/users.ts';
import type { Role } from '#shared/contract/method.ts';
import { slotStart } from '#shared/domain/slots.ts';
import { outFolder, repositoryRoot } from '#tools/paths.ts';
import { emptyDatabaseIn } from './databases.ts';
import { CHEAP } from './password-cost.ts';

/** The password of the users of a hub folder. */
export const HUB_PASSWORD = 'correct horse battery';

export const emailOf = (role: Role): string => `${role}@hub.example`;
/** Another person who may settle, so that one can agree with the other. */
export const SECOND_ADMIN = 'second-admin@hub.example';

const users = [
  [emailOf('admin'), 'Ada Admin', 'admin'],
  [SECOND_ADMIN, 'Ben Admin', 'admin'],
  [emailOf('manager'), 'Max Manager', 'manager'],
  [emailOf('viewer'), 'Vera Viewer', 'viewer'],
] as const satisfies readonly (readonly [email: string, name: string, Role])[];

/** What starts a hub: its script, and what the runner of the tests may have said about WebAssembly (vitest.config.ts). */
export const hubScript: readonly string[] = [
  ...process.execArgv.filter((flag) => flag === '--liftoff-only'),
  path.join(repositoryRoot, 'src', 'hub', 'index.ts'),
];
/** Hubs load the same modules again and again: compiled once is enough. */
export const hubEnvironment = {
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: path.join(outFolder, 'compile-cache'),
};

/** A folder with a hub's data: an invented community that ends with the slot that runs, and two admins, a manager and a viewer of it. */
export interface HubFolder {
  readonly folder: string;
  readonly communityId: string;
  remove(): Promise<void>;
}

export async function makeHubFolder(community: {
  readonly members: number;
  readonly days: number;
}): Promise<HubFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'commonwatt-hub-'));
  const { db, close } = await emptyDatabaseIn(folder);
  try {
    await seedDemo(db, { ...community, seed: 1, until: slotStart(Date.now()) });
    const [{ id: communityId }] = await db.selectFrom('communities').select('id').execute();
    const password_hash = await hashPassword(HUB_PASSWORD, CHEAP);
    for (const [email, name, role] of users) {
      await db.insertInto('hub_users').values({ email, name, role, password_hash }).execute();
      await grant(db, email, [communityId]);
    }
    return { folder, communityId, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
  } finally {
    await close();
  }
}

export interface HubProcess {
  /** e.g. `http://127.0.0.1:34567` */
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  /** In order with SIGTERM, or with SIGKILL. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Starts the hub over a folder and waits until it listens.
 * @param port 0 for any that is free
 * @param environment what the hub sees of it, besides PATH and where compiled modules are kept
 */
export async function startHubProcess(
  folder: string,
  port = 0,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<HubProcess> {
  const child = spawn(process.execPath, [...hubScript, '--data', folder, '--port', String(port), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...hubEnvironment, ...environment },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      said += `${line}\n`;
      const [, found] = /listens on (http\S+)/.exec(line) ?? [];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`The hub ended before it listened:\n${said}`)));
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { address, port: Number(new URL(address).port), pid: child.pid!, end };
}
