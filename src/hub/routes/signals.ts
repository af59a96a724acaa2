import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { instant } from '#shared/wire/fields.ts';
import { pricingSignalFields } from '#shared/wire/market.ts';
import { asUser } from '../db/as-user.ts';
import type { HubParts } from '../parts.ts';
import { listQuery, pageFields, pageOf, readCursor, spanQuery } from './paging.ts';
import { decodeRow } from './wire-rows.ts';

const query = z.strictObject({ ...listQuery, ...spanQuery });
const key = z.tuple([instant]);

/** GET /api/pricing/signals: the prices of each slot, newest first. */
export function signalRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/pricing/signals',
      {
        schema: {
          tags: ['pricing'],
          summary: 'Pricing signals of a community by slot, newest first',
          querystring: query,
          response: { 200: pageFields(pricingSignalFields) },
        },
      },
      async ({ principal, query: { community_id: communityId, limit, after, from, to } }) => {
        const end = readCursor(after, key);
        const rows = await asUser(db, principal, (tx) => {
          let found = tx.selectFrom('pricing_signals').selectAll().where('community_id', '=', communityId);
          if (from !== undefined) found = found.where('timestamp', '>=', new Date(from));
          if (to !== undefined) found = found.where('timestamp', '<', new Date(to));
          if (end !== null) found = found.where('timestamp', '<', new Date(end[0]));
          return found
            .orderBy('timestamp', 'desc')
            .limit(limit + 1)
            .execute();
        });
        return pageOf(rows, limit, {
          item: (row) => decodeRow(pricingSignalFields, row),
          keyOf: (row) => [row.timestamp.toISOString()],
        });
      },
    );
  };
}
