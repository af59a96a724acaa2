import type { Input, MethodName, Output } from './contract.ts';
import type { Answer } from './errors.ts';
import type { EventName, EventPayload } from './events.ts';

/** The two channels between the page's preload script and main. */
export const INVOKE_CHANNEL = 'commonwatt:invoke';
export const EVENT_CHANNEL = 'commonwatt:event';

/** The query of the page's address when it was loaded again because its process had died: the page says so. */
export const AFTER_CRASH = '?after=crash';

/** What the page finds at `window.commonwatt`, and the only way from the page to the rest of the console. */
export interface CommonwattBridge {
  /** Asks main or the engine. Never rejects: a failure is data (`ok: false`). */
  invoke<M extends MethodName>(name: M, input: Input<M>): Promise<Answer<Output<M>>>;
  /** Listens until the function that it answers is called. A name that is no event is ignored. */
  subscribe<E extends EventName>(event: E, callback: (payload: EventPayload<E>) => void): () => void;
  /** `linux`, `darwin` or `win32`: for the names of keys. */
  readonly platform: string;
}
