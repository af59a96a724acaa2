import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';
import { databaseFolder, lockDataFolder, makeDataFolder, readSecret } from './data-folder.ts';
import { type HubDatabase, openHubDatabase } from './db/open-database.ts';
import { FeedSignals } from './feed-signals.ts';
import { prepareFirstStart } from './first-start.ts';
import { startLive } from './live/live.ts';
import type { DataOptions, ServeOptions } from './options.ts';
import { DEFAULT_LIMITS, type HubParts } from './parts.ts';

export interface Hub {
  /** Where it listens, e.g. `http://127.0.0.1:8787`. */
  readonly address: string;
  /** Ends requests and streams, then the live mode, then the database. */
  stop(): Promise<void>;
}

/** Steps to take back, the last one first. */
type Undo = () => Promise<void>;

/**
 * Opens the hub's data for this process alone, or for any number of them with PostgreSQL.
 * @throws Error when another process has the folder
 */
export async function openData({
  data,
  databaseUrl,
}: DataOptions): Promise<{ readonly database: HubDatabase; close(): Promise<void> }> {
  await makeDataFolder(data);
  if (databaseUrl !== undefined) {
    const database = await openHubDatabase({ databaseUrl });
    return { database, close: () => database.close() };
  }
  const release = await lockDataFolder(data);
  try {
    const database = await openHubDatabase({ dataFolder: databaseFolder(data) });
    const close = async (): Promise<void> => {
      await database.close();
      await release();
    };
    return { database, close };
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * Starts the hub and listens.
 * @param say tells the person at the terminal how it goes
 * @param log takes a line of the log
 */
export async function serve(
  options: ServeOptions,
  say: (line: string) => void,
  log: (line: string) => void,
): Promise<Hub> {
  const tls = options.tls && {
    cert: await readFile(options.tls.certFile, 'utf8'),
    key: await readFile(options.tls.keyFile, 'utf8'),
  };
  const undo: Undo[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { database, close } = await openData(options);
    undo.push(close);
    const secret = await readSecret(options.data);
    await prepareFirstStart(database, Date.now(), say);
    const parts: HubParts = {
      db: database.db,
      secret,
      signals: new FeedSignals(),
      now: Date.now,
      log,
      limits: DEFAULT_LIMITS,
    };
    if (options.liveSpeed !== null) {
      const live = await startLive(parts, { speed: options.liveSpeed });
      undo.push(() => live.stop());
    }
    const app = await buildApp(parts, tls ? { tls } : {});
    undo.push(() => app.close());
    await app.listen({ port: options.port, host: options.host });
    const { port } = app.server.address() as AddressInfo;
    const host = options.host.includes(':') ? `[${options.host}]` : options.host;
    return { address: `${tls ? 'https' : 'http'}://${host}:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
