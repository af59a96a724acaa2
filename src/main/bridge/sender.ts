import { originOf } from '../app/origin.ts';

/** What is known of the frame that called. */
export interface Sender {
  /** null when the frame is gone already. */
  readonly frame: { readonly url: string; readonly parent: unknown } | null;
  /** Whether the call came from one of the console's own windows. */
  readonly isKnownWindow: boolean;
}

/** Why this sender is refused, for the log; null when it is the console's own page in its own window. */
export function refusalOf(sender: Sender, appOrigin: string): string | null {
  if (!sender.frame) return 'the frame is gone';
  if (!sender.isKnownWindow) return 'an unknown window';
  if (sender.frame.parent !== null) return 'a frame inside the page';
  if (originOf(sender.frame.url) !== appOrigin) return 'a foreign origin';
  return null;
}
