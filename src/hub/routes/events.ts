import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { uid } from '#shared/wire/fields.ts';
import { asUser } from '../db/as-user.ts';
import { feedPosition } from '../db/feed-page.ts';
import type { HubParts } from '../parts.ts';
import { EventStream } from './event-stream.ts';
import { requireProtocol } from './require-protocol.ts';

const querystring = z.object({ community: uid });

/** `GET /api/events`: says when the feed of a community grows (PROTOCOL.md, Live). */
export function eventRoutes({ db, signals, limits, now, log }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    const streams = new Set<EventStream>();
    // A server that stops waits for its answers: these never end by themselves.
    app.addHook('preClose', async () => {
      for (const stream of streams) stream.end();
    });

    const schema = {
      tags: ['sync'],
      summary: 'Server-sent events: the feed has reached a position',
      description: 'An event `change` has the data {community_id, position}. Ends with the access token.',
      querystring,
    };
    app.get('/api/events', { schema, preValidation: requireProtocol }, async (request, reply) => {
      const { community: communityId } = request.query;
      const { principal, tokenExpiresAt } = request;
      const position = (): Promise<number> => asUser(db, principal, (tx) => feedPosition(tx, communityId));
      // A community that is not the caller's is refused before the stream begins.
      await position();
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      const stream = new EventStream(reply.raw, {
        communityId,
        heardOf: positionHeardOf(request.headers['last-event-id']),
        heartbeatMs: limits.heartbeatMs,
        lifetimeMs: tokenExpiresAt - now(),
        subscribe: (listener) => signals.subscribe(communityId, listener),
        position,
        log,
      });
      streams.add(stream);
      reply.raw.on('close', () => streams.delete(stream));
    });
  };
}

/** 0 when the console has heard of none. */
function positionHeardOf(lastEventId: string | string[] | undefined): number {
  const position = Number(lastEventId ?? 0);
  return Number.isSafeInteger(position) ? position : 0;
}
