import type { EngineContext } from '#engine/context.ts';
import type { ChosenPath } from '#engine/files.ts';
import { importsHandlers } from '#engine/imports/handlers.ts';
import type { ParsedInput } from '#shared/contract/contract.ts';
import { imports, type Inspection } from '#shared/contract/imports.ts';
import type { Task } from '#shared/contract/tasks.ts';

export type StartInput = ParsedInput<'imports.start'>;

let files = 0;

/** The id under which the engine knows a file. */
export function chosen(context: EngineContext, file: ChosenPath): string {
  const fileId = `file-${files++}`;
  context.files.register(fileId, file);
  return fileId;
}

/** What `imports.inspect` says of a file, checked against the contract. */
export async function inspect(context: EngineContext, file: ChosenPath, timeZone?: string): Promise<Inspection> {
  const inspection = await importsHandlers['imports.inspect']({ fileId: chosen(context, file), timeZone }, context);
  return imports['imports.inspect'].output.parse(inspection);
}

/** Starts an import of a file into a new community unless told otherwise; returns the task's id. */
export async function start(
  context: EngineContext,
  file: ChosenPath,
  input: Partial<StartInput> = {},
): Promise<string> {
  const { taskId } = await importsHandlers['imports.start'](
    {
      fileId: chosen(context, file),
      onBadRows: 'refuse',
      communityId: null,
      timeZone: 'Europe/Berlin',
      ...input,
    },
    context,
  );
  return taskId;
}

/** Imports a file and waits for the end. */
export async function importFile(
  context: EngineContext,
  file: ChosenPath,
  input: Partial<StartInput> = {},
): Promise<Task> {
  return (await context.tasks.finished(await start(context, file, input)))!;
}
