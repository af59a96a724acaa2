import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { uid } from '#shared/wire/fields.ts';
import { MAX_PAGE_CHANGES, MAX_RAW_MONTHS, syncPageFields } from '#shared/wire/sync.ts';
import { feedPage } from '../db/feed-page.ts';
import type { HubParts } from '../parts.ts';
import { requireProtocol } from './require-protocol.ts';

const querystring = z.object({
  community: uid,
  /** `next` of the page before; absent for the beginning. */
  cursor: z.string().min(1).max(512).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_CHANGES).default(MAX_PAGE_CHANGES),
  raw_months: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_RAW_MONTHS)
    .optional()
    .describe('From the beginning: single records of that many months and of the current one alone'),
});

/** `GET /api/sync`: the feed of a community, page by page (PROTOCOL.md, Pull). */
export function syncRoutes({ db, now }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    const schema = {
      tags: ['sync'],
      summary: 'Changes of a community after a cursor',
      description:
        'Answers with a page of the feed; `next` is the cursor of the page after it. 410 means: begin again; 304, to `If-None-Match` with the cursor in quotes: nothing is newer.',
      querystring,
      response: { 200: syncPageFields },
    };
    app.get('/api/sync', { schema, preValidation: requireProtocol }, async (request, reply) => {
      const { community: communityId, cursor = null, limit, raw_months: rawMonths } = request.query;
      const asked = { communityId, cursor, limit, rawMonths, now: now() };
      const { next, text } = await feedPage(db, request.principal, asked);
      // Who names this cursor knows the page already: it brings nothing, and is answered with 304 (PROTOCOL.md L17).
      return asText(reply).header('etag', `"${next}"`).type('application/json; charset=utf-8').send(text);
    });
  };
}

/** For a body that is JSON already and goes out as it is; the schema of the answer is there to be read. */
function asText(reply: unknown): FastifyReply {
  return reply as FastifyReply;
}
