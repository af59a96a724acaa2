import type { Output } from '#shared/contract/contract.ts';
import { failureOf } from '#shared/contract/dispatch.ts';
import type { RunUpkeep } from '../engine-host/upkeep-runner.ts';
import type { ConsoleSession } from './console-session.ts';

const entry = { kind: 'restore', method: 'backups.restore', communityId: null } as const;

/**
 * Puts a backup in the place of the open cache, which is kept as a backup of its own. Its log has an entry of what was asked; that of the
 * restored one says what was done.
 * @throws what the work throws; the cache is open as it was then
 */
export async function restoreBackup(
  session: Pick<ConsoleSession, 'withCacheClosed' | 'note'>,
  runUpkeep: RunUpkeep,
  backupId: string,
): Promise<Output<'backups.restore'>> {
  const asked = await session.note({ ...entry, outcome: 'asked', details: { backup: backupId } });
  try {
    return await session.withCacheClosed(
      'restore',
      async ({ deviceKey, appVersion, ...cache }) =>
        await runUpkeep('restore', cache, { method: 'backups.restore', backupId, deviceKey, appVersion }),
    );
  } catch (error) {
    const { code } = failureOf(error);
    await session.note({ ...entry, outcome: 'refused', ...(asked !== null && { of: asked }), details: { code } });
    throw error;
  }
}
