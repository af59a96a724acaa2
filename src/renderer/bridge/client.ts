import type { CommonwattBridge } from '#shared/contract/bridge.ts';
import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { Answer, Problem } from '#shared/contract/errors.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';

declare global {
  interface Window {
    /** Put there by the preload script; missing when the page is open in an ordinary browser. */
    readonly commonwatt?: CommonwattBridge;
  }
}

/** A failed call as an exception, so that queries and mutations carry it; everything to show is in `problem`. */
export class BridgeError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'BridgeError';
    this.problem = problem;
  }
}

let replacement: CommonwattBridge | null = null;

/** Uses `other` instead of `window.commonwatt` from now on: the fake one of design work and tests. Null undoes it. */
export function replaceBridge(other: CommonwattBridge | null): void {
  replacement = other;
}

/** Whether there is a bridge to call at all. */
export function hasBridge(): boolean {
  return (replacement ?? window.commonwatt) !== undefined;
}

function bridge(): CommonwattBridge {
  const found = replacement ?? window.commonwatt;
  if (found === undefined) throw new BridgeError(internal('This page is not open inside Commonwatt Console.'));
  return found;
}

function internal(message: string): Problem {
  return { code: 'INTERNAL', message, remedy: '', retryable: false, correlationId: '' };
}

/**
 * Calls a method of the contract.
 * @throws BridgeError with the problem as the other side described it; a broken bridge is an INTERNAL problem
 */
export async function call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
  let answer: Answer<Output<M>>;
  try {
    answer = await bridge().invoke(method, input);
  } catch (error) {
    if (error instanceof BridgeError) throw error;
    throw new BridgeError(internal(error instanceof Error ? error.message : String(error)));
  }
  if (!answer.ok) throw new BridgeError(answer.error);
  return answer.value;
}

/** Calls back at every event of that name until the returned function is called. */
export function subscribe<E extends EventName>(event: E, callback: (payload: EventPayload<E>) => void): () => void {
  return hasBridge() ? bridge().subscribe(event, callback) : () => undefined;
}

/** `linux`, `darwin` or `win32`. */
export function platform(): string {
  return (replacement ?? window.commonwatt)?.platform ?? 'linux';
}
