import type { Answer, Problem } from '#shared/contract/errors.ts';
import { Failure } from '#shared/contract/errors.ts';

/** The calls that an engine process owes an answer to. */
export class PendingCalls {
  readonly #calls = new Map<number, { correlationId: string; resolve: (answer: Answer<unknown>) => void }>();
  #lastId = 0;

  /** Notes a call and hands `send` the id under which its answer will come. */
  add(correlationId: string, send: (id: number) => void): Promise<Answer<unknown>> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#calls.set(id, { correlationId, resolve });
      send(id);
    });
  }

  /** Delivers an answer; one that nobody waits for any more is dropped. */
  answer(id: number, answer: Answer<unknown>): void {
    this.#calls.get(id)?.resolve(answer);
    this.#calls.delete(id);
  }

  /** Answers every call with ENGINE_GONE: a promise never outlives the process it waits for. Answers how many there were. */
  answerAllGone(): number {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of calls) call.resolve({ ok: false, error: engineGone(call.correlationId) });
    return calls.length;
  }
}

/** The engine died or is not back yet. */
export function engineGone(correlationId: string): Problem {
  return new Failure(
    'ENGINE_GONE',
    'The part of the console that keeps the cache stopped before it answered. What had been saved is safe; this one request may not have been carried out.',
    { remedy: 'It is being restarted. Try again in a moment.', retryable: true },
  ).toProblem(correlationId);
}

/** The engine died so often that it is not restarted by itself any more. */
export function engineFailed(correlationId: string, deaths: number): Problem {
  return new Failure(
    'ENGINE_GONE',
    `The part of the console that keeps the cache stopped ${deaths} times in a short while, so it is not restarted by itself any more. What had been saved is safe.`,
    {
      remedy: 'Reload the page to try once more, or restart the console. The log says why it stopped.',
      details: { deaths },
    },
  ).toProblem(correlationId);
}

/** No cache is open. */
export function cacheLocked(correlationId: string): Problem {
  return new Failure('KEY_UNAVAILABLE', 'The console is locked, so the cache cannot be read. Nothing was changed.', {
    remedy: 'Unlock the console.',
    details: { situation: 'locked' },
  }).toProblem(correlationId);
}
