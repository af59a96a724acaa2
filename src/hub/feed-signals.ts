import { EventEmitter } from 'node:events';

/** Tells the event streams of this process that a community's feed has grown. Emit after the commit, never before. */
export class FeedSignals {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  /** @param position the last position of the feed */
  announce(communityId: string, position: number): void {
    this.#emitter.emit(communityId, position);
  }

  /** Returns how to stop listening. */
  subscribe(communityId: string, listener: (position: number) => void): () => void {
    this.#emitter.on(communityId, listener);
    return () => void this.#emitter.off(communityId, listener);
  }
}
