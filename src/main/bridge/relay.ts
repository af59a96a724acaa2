import { contract, isMethodName } from '#shared/contract/contract.ts';
import type { MainMethodName, MethodName, ParsedInput, Output } from '#shared/contract/contract.ts';
import { dispatch } from '#shared/contract/dispatch.ts';
import type { BridgeCall } from '#shared/contract/dispatch.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { Answer } from '#shared/contract/errors.ts';
import type { Role } from '#shared/contract/method.ts';
import { exceeds } from './size.ts';

const KIB = 1024;
const USUAL_LIMIT = 256 * KIB;
/** A chart's picture or a table's text is the one big thing a page sends; characters count two bytes each. */
const limits: Partial<Record<MethodName, number>> = { 'files.save': 80 * KIB * KIB };

export type MainHandlers = {
  [M in MainMethodName]: (input: ParsedInput<M>) => Output<M> | Promise<Output<M>>;
};

export interface RelayOptions {
  readonly handlers: MainHandlers;
  readonly role: Role;
  readonly checkOutput: boolean;
  /** Has the engine answer; it checks name, role and input itself. */
  readonly askEngine: (call: BridgeCall) => Promise<Answer<unknown>>;
  readonly onFault: (call: BridgeCall, error: unknown) => void;
}

/** Answers a call of the page: main's own methods here, all others by the engine. Never rejects. */
export function createRelay(options: RelayOptions): (call: BridgeCall) => Promise<Answer<unknown>> {
  const handlers = options.handlers as unknown as Record<string, (input: unknown) => unknown>;
  return async (call) => {
    if (exceeds(call.input, (isMethodName(call.method) ? limits[call.method] : undefined) ?? USUAL_LIMIT)) {
      const failure = new Failure('INPUT_INVALID', 'What was sent is too big to be handled at once.', {
        remedy: 'Choose a shorter period or fewer columns. Nothing was changed.',
      });
      return { ok: false, error: failure.toProblem(call.correlationId) };
    }
    if (isMethodName(call.method) && contract[call.method].answeredBy === 'engine')
      return await options.askEngine(call);
    return await dispatch(call, { ...options, answeredBy: 'main' }, (method, input) => handlers[method](input));
  };
}
