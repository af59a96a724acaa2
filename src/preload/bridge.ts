import { EVENT_CHANNEL, INVOKE_CHANNEL } from '#shared/contract/bridge.ts';
import type { Answer } from '#shared/contract/errors.ts';
import { eventNames, methodNames } from './names.ts';

/** The part of `ipcRenderer` that is used. */
export interface Ipc {
  invoke(channel: string, ...values: unknown[]): Promise<unknown>;
  on(channel: string, listener: (event: unknown, ...values: unknown[]) => void): unknown;
}

/** What the page gets: two functions over closed lists and the platform's name, nothing of Electron. */
export interface ExposedBridge {
  invoke(name: unknown, input: unknown): Promise<Answer<unknown>>;
  subscribe(event: unknown, callback: unknown): () => void;
  readonly platform: string;
}

/** Builds the page's bridge over Electron's IPC. */
export function createBridge(ipc: Ipc, platform: string): ExposedBridge {
  const subscribers = new Map<string, Set<(payload: unknown) => void>>(eventNames.map((name) => [name, new Set()]));
  ipc.on(EVENT_CHANNEL, (_event, name, payload) => {
    for (const callback of subscribers.get(String(name)) ?? []) callback(payload);
  });
  return {
    invoke: async (name, input) => {
      if (!(methodNames as readonly unknown[]).includes(name))
        return refused('The page asked for something that the console does not know.');
      try {
        return (await ipc.invoke(INVOKE_CHANNEL, name, input)) as Answer<unknown>;
      } catch {
        // Only what cannot be copied between processes comes here, such as a function inside the input.
        return refused('The page sent something that cannot be handed over.');
      }
    },
    subscribe: (event, callback) => {
      const listeners = subscribers.get(String(event));
      if (!listeners || typeof callback !== 'function') return () => undefined;
      const listener = (payload: unknown): void => {
        (callback as (payload: unknown) => void)(payload);
      };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    platform,
  };
}

function refused(message: string): Answer<never> {
  return {
    ok: false,
    error: { code: 'INPUT_INVALID', message, remedy: 'Restart the console.', retryable: false, correlationId: '' },
  };
}
