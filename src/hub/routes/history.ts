import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { settlementStatuses } from '#shared/domain/records.ts';
import { instant, uid, uuid } from '#shared/wire/fields.ts';
import { tradeFields } from '#shared/wire/market.ts';
import { asUser } from '../db/as-user.ts';
import type { HubParts } from '../parts.ts';
import { listQuery, pageFields, pageOf, readCursor, spanQuery } from './paging.ts';
import { decodeRow } from './wire-rows.ts';

/** A trade with the pseudonyms of both sides. */
const pastTradeFields = tradeFields.extend({ buyer: z.string(), seller: z.string() });

const query = z.strictObject({
  ...listQuery,
  ...spanQuery,
  member_id: uid.optional(),
  role: z.enum(['buyer', 'seller']).optional().describe('The side on which member_id stands; without it either'),
  settlement_status: z.enum(settlementStatuses).optional(),
});
const key = z.tuple([instant, uuid]);

/** GET /api/trading/history: the trades of a community, newest first. */
export function historyRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/trading/history',
      {
        schema: {
          tags: ['trading'],
          summary: 'Trades of a community by the time of their execution, newest first',
          querystring: query,
          response: { 200: pageFields(pastTradeFields) },
        },
      },
      async ({ principal, query: { community_id: communityId, limit, after, from, to, ...filter } }) => {
        const { member_id: memberId, role, settlement_status: status } = filter;
        const end = readCursor(after, key);
        const rows = await asUser(db, principal, (tx) => {
          let found = tx.selectFrom('trades_pseudonymous').selectAll().where('community_id', '=', communityId);
          if (from !== undefined) found = found.where('executed_at', '>=', new Date(from));
          if (to !== undefined) found = found.where('executed_at', '<', new Date(to));
          if (status !== undefined) found = found.where('settlement_status', '=', status);
          if (memberId !== undefined) {
            found = found.where(({ or, eb }) =>
              or([
                ...(role === 'seller' ? [] : [eb('buyer_id', '=', memberId)]),
                ...(role === 'buyer' ? [] : [eb('seller_id', '=', memberId)]),
              ]),
            );
          }
          if (end !== null) {
            const place = [new Date(end[0]), end[1]] as const;
            found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('executed_at', 'id'), '<', tuple(...place)));
          }
          return found
            .orderBy('executed_at', 'desc')
            .orderBy('id', 'desc')
            .limit(limit + 1)
            .execute();
        });
        return pageOf(rows, limit, {
          item: (row) => decodeRow(pastTradeFields, row),
          keyOf: (row) => [row.executed_at.toISOString(), row.id],
        });
      },
    );
  };
}
