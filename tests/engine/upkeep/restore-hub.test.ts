import { basename } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { newDeviceKey } from '#engine/audit/device-key.ts';
import { backupsOf, writeBackup } from '#engine/cache/backup.ts';
import { rawConnection } from '#engine/cache/connection.ts';
import { openCache } from '#engine/cache/open.ts';
import { restore } from '#engine/upkeep/restore.ts';
import { engineContext } from '../fixtures/engine-context.ts';
import { KEY } from '../fixtures/keys.ts';
import { wireMember } from '../fixtures/wire-records.ts';
import { connectedDesk, decide, soon, SteppedPace } from '../sync/connected-desk.ts';
import { feedHub } from '../sync/feed-hub.ts';

it('after a restore the exchange goes on from where the backup was: nothing is missing, nothing is there twice, nothing is sent twice', async () => {
  const hub = await feedHub(2);
  hub.role = 'admin';
  const desk = await connectedDesk(hub);
  await desk.until('up-to-date');
  const { cache, sync, tasks } = desk.context;
  writeBackup(rawConnection(cache.read), cache.file, { reason: 'by-hand', appVersion: '1.0.0' });

  hub.add('member', [wireMember(2), wireMember(3)]);
  await soon(() => expect(cache.read.pluck('SELECT COUNT(*) FROM member')).toEqual([4]));
  hub.fault = (path) => (path === '/api/commands' ? { status: 503 } : null);
  const decision = decide(desk);
  await soon(() => expect(hub.paths).toContain('/api/commands'));
  await Promise.all([sync.close(), tasks.drain()]);
  cache.close();

  const [backup] = backupsOf(cache.file);
  const work = {
    method: 'backups.restore',
    backupId: basename(backup),
    deviceKey: newDeviceKey(),
    appVersion: '1',
  } as const;
  expect(await restore({ file: cache.file, key: Uint8Array.from(KEY) }, work)).toEqual({ decisionsKept: 1 });

  const again = openCache({ file: cache.file, key: KEY });
  onTestFinished(() => again.close());
  expect(again.read.pluck('SELECT COUNT(*) FROM member')).toEqual([2]);
  hub.fault = () => null;
  hub.batches.length = 0;
  hub.paths.length = 0;
  const context = engineContext(again, { pace: new SteppedPace() });
  onTestFinished(() => context.sync.close());
  again.write.run('UPDATE outbox SET next_attempt_at = NULL');
  context.sync.start();
  await soon(() => expect(again.read.pluck('SELECT COUNT(*) FROM member')).toEqual([4]));
  await soon(() => expect(hub.batches.flat().map(({ key }) => key)).toEqual([decision]));
  // The token that the hub issued last was taken along: nobody had to sign in.
  expect(hub.paths).not.toContain('/api/auth/sign-in');
  expect(again.read.pluck('SELECT COUNT(DISTINCT uid) FROM member')).toEqual([4]);
});
