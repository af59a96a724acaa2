import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { communityFields } from '#shared/wire/community.ts';
import { asUser } from '../db/as-user.ts';
import type { HubParts } from '../parts.ts';
import { listQuery, pageFields, pageOf, readCursor } from './paging.ts';
import { decodeRow } from './wire-rows.ts';

const query = z.strictObject({ limit: listQuery.limit, after: listQuery.after });
const key = z.tuple([z.string(), z.string()]);

/** GET /api/communities: the communities of whoever asks, by name. */
export function communityRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/communities',
      {
        schema: {
          tags: ['community'],
          summary: 'The communities of the person who is signed in, by name',
          querystring: query,
          response: { 200: pageFields(communityFields) },
        },
      },
      async ({ principal, query: { limit, after } }) => {
        const end = readCursor(after, key);
        const rows = await asUser(db, principal, (tx) => {
          let found = tx
            .selectFrom('communities as c')
            .selectAll()
            .select(({ selectFrom, fn }) => [
              selectFrom('members_pseudonymous as m')
                .select(({ fn: { count } }) => count<number>('m.id').as('members'))
                .whereRef('m.community_id', '=', 'c.id')
                .where('m.is_active', '=', true)
                .as('member_count'),
              fn
                .coalesce(
                  selectFrom('members_pseudonymous as m')
                    .select(({ fn: { sum } }) => sum<number>('m.battery_capacity_kwh').as('capacity'))
                    .whereRef('m.community_id', '=', 'c.id')
                    .where('m.is_active', '=', true),
                  ({ lit }) => lit(0),
                )
                .as('total_capacity_kwh'),
            ]);
          if (end !== null)
            found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('c.name', 'c.id'), '>', tuple(...end)));
          return found
            .orderBy('c.name')
            .orderBy('c.id')
            .limit(limit + 1)
            .execute();
        });
        return pageOf(rows, limit, {
          item: (row) => decodeRow(communityFields, row),
          keyOf: (row) => [row.name, row.id],
        });
      },
    );
  };
}
