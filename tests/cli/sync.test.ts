import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unlockProfile } from '#cli/profile.ts';
import { runSync } from '#cli/sync.ts';
import { type Cache, openCache } from '#engine/cache/open.ts';
import { placeOffer } from '#engine/market/offer-drafts.ts';
import { MINUTE, slotStart } from '#shared/domain/slots.ts';
import { START_TIMEOUT } from '../hub/databases.ts';
import { PASSWORD, type RunningHub, startHub } from '../hub/running-hub.ts';

const PASSPHRASE = 'solar neighbours share';

const folder = mkdtempSync(join(tmpdir(), 'commonwatt-cli-test-'));
const passphraseFile = join(folder, 'passphrase');
const passwordFile = join(folder, 'password');
writeFileSync(passphraseFile, `${PASSPHRASE}\n`);
writeFileSync(passwordFile, `${PASSWORD}\n`);

let hub: RunningHub;
beforeAll(async () => {
  hub = await startHub({ now: Date.now });
}, START_TIMEOUT);
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly exitCode: number;
  readonly json: Record<string, unknown>;
  readonly errors: string;
}

async function sync(profile: string, ...args: string[]): Promise<Run> {
  let output = '';
  let errors = '';
  const io = { stdout: (text: string) => void (output += text), stderr: (text: string) => void (errors += text) };
  const flags = ['--profile', join(folder, profile), '--passphrase-file', passphraseFile, '--json'];
  const exitCode = await runSync([...flags, ...args], io);
  return { exitCode, json: output === '' ? {} : (JSON.parse(output) as Record<string, unknown>), errors };
}

const hubFlags = (role = 'manager'): string[] => [
  '--hub',
  hub.address,
  '--email',
  `${role}@hub.example`,
  '--password-file',
  passwordFile,
];

/** Works on the cache of a profile, as the console would. */
async function withCache<T>(profile: string, work: (cache: Cache) => T): Promise<T> {
  const cache = openCache(await unlockProfile(join(folder, profile), PASSPHRASE, 'refuse'));
  try {
    return work(cache);
  } finally {
    cache.close();
  }
}

async function countAtHub(table: 'trades' | 'community_members'): Promise<number> {
  const { count } = await hub.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

describe('sync', () => {
  it('connects a new profile and fetches all that the hub knows; a second time there is nothing to fetch', async () => {
    const first = await sync('fresh', ...hubFlags());
    expect(first).toMatchObject({ exitCode: 0, errors: '' });
    expect(first.json).toEqual({
      state: 'up-to-date',
      communities: [
        {
          id: hub.communityId,
          name: expect.any(String) as string,
          complete_at: expect.stringMatching(/Z$/) as string,
          changes: expect.any(Number) as number,
          raw_from: null,
        },
      ],
      sent: 0,
      accepted: 0,
      refused: 0,
      conflicts: 0,
      waiting: 0,
    });
    const counts = await withCache('fresh', ({ read }) => [
      read.pluck<number>('SELECT COUNT(*) FROM member')[0],
      read.pluck<number>('SELECT COUNT(*) FROM trade')[0],
    ]);
    expect(counts).toEqual([await countAtHub('community_members'), await countAtHub('trades')]);
    expect(counts[1]).toBeGreaterThan(0);
    const second = await sync('fresh');
    expect(second.json).toMatchObject({ state: 'up-to-date', communities: [{ changes: 0 }] });
  });

  it('sends the decisions that wait, and says which were refused', async () => {
    await sync('deciding', ...hubFlags());
    const windowStart = slotStart(Date.now()) + 4 * 15 * MINUTE;
    await withCache('deciding', ({ read, write }) => {
      const members = read.all<{ uid: string }>('SELECT uid FROM member_view WHERE is_active = 1 ORDER BY uid');
      members.slice(0, 2).forEach(({ uid: memberId }, at) => {
        const offer = { memberId, type: 'sell', quantityWh: 100 + at, price: 150_000 } as const;
        const window = { windowStart, windowEnd: windowStart + 15 * MINUTE };
        const key = `00000000-0000-4000-8000-00000000000${at}`;
        placeOffer(write, { communityId: hub.communityId, offer: { ...offer, ...window }, key }, Date.now());
      });
      // What no check of this desk would let through any more when it is sent: the window is over.
      write.run(
        'UPDATE outbox SET window_start = window_start - 864000000, window_end = window_end - 864000000 WHERE quantity_wh = 101',
      );
    });
    const { exitCode, json, errors } = await sync('deciding');
    expect(json).toMatchObject({ state: 'outbox', sent: 2, accepted: 1, refused: 1, conflicts: 0, waiting: 0 });
    expect(exitCode).toBe(1);
    expect(errors).not.toBe('');
    const left = await withCache('deciding', ({ read }) => ({
      outbox: read.pluck('SELECT quantity_wh FROM outbox'),
      offer: read.pluck('SELECT quantity_wh FROM offer WHERE window_start = ?', [windowStart]),
    }));
    expect(left.outbox).toEqual([101]);
    expect(left.offer).toContain(100);
  });

  it('fails with 1 after one try when the hub cannot be reached, and keeps nothing of a connection that never was', async () => {
    const nowhere = ['--hub', 'http://127.0.0.1:1', '--email', 'anna@hub.example', '--password-file', passwordFile];
    const first = await sync('lonely', ...nowhere);
    expect(first).toMatchObject({ exitCode: 1, json: {} });
    expect(first.errors).toContain('could not be reached');
    await sync('cut-off', ...hubFlags());
    await withCache('cut-off', ({ write }) => write.run("UPDATE hub_connection SET address = 'http://127.0.0.1:1'"));
    const second = await sync('cut-off');
    expect(second).toMatchObject({ exitCode: 1, json: { state: 'waiting' } });
    expect(second.errors).toContain('could not be reached');
  });

  it('asks for the password when the sign-in has ended, and takes it', async () => {
    await sync('signed-out', ...hubFlags('viewer'));
    await withCache('signed-out', ({ write }) => write.run('UPDATE hub_connection SET refresh_token = NULL'));
    const without = await sync('signed-out');
    expect(without).toMatchObject({ exitCode: 1, json: { state: 'sign-in-needed' } });
    expect(without.errors).toContain('--password-file');
    const again = await sync('signed-out', '--password-file', passwordFile);
    expect(again).toMatchObject({ exitCode: 0, json: { state: 'up-to-date' } });
  });

  it('refuses a wrong password, another hub and a profile that is not there, in words and without the password', async () => {
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, 'not the password\n');
    const flags = ['--hub', hub.address, '--email', 'viewer@hub.example', '--password-file', wrong];
    const refused = await sync('refused', ...flags).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'HUB_REFUSED' });
    expect((refused as Error).message).not.toContain('not the password');
    await expect(sync('fresh', '--hub', 'https://another.example')).rejects.toThrow('--hub https://another.example');
    await expect(sync('nowhere')).rejects.toThrow('there is no profile here');
    await expect(sync('unconnected', '--hub', hub.address)).rejects.toThrow('--email');
  });
});
