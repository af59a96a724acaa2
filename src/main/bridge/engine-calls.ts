import { ulid } from 'ulid';
import type { EngineMethodName, Input, Output } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { Answer } from '#shared/contract/errors.ts';

/** Has the engine answer what main itself wants to know; throws the problem of an answer as the failure that it was. */
export type AskEngine = <M extends EngineMethodName>(method: M, input: Input<M>) => Promise<Output<M>>;

/** @param call as `EngineSupervisor.call` */
export function createAskEngine(
  call: (method: string, input: unknown, correlationId: string) => Promise<Answer<unknown>>,
): AskEngine {
  return async <M extends EngineMethodName>(method: M, input: Input<M>) => {
    const answer = await call(method, input, ulid());
    if (answer.ok) return answer.value as Output<M>;
    throw Failure.of(answer.error);
  };
}
