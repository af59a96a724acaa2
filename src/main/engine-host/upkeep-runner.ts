import { ulid } from 'ulid';
import type { ClosedCache, UpkeepKind, UpkeepRequest, UpkeepResult, UpkeepWork } from '#engine/upkeep/work.ts';
import { Failure, type Answer } from '#shared/contract/errors.ts';
import type { EngineProcess } from './engine-process.ts';
import { withKeyCopies } from './key-copies.ts';

export interface UpkeepRunnerParts {
  readonly launch: () => EngineProcess;
  readonly log: (level: 'info' | 'warn' | 'error', line: string) => void;
}

/**
 * Has an engine of its own do one piece of work on a cache that nobody has open. The keys of `cache` and `work` are left to the caller.
 * @param tell hears how much of it is done, 0 to 1; some work tells nothing
 * @throws Failure of the work; ENGINE_GONE when the process ended before it had an answer
 */
export type RunUpkeep = <K extends UpkeepKind>(
  kind: K,
  cache: ClosedCache,
  work: UpkeepWork[K],
  tell?: (share: number) => void,
) => Promise<UpkeepResult[K]>;

export function createUpkeepRunner({ launch, log }: UpkeepRunnerParts): RunUpkeep {
  return async (kind, cache, work, tell) => {
    const engine = launch();
    engine.onOutput((stream, line) => log(stream === 'stderr' ? 'warn' : 'info', `upkeep: ${line}`));
    const answered = new Promise<Answer<unknown>>((resolve) => {
      engine.onMessage((message) => {
        if (message.type === 'ready') {
          send(engine, kind, cache, work);
        } else if (message.type === 'upkeep-share') tell?.(message.share);
        else if (message.type === 'answer') resolve(message.answer);
      });
    });
    const answer = await Promise.race([answered, engine.exited]);
    engine.kill();
    await engine.exited;
    if (typeof answer === 'string') {
      log('error', `the engine ended during the upkeep "${kind}" (${answer})`);
      throw new Failure('ENGINE_GONE', 'The work on the cache was broken off. Nothing that was saved is lost.', {
        remedy: 'Try again.',
        retryable: true,
      });
    }
    if (!answer.ok) throw Failure.of(answer.error);
    // The engine answers by kind.
    return answer.value as UpkeepResult[typeof kind];
  };
}

function send(
  engine: EngineProcess,
  kind: UpkeepKind,
  { file, key, formerKeys = [] }: ClosedCache,
  work: object,
): void {
  withKeyCopies((copy) => {
    const entries = Object.entries<unknown>({ kind, ...work }).map(
      ([name, value]) => [name, value instanceof Uint8Array ? copy(value) : value] as const,
    );
    const request = Object.fromEntries(entries) as unknown as UpkeepRequest;
    const cache = { file, key: copy(key), formerKeys: formerKeys.map(copy) };
    engine.send({ type: 'upkeep', id: 0, cache, request, correlationId: ulid() });
  });
}
