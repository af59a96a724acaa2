import type { ParsedInput } from '#shared/contract/contract.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineContext } from '../context.ts';
import { throwIfCancelled } from '../tasks/tasks.ts';
import type { ExportProgress, ExportResult } from './export-trades.ts';

/**
 * Starts an export as a task whose outcome is the number of rows.
 * @param madeAt epoch milliseconds
 * @param onResult told of a file that is there
 * @throws INPUT_INVALID for a file that was not chosen to be written, or a community that is not in the cache
 */
export function startExport(
  { cache, tasks, ledger, files }: EngineContext,
  { fileId, ...wanted }: ParsedInput<'ledger.export'>,
  madeAt: number,
  onResult: (result: ExportResult) => void = () => undefined,
): { taskId: string } {
  const { path, name } = files.resolve(fileId, 'write');
  const community = requireCommunity(cache.read, wanted.communityId);
  const { id } = tasks.start({ kind: 'export', subject: name, unit: 'rows' }, async (task) => {
    task.belongsTo(community.uid);
    let isThere = false;
    const tell = ({ done, total, result }: ExportProgress): void => {
      task.report(done, total);
      if (!result) return;
      isThere = true;
      task.outcome({ rows: result.rows });
      task.facts({ sha256: result.fingerprint });
      onResult(result);
    };
    await ledger.run('ledger.export', { ...wanted, path, madeAt }, tell, task.signal);
    // Who stops it when all is written has the file.
    if (!isThere) throwIfCancelled(task.signal);
  });
  return { taskId: id };
}
