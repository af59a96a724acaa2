import type { Release, UpdateChannel } from '#shared/contract/updates.ts';

/** What a look at the feed found. `older`: the feed offers an earlier version than the one that runs. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'older'; readonly version: string }
  | { readonly kind: 'newer'; readonly release: Release };

/** What finds, fetches and puts in place; all of it throws what `problemOf` knows. */
export interface Updater {
  /** Reads the feed; what is newer is what the other functions are about from then on. */
  check(channel: UpdateChannel): Promise<Found>;
  /** @param onProgress hears how many bytes are there, about every second */
  download(onProgress: (done: number) => void, signal: AbortSignal): Promise<void>;
  /** Compares the download once more with what was signed and lays it ready, so that putting it in place takes a moment. */
  prepare(): Promise<void>;
  /**
   * Puts in place what lies ready; the last thing before the console ends.
   * @param restart starts the new version afterwards
   * @returns whether that was done
   */
  install(restart: boolean): boolean;
}
