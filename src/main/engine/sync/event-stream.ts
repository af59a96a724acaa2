import { createParser } from 'eventsource-parser';
import { changeEventFields } from '#shared/wire/sync.ts';
import { garbled } from './hub-failure.ts';

/** Characters of one event, at most; those of a hub have a hundred. */
const MAX_EVENT_LENGTH = 65_536;

/**
 * The positions that a stream of server-sent events tells of one community (PROTOCOL.md E1). Ends when the hub ends it.
 * @throws HubFailure HUB_REFUSED for what is no event of the protocol, and what reading the stream throws
 */
export async function* changePositions(
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
  communityId: string,
): AsyncGenerator<number, void, undefined> {
  const decoder = new TextDecoder();
  const positions: number[] = [];
  let problem: Error | undefined;
  const parser = createParser({
    maxBufferSize: MAX_EVENT_LENGTH,
    onEvent: ({ event, data }) => {
      if (event !== 'change') return;
      try {
        const change = changeEventFields.parse(JSON.parse(data));
        if (change.community_id === communityId) positions.push(change.position);
      } catch (cause) {
        problem = garbled('a live event cannot be read', { cause });
      }
    },
    onError: (cause) => {
      // Fields that nobody knows are skipped, as the format says.
      if (cause.type === 'max-buffer-size-exceeded')
        problem = garbled('the stream of live events cannot be read', { cause });
    },
  });
  for await (const piece of pieces) {
    parser.feed(decoder.decode(piece, { stream: true }));
    yield* positions.splice(0);
    if (problem) throw problem;
  }
}
