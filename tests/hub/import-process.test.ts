import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSnapshot } from '#engine/imports/snapshot-writer.ts';
import { prepareFirstStart } from '#hub/first-start.ts';
import { openData } from '#hub/serve.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';
import { emptyDatabaseIn, START_TIMEOUT } from './databases.ts';
import { hubEnvironment, hubScript } from './hub-process.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run hub -- ARGS` to its end. */
function run(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...hubScript, ...args], { env: hubEnvironment }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('a hub that begins with a snapshot', { timeout: START_TIMEOUT }, () => {
  let folder: string;
  let file: string;
  let data: string;
  let communityId: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'commonwatt-hub-'));
    file = path.join(folder, 'own.commonwatt');
    data = path.join(folder, 'data');
    await (await emptyDatabaseIn(data)).close();
    const demo = { members: 6, days: 1, seed: 3, until: Date.UTC(2026, 5, 15, 10) };
    const [first, ...others] = simulateCommunity(demo, (text) => hash('sha256', text, 'buffer'));
    const community = { ...first.community!, name: 'Own Energy', isDemo: false };
    ({ communityId } = first);
    await writeSnapshot([{ ...first, community }, ...others], createWriteStream(file));
  });
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('stores it, says what and how to give people access, and invents no demo beside it', async () => {
    const { code, stdout, stderr } = await run('import', file, '--data', data);
    expect(stderr).toContain('Storing Own Energy');
    expect(code).toBe(0);
    expect(stdout).toContain('no user yet');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      new RegExp(`^Stored Own Energy: 6 members, .*add-user EMAIL .*--community ${communityId} --data ${data}$`),
    );

    const said: string[] = [];
    const { database, close } = await openData({ data, databaseUrl: undefined });
    await prepareFirstStart(database, Date.now(), (line) => void said.push(line));
    const stored = await database.db.selectFrom('communities').select(['id', 'name']).execute();
    await close();
    expect(stored).toEqual([{ id: communityId, name: 'Own Energy' }]);
    expect(said).toEqual(['There is no user yet. Add one: npm run hub -- add-user EMAIL --role admin']);
  });

  it('refuses it a second time and ends with a failure', async () => {
    const { code, stdout, stderr } = await run('import', file, '--data', data);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('the hub has the community Own Energy');
  });

  it('begins a new feed after a restore, and says so', async () => {
    expect(await run('restored', '--data', data)).toEqual({
      code: 0,
      stdout: 'Consoles fetch the community of this hub anew.\n',
      stderr: '',
    });
  });
});
