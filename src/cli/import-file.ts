import { stat } from 'node:fs/promises';
import path from 'node:path';
import { recorded } from '#engine/audit/recorded.ts';
import { requireCommunity, type CommunityRow } from '#engine/communities/community.ts';
import type { EngineContext } from '#engine/context.ts';
import { importsHandlers } from '#engine/imports/handlers.ts';
import { contract, type Input } from '#shared/contract/contract.ts';
import type { Inspection } from '#shared/contract/imports.ts';
import type { Task } from '#shared/contract/tasks.ts';
import { isTimeZone } from '#shared/domain/slots.ts';
import { finishTask } from './cache-access.ts';
import { UsageError } from './command.ts';

/** What may be said of an import besides its file; the community's name defaults to the file's. */
export type ImportTerms = Pick<Input<'imports.start'>, 'onBadRows'> &
  Partial<Omit<Input<'imports.start'>, 'fileId' | 'communityId' | 'onBadRows'>>;

export interface ImportedFile {
  readonly inspection: Inspection;
  readonly task: Task;
  readonly community: CommunityRow;
}

/**
 * Imports a readings or snapshot file to its end.
 * @throws UsageError or Failure naming the file and, for a bad row, row and field
 */
export async function importFile(context: EngineContext, file: string, terms: ImportTerms): Promise<ImportedFile> {
  const { timeZone } = terms;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new UsageError(`--time-zone ${timeZone}: not an IANA time zone`);
  }
  if (!(await stat(file).catch(() => null))?.isFile()) throw new UsageError(`--file ${file}: there is no such file`);
  context.files.register('cli', { path: path.resolve(file), name: path.basename(file) });
  const inspection = await importsHandlers['imports.inspect']({ fileId: 'cli', timeZone }, context);
  const input = contract['imports.start'].input.safeParse({
    communityName: inspection.community.name,
    ...terms,
    fileId: 'cli',
    communityId: inspection.community.exists ? inspection.community.id : null,
  });
  if (!input.success) {
    const [issue] = input.error.issues;
    throw new UsageError(`${issue.path.join('.')}: ${issue.message}`);
  }
  const { taskId } = await recorded('imports.start', input.data, context, () =>
    importsHandlers['imports.start'](input.data, context),
  );
  const task = await finishTask(context, taskId);
  return { inspection, task, community: requireCommunity(context.cache.read, task.communityId!) };
}
