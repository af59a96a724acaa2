import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HubClient, type SignedIn } from '#engine/sync/hub-client.ts';

/** A server of prepared pages in a process of its own, with a client that is signed in. */
export interface PageServer {
  readonly client: HubClient;
  stop(): Promise<void>;
}

/** Starts a server of the pages of a feed on loopback. @param folder where the pages are put for it */
export async function startPageServer(folder: string, pages: readonly string[]): Promise<PageServer> {
  await mkdir(folder);
  await Promise.all(pages.map((page, cursor) => writeFile(path.join(folder, String(cursor)), page)));
  const tokens: SignedIn = {
    user: { email: 'reader@hub.example', name: 'Reader', role: 'viewer' },
    communities: [],
    access_token: 'access',
    expires_in: 3600,
    refresh_token: 'refresh',
  };
  await writeFile(path.join(folder, 'tokens'), JSON.stringify(tokens));
  const child = fork(path.join(import.meta.dirname, 'serve-pages.ts'), [folder]);
  const port = await firstMessage(child);
  return {
    client: signedInClient(`http://127.0.0.1:${String(port)}`, tokens.refresh_token),
    stop: async () => {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

/** A client whose sign-in is kept in memory. */
export function signedInClient(address: string, refreshToken: string): HubClient {
  let kept: string | null = refreshToken;
  return new HubClient({ address, tokens: { read: () => kept, keep: (token) => void (kept = token) } });
}

function firstMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The server of pages ended with ${code} before it listened.`)));
  });
}
