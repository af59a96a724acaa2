import type { z } from 'zod';
import { contract, isMethodName } from './contract.ts';
import type { MethodName } from './contract.ts';
import { Failure } from './errors.ts';
import type { Answer } from './errors.ts';
import { mayCall } from './method.ts';
import type { Method, Role } from './method.ts';

/** One call of the bridge as it arrives: nothing about it is trusted yet. */
export interface BridgeCall {
  readonly method: string;
  readonly input: unknown;
  /** Stands in the log and, when the call fails, on the page. */
  readonly correlationId: string;
}

export interface DispatchOptions {
  /** Who answers here; a method that somebody else answers is unknown. */
  readonly answeredBy: Method['answeredBy'];
  /** The role of the person at this desk. */
  readonly role: Role;
  /** Also check what the handler answers: for tests and development. */
  readonly checkOutput: boolean;
  /** Hears of faults (errors that are no `Failure`) with their stack, which goes nowhere else. */
  readonly onFault: (call: BridgeCall, error: unknown) => void;
}

/**
 * Answers one call: checks its name, the role and the input, has `answer` do the work and turns every error into data.
 * Never rejects.
 *
 * @param answer does the work; gets the input as the method's schema parsed it.
 */
export async function dispatch(
  call: BridgeCall,
  options: DispatchOptions,
  answer: (method: MethodName, input: unknown) => unknown,
): Promise<Answer<unknown>> {
  try {
    const [name, method] = methodOf(call.method, options.answeredBy);
    if (!mayCall(options.role, method.role)) {
      throw new Failure('FORBIDDEN', `${name} needs the role "${method.role}"; yours is "${options.role}".`, {
        remedy: 'Ask a person with that role, or an administrator to change yours.',
      });
    }
    const value = await answer(name, parseInput(method.input, call.input));
    if (options.checkOutput) checkOutput(name, method.output, value);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof Failure)) options.onFault(call, error);
    return { ok: false, error: failureOf(error).toProblem(call.correlationId) };
  }
}

/** `error` itself when it is an expected failure; otherwise an INTERNAL one that says nothing of what went wrong inside. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('INTERNAL', 'The console met a fault of its own and could not answer.', {
    remedy: 'Try again. If it happens again, report it with this reference; the log has the details.',
    cause: error,
  });
}

function methodOf(name: string, answeredBy: Method['answeredBy']): [MethodName, Method] {
  if (isMethodName(name) && contract[name].answeredBy === answeredBy) return [name, contract[name]];
  throw new Failure('INPUT_INVALID', 'The console does not know what was asked of it.', {
    remedy: 'Restart the console.',
    details: { field: 'method' },
  });
}

function parseInput(schema: z.ZodType, input: unknown): unknown {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Failure('INPUT_INVALID', `${field === '' ? 'The input' : `"${field}"`} cannot be used: ${issue?.message}`, {
    remedy: 'Correct it and try again. Nothing was changed.',
    details: { field },
  });
}

function checkOutput(name: MethodName, schema: z.ZodType, value: unknown): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const issues = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);
  throw new Error(`${name} answered what its contract does not allow: ${issues.join('; ')}`);
}
