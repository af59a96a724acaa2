import { mkdir } from 'node:fs/promises';
import { HubClient } from '#engine/sync/hub-client.ts';
import { databaseFolder, makeDataFolder } from '#hub/data-folder.ts';
import { ingestPage } from '#hub/db/ingest.ts';
import { openHubDatabase } from '#hub/db/open-database.ts';
import { addUser } from '#hub/seed/users.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { startHubProcess } from '../hub/hub-process.ts';
import { type PageServer, signedInClient } from './page-server.ts';

const VIEWER = { email: 'viewer@hub.example', password: 'correct horse battery' };

/** Starts a hub over PGlite that has stored these pages, as a process of its own, with a client that is signed in. */
export async function startTradeHub(folder: string, pages: readonly ChangePage[]): Promise<PageServer> {
  await mkdir(folder);
  await makeDataFolder(folder);
  const { db, close } = await openHubDatabase({ dataFolder: databaseFolder(folder) });
  try {
    await db.transaction().execute(async (tx) => {
      for (const page of pages) await ingestPage(tx, page);
    });
    await addUser(db, { ...VIEWER, name: 'Vera Viewer', role: 'viewer', communities: [pages[0].communityId] });
  } finally {
    await close();
  }
  const { address, end } = await startHubProcess(folder);
  const { refresh_token: refreshToken } = await HubClient.signIn(address, VIEWER);
  return { client: signedInClient(address, refreshToken), stop: () => end('SIGTERM') };
}
