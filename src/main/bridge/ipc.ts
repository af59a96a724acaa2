import { ipcMain } from 'electron';
import type { WebContents } from 'electron';
import { ulid } from 'ulid';
import { INVOKE_CHANNEL } from '#shared/contract/bridge.ts';
import type { BridgeCall } from '#shared/contract/dispatch.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { Answer } from '#shared/contract/errors.ts';
import { log } from '../app/log.ts';
import { refusalOf } from './sender.ts';

export interface BridgeOptions {
  readonly appOrigin: string;
  readonly isKnownWindow: (contents: WebContents) => boolean;
  readonly answer: (call: BridgeCall) => Promise<Answer<unknown>>;
}

/** Opens the one channel through which a page reaches main. No other file uses `ipcMain`. */
export function serveBridge(options: BridgeOptions): void {
  ipcMain.handle(INVOKE_CHANNEL, async (event, method: unknown, input: unknown): Promise<Answer<unknown>> => {
    const correlationId = ulid();
    const sender = { frame: event.senderFrame, isKnownWindow: options.isKnownWindow(event.sender) };
    const refusal = refusalOf(sender, options.appOrigin);
    if (refusal !== null) {
      log.warn(`refused a call (${correlationId}) from ${refusal}`);
      const failure = new Failure('FORBIDDEN', 'Only the console’s own page may ask for this.');
      return { ok: false, error: failure.toProblem(correlationId) };
    }
    return await options.answer({ method: typeof method === 'string' ? method : '', input, correlationId });
  });
}
