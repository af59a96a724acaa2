import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { offerStatuses, offerTypes } from '#shared/domain/records.ts';
import { instant, uid, uuid } from '#shared/wire/fields.ts';
import { tradingOfferFields } from '#shared/wire/market.ts';
import { asUser } from '../db/as-user.ts';
import type { HubParts } from '../parts.ts';
import { listQuery, pageFields, pageOf, readCursor, spanQuery } from './paging.ts';
import { decodeRow } from './wire-rows.ts';

const offerFields = tradingOfferFields.extend({
  /** The pseudonym of the member. */
  anonymized_id: z.string(),
});

const query = z.strictObject({
  ...listQuery,
  ...spanQuery,
  status: z.enum(offerStatuses).optional(),
  type: z.enum(offerTypes).optional(),
  member_id: uid.optional(),
});
const key = z.tuple([instant, uuid]);

/** GET /api/trading/offers: the offers whose window touches the span asked for, those that begin last first. */
export function offerRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/trading/offers',
      {
        schema: {
          tags: ['trading'],
          summary: 'Offers of a community by the start of their window, newest first',
          querystring: query,
          response: { 200: pageFields(offerFields) },
        },
      },
      async ({ principal, query: { community_id: communityId, limit, after, from, to, ...filter } }) => {
        const end = readCursor(after, key);
        const rows = await asUser(db, principal, (tx) => {
          let found = tx.selectFrom('offers_pseudonymous').selectAll().where('community_id', '=', communityId);
          if (from !== undefined) found = found.where('time_window_end', '>', new Date(from));
          if (to !== undefined) found = found.where('time_window_start', '<', new Date(to));
          if (filter.status !== undefined) found = found.where('status', '=', filter.status);
          if (filter.type !== undefined) found = found.where('type', '=', filter.type);
          if (filter.member_id !== undefined) found = found.where('member_id', '=', filter.member_id);
          if (end !== null) {
            const place = [new Date(end[0]), end[1]] as const;
            found = found.where(({ eb, refTuple, tuple }) =>
              eb(refTuple('time_window_start', 'id'), '<', tuple(...place)),
            );
          }
          return found
            .orderBy('time_window_start', 'desc')
            .orderBy('id', 'desc')
            .limit(limit + 1)
            .execute();
        });
        return pageOf(rows, limit, {
          item: (row) => decodeRow(offerFields, row),
          keyOf: (row) => [row.time_window_start.toISOString(), row.id],
        });
      },
    );
  };
}
