import type { Answer } from '#shared/contract/errors.ts';
import type { EventName } from '#shared/contract/events.ts';
import type { Role } from '#shared/contract/method.ts';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { FormerKeys } from './cache/backup-key.ts';
import type { ChosenPath } from './files.ts';
import type { ClosedCache, UpkeepRequest } from './upkeep/work.ts';

/** What the engine needs to open a cache. */
export interface Opening extends FormerKeys {
  /** Path of the cache file. */
  readonly file: string;
  /** The 32-byte data key. */
  readonly key: Uint8Array;
  /** The device's private key as PKCS #8 in DER; null for a throwaway cache, which gets one of its own. */
  readonly deviceKey: Uint8Array | null;
  readonly role: Role;
  /** Of the console: the log notes when it was updated. */
  readonly appVersion: string;
  /** A throwaway cache that is to hold the demo community. */
  readonly demo: boolean;
}

/** From main to the engine. */
export type ToEngine =
  | ({ readonly type: 'open'; readonly correlationId: string } & Opening)
  | {
      readonly type: 'call';
      readonly id: number;
      readonly method: string;
      readonly input: unknown;
      readonly correlationId: string;
    }
  /** Main has something for the audit log; answered with the entry's number. Not within reach of the page. */
  | { readonly type: 'note'; readonly id: number; readonly entry: NewEntry; readonly correlationId: string }
  /** A report is about to be written to a file: its SHA-256 (64 hex digits) tells the file again. Answered with null. */
  | {
      readonly type: 'report-saved';
      readonly id: number;
      readonly reportId: string;
      readonly sha256: string;
      readonly correlationId: string;
    }
  /** Work on a closed cache: the one thing that this engine is started for. Answered by its result. */
  | {
      readonly type: 'upkeep';
      readonly id: number;
      readonly cache: ClosedCache;
      readonly request: UpkeepRequest;
      readonly correlationId: string;
    }
  | ({ readonly type: 'register-file'; readonly fileId: string } & ChosenPath)
  /** Refuse new calls, finish or cancel the running ones, close the cache, say `closed`. */
  | { readonly type: 'close' };

/** From the engine to main. */
export type FromEngine =
  /** The process listens; sent once. */
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly answer: Answer<null> }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer<unknown> }
  | { readonly type: 'event'; readonly event: EventName; readonly payload: unknown }
  /** How much of the upkeep is done, 0 to 1. */
  | { readonly type: 'upkeep-share'; readonly share: number }
  /** The cache is closed and nothing more will come; the process may be ended. */
  | { readonly type: 'closed' };

/** The engine's side of its connection to main. */
export interface EnginePort {
  send(message: FromEngine): void;
  onMessage(listener: (message: ToEngine) => void): void;
  /** Main is gone: nobody will ever ask again. */
  onClose(listener: () => void): void;
}

/** The part of Electron's `process.parentPort` that is used; declared here because the engine does not import Electron. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/**
 * Connects to whoever started this process: Electron's `utilityProcess` or Node's `child_process.fork`.
 *
 * @throws an error when neither did.
 */
export function connectToMain(): EnginePort {
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => void parentPort.on('message', (event) => listener(event.data as ToEngine)),
      onClose: (listener) => void parentPort.on('close', listener),
    };
  }
  if (!process.send)
    throw new Error('The engine is started by the console, not by hand. For the command line use the CLI.');
  return {
    send: (message) => {
      // Main may die at any time; then there is nobody to tell, and the disconnect ends this process.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToEngine)),
    onClose: (listener) => void process.once('disconnect', listener),
  };
}
