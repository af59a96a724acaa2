import { dispatch } from '#shared/contract/dispatch.ts';
import type { BridgeCall } from '#shared/contract/dispatch.ts';
import type { EngineMethodName } from '#shared/contract/contract.ts';
import type { Answer } from '#shared/contract/errors.ts';
import { recorded } from './audit/recorded.ts';
import { cacheFailure } from './cache/errors.ts';
import { requireRecords } from './communities/needs-records.ts';
import type { EngineContext, EngineHandlers } from './context.ts';

/** Slower calls are named in the log: they hold up every other one, because the cache is synchronous. */
export const SLOW_CALL_MS = 40;

export interface RouterOptions {
  readonly handlers: EngineHandlers<EngineMethodName>;
  /** Also check what the handlers answer: for tests and development. */
  readonly checkOutput: boolean;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

export type Router = (call: BridgeCall, context: EngineContext) => Promise<Answer<unknown>>;

/**
 * The engine's door: every call is checked against the contract (name, role, input) before its handler sees it, whatever
 * main or the page let through. The log gets names, times and faults with their stack, never an input.
 */
export function createRouter(options: RouterOptions): Router {
  const handlers = options.handlers as Record<string, (input: unknown, context: EngineContext) => unknown>;
  /** The time until a handler hands over: while it works on the cache, nobody else is answered. */
  const timed = (method: string, input: unknown, context: EngineContext): unknown => {
    const startedAt = options.now();
    try {
      return handlers[method](input, context);
    } finally {
      const took = options.now() - startedAt;
      if (took > SLOW_CALL_MS) {
        options.log(`slow call: ${method} took ${Math.round(took)} ms`);
        context.slowCalls.add(method, took);
      }
    }
  };
  return (call, context) =>
    dispatch(
      call,
      {
        answeredBy: 'engine',
        // Read when it is needed: it stands in the cache, and what befalls that is an answer too.
        get role() {
          return context.role;
        },
        checkOutput: options.checkOutput,
        onFault: (failed, error) =>
          options.log(`fault in ${failed.method} (${failed.correlationId}): ${describe(error)}`),
      },
      async (method, input) => {
        try {
          return await recorded(method, input, context, () => {
            requireRecords(context, method, input);
            return timed(method, input, context);
          });
        } catch (error) {
          throw cacheFailure(error);
        }
      },
    );
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
