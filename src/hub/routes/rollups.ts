import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { instant, uid } from '#shared/wire/fields.ts';
import { rollupPageFields } from '#shared/wire/rollups.ts';
import { rollupPage } from '../db/rollups.ts';
import type { HubParts } from '../parts.ts';
import { requireProtocol } from './require-protocol.ts';

const querystring = z.strictObject({
  community: uid,
  before: instant.describe('Exclusive end: the start of a local day'),
  since: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('A position of the feed: only days in which something has changed after it; 0 for all'),
  after: z.iso.date().optional().describe('`next` of the page before'),
});

/** `GET /api/sync/rollups`: sums of the days whose single records a console does not keep (PROTOCOL.md, W). */
export function rollupRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    const schema = {
      tags: ['sync'],
      summary: 'Sums of a community by slot, and by member and local day',
      description:
        'What a console that keeps single records of the last months only holds of the time before: Wh, millionths of the currency unit and counts.',
      querystring,
      response: { 200: rollupPageFields },
    };
    app.get('/api/sync/rollups', { schema, preValidation: requireProtocol }, ({ principal, query }) => {
      const { community: communityId, before, since, after = null } = query;
      return rollupPage(db, principal, { communityId, before, since, after });
    });
  };
}
