import type { MethodName, Output, ParsedInput } from '#shared/contract/contract.ts';

/**
 * An area's long looks at the cache: in a thread of their own in the console, in the caller's on the command line and in tests. `Inputs`
 * says what each job is asked, `Progress` what it tells again and again and at the end.
 */
export interface Work<Query extends MethodName, Inputs, Progress> {
  query<M extends Query>(method: M, input: ParsedInput<M>): Promise<Output<M>>;
  /** Does a job and hands on what it tells. Ends early, without an error, once `signal` is aborted. */
  run<J extends JobOf<Inputs, Progress>>(
    job: J,
    input: Inputs[J],
    tell: (progress: Progress[J]) => void,
    signal: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

/** Who does it, over a reading connection. What takes long lets others have their turn in between. */
export interface Desk<Query extends MethodName, Inputs, Progress> {
  answer<M extends Query>(method: M, input: ParsedInput<M>): Output<M> | Promise<Output<M>>;
  /** @param isCancelled asked after each telling; true ends the job there, without an error */
  run<J extends JobOf<Inputs, Progress>>(
    job: J,
    input: Inputs[J],
    tell: (progress: Progress[J]) => void,
    isCancelled: () => boolean,
  ): Promise<void>;
}

export type JobOf<Inputs, Progress> = keyof Inputs & keyof Progress & string;

/** Does it on the caller's thread. */
export function workInProcess<Query extends MethodName, Inputs, Progress>(
  desk: Desk<Query, Inputs, Progress>,
): Work<Query, Inputs, Progress> {
  return {
    query: async (method, input) => desk.answer(method, input),
    run: (job, input, tell, signal) => desk.run(job, input, tell, () => signal.aborted),
    close: async () => {},
  };
}
