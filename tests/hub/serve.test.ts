import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDataFolder, readSecret } from '#hub/data-folder.ts';
import { prepareFirstStart } from '#hub/first-start.ts';
import { readOptions, type ServeOptions } from '#hub/options.ts';
import { addUser, grant } from '#hub/seed/users.ts';
import { type Hub, openData, serve } from '#hub/serve.ts';
import { START_TIMEOUT } from './databases.ts';

const SMALL_DEMO = { members: 6, days: 1, seed: 1 };

let folder: string;
let options: ServeOptions;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonwatt-hub-'));
  options = readOptions(['--data', join(folder, 'data'), '--port', '0'], {}) as ServeOptions;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a hub in a folder of its own', () => {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const log = (): void => undefined;
  const signIn = (hub: Hub, email: string, password: string) =>
    fetch(`${hub.address}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
  let password: string;

  it(
    'invents a community at the first start, with users whose password is told once',
    { timeout: START_TIMEOUT },
    async () => {
      const { database, close } = await openData(options);
      await prepareFirstStart(database, Date.now(), say, SMALL_DEMO);
      password = /shown this once: (\S+)/.exec(said.join('\n'))![1];
      // What one admin proposes the other one approves.
      expect(said.join('\n')).toContain('admin@sonnenhang.example, admin2@sonnenhang.example');
      said.length = 0;
      await prepareFirstStart(database, Date.now(), say, SMALL_DEMO);
      expect(said).toEqual([]);
      await close();
    },
  );

  it('lets a user in, is alone in its folder, and goes on after a restart', { timeout: START_TIMEOUT }, async () => {
    const hub = await serve(options, say, log);
    const answer = await signIn(hub, 'manager@sonnenhang.example', password);
    expect(answer.status).toBe(200);
    const { access_token: token } = (await answer.json()) as { access_token: string };
    await expect(serve(options, say, log)).rejects.toThrow('Another hub');
    await hub.stop();

    const again = await serve(options, say, log);
    // The secret is the same, so the sign-in still holds.
    const me = await fetch(`${again.address}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(me.status).toBe(200);
    expect((await signIn(again, 'manager@sonnenhang.example', 'a wrong password')).status).toBe(401);
    await again.stop();
    expect(said.filter((line) => line.includes(password))).toEqual([]);
  });

  it('adds a user for the communities that are named, and all or nothing', { timeout: START_TIMEOUT }, async () => {
    const { database, close } = await openData(options);
    const user = { email: 'new@hub.example', name: 'New', role: 'viewer', password: 'long enough' } as const;
    await expect(addUser(database.db, { ...user, communities: ['nowhere'] })).rejects.toThrow('no community nowhere');
    const [{ id }] = await database.db.selectFrom('communities').select('id').execute();
    await addUser(database.db, { ...user, communities: [id, id] });
    await expect(addUser(database.db, { ...user, email: 'NEW@hub.example', communities: [] })).rejects.toThrow(
      'already a user',
    );
    await addUser(database.db, { ...user, email: 'later@hub.example', communities: [] });
    await expect(grant(database.db, 'nobody@hub.example', [id])).rejects.toThrow('no user nobody');
    await expect(grant(database.db, 'later@hub.example', [id, 'nowhere'])).rejects.toThrow('no community nowhere');
    const open = () =>
      database.db
        .selectFrom('hub_user_communities')
        .innerJoin('hub_users', 'hub_users.id', 'user_id')
        .select('community_id')
        .where('email', '=', 'later@hub.example')
        .execute();
    expect(await open()).toEqual([]);
    for (const email of ['Later@hub.example', 'later@hub.example']) await grant(database.db, email, [id]);
    expect(await open()).toEqual([{ community_id: id }]);
    await close();
  });

  it('refuses a database that a newer hub has made', { timeout: START_TIMEOUT }, async () => {
    const { database, close } = await openData(options);
    await database.db
      .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
      .insertInto('kysely_migration')
      .values({ name: '9999-future', timestamp: new Date().toISOString() })
      .execute();
    await close();
    await expect(openData(options)).rejects.toThrow('another version of the hub');
  });
});

describe('the folder of a hub', () => {
  it('keeps one secret, which nobody else may read', async () => {
    const secret = await readSecret(folder);
    expect(secret).toHaveLength(32);
    expect(await readSecret(folder)).toEqual(secret);
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it('refuses a damaged secret', async () => {
    const other = await mkdtemp(join(folder, 'damaged-'));
    await writeFile(join(other, 'secret'), 'short');
    await expect(readSecret(other)).rejects.toThrow('is damaged');
  });

  it('is taken over from a process that is gone, and not from one that runs', async () => {
    const path = join(folder, 'lock');
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    await writeFile(path, String(gone));
    const release = await lockDataFolder(folder);
    expect(await readFile(path, 'utf8')).toBe(String(process.pid));
    await release();
    await writeFile(path, String(process.ppid));
    await expect(lockDataFolder(folder)).rejects.toThrow(`process ${process.ppid}`);
  });
});
