import { failureOf } from '#shared/contract/dispatch.ts';
import { Failure, type Answer } from '#shared/contract/errors.ts';
import { cacheFailure } from '../cache/errors.ts';
import type { ClosedCache, UpkeepKind, UpkeepRequest, UpkeepResult, UpkeepWork } from './work.ts';

/** Says how much is done, 0 to 1. */
export type TellShare = (share: number) => void;

export type UpkeepHandlers = {
  readonly [K in UpkeepKind]: (
    cache: ClosedCache,
    work: UpkeepWork[K],
    tell: TellShare,
  ) => UpkeepResult[K] | Promise<UpkeepResult[K]>;
};

interface UpkeepSurroundings {
  readonly correlationId: string;
  readonly log: (line: string) => void;
  readonly tell?: TellShare;
}

/** Does one piece of work on a closed cache and wipes every key that came with it. Never rejects. */
export async function doUpkeep(
  handlers: UpkeepHandlers,
  cache: ClosedCache,
  request: UpkeepRequest,
  { correlationId, log, tell = () => undefined }: UpkeepSurroundings,
): Promise<Answer<unknown>> {
  try {
    const handler = handlers[request.kind] as (cache: ClosedCache, work: UpkeepRequest, tell: TellShare) => unknown;
    return { ok: true, value: await handler(cache, request, tell) };
  } catch (error) {
    const failure = cacheFailure(error);
    if (!(failure instanceof Failure))
      log(`fault in the upkeep "${request.kind}" (${correlationId}): ${describe(error)}`);
    return { ok: false, error: failureOf(failure).toProblem(correlationId) };
  } finally {
    cache.key.fill(0);
    for (const former of cache.formerKeys ?? []) former.fill(0);
    if ('newKey' in request) request.newKey.fill(0);
    if ('deviceKey' in request) request.deviceKey.fill(0);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
