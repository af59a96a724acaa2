import { basename } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { newDeviceKey } from '#engine/audit/device-key.ts';
import { backupsInProcess } from '#engine/backups/backups-work.ts';
import { backupsOf, writeBackup } from '#engine/cache/backup.ts';
import { rawConnection } from '#engine/cache/connection.ts';
import { openCache } from '#engine/cache/open.ts';
import { startErasure } from '#engine/privacy/erase-member.ts';
import { restore } from '#engine/upkeep/restore.ts';
import { settlementStatuses } from '#shared/domain/records.ts';
import { engineWithCommunity } from '../fixtures/community.ts';
import { KEY } from '../fixtures/keys.ts';
import { expectRollupsOfRecords } from '../fixtures/rollups.ts';

it('a member who was erased after the backup is erased again by its restore, and the preview says so', async () => {
  const { context } = engineWithCommunity({ members: 8, days: 2 });
  const { cache } = context;
  const settled = settlementStatuses.indexOf('settled');
  cache.write.run('UPDATE trade SET status = ?, failure_code = NULL', [settled]);
  const [id] = cache.read.pluck<number>('SELECT seller_id FROM trade LIMIT 1');
  const [uid] = cache.read.pluck<string>('SELECT uid FROM member WHERE id = ?', [id]);
  const [pseudonym] = cache.read.pluck<string>('SELECT anonymized_id FROM member WHERE id = ?', [id]);
  writeBackup(rawConnection(cache.read), cache.file, { reason: 'by-hand', appVersion: '1.0.0' });
  const backupId = basename(backupsOf(cache.file)[0]);
  const { taskId } = startErasure(context, uid, 'objection');
  expect((await context.tasks.finished(taskId))?.state).toBe('done');
  const { erased } = await backupsInProcess(cache.read).query('backups.preview', { backupId });
  expect(erased).toEqual({ members: 1, retentionRuns: 0 });
  cache.close();

  const work = { method: 'backups.restore', backupId, deviceKey: newDeviceKey(), appVersion: '1.0.0' } as const;
  await restore({ file: cache.file, key: Uint8Array.from(KEY) }, work);
  const again = openCache({ file: cache.file, key: KEY });
  onTestFinished(() => again.close());
  expect(again.read.pluck('SELECT COUNT(*) FROM member WHERE uid = ? OR anonymized_id = ?', [uid, pseudonym])).toEqual([
    0,
  ]);
  expect(again.read.pluck('SELECT erased_at IS NOT NULL FROM member WHERE id = ?', [id])).toEqual([1]);
  expect(again.read.pluck('SELECT COUNT(*) FROM meter_reading WHERE member_id = ?', [id])).toEqual([0]);
  expect(again.read.pluck("SELECT COUNT(*) FROM erasure_record WHERE kind = 'member'")).toEqual([1]);
  expect(
    again.read.pluck("SELECT details ->> 'erasedAgain' FROM audit_entry WHERE kind = 'restore' AND outcome = 'done'"),
  ).toEqual([1]);
  expectRollupsOfRecords(again);
});
