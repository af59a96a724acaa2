import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { instant, totalEnergy, uid } from '#shared/wire/fields.ts';
import { asUser } from '../db/as-user.ts';
import type { HubParts } from '../parts.ts';
import { listQuery, pageFields, pageOf, readCursor, spanQuery } from './paging.ts';
import { decodeRow } from './wire-rows.ts';

const periods = ['hour', 'day'] as const;

/** `CommunityStats` (DOMAIN.md section 2). */
const communityStatsFields = z.object({
  /** Community, period and start. */
  id: z.string(),
  community_id: uid,
  period_start: instant,
  period: z.enum(periods),
  produced_kwh: totalEnergy,
  consumed_kwh: totalEnergy,
  self_consumed_kwh: totalEnergy,
  imported_kwh: totalEnergy,
  exported_kwh: totalEnergy,
  traded_kwh: totalEnergy,
  trade_count: z.int().min(0),
  active_members: z.int().min(0),
});

const query = z.strictObject({ ...listQuery, ...spanQuery, period: z.enum(periods).default('day') });
const key = z.tuple([instant]);

/** GET /api/community/stats: the community by hour or by day of its time zone, newest first. */
export function statsRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/community/stats',
      {
        schema: {
          tags: ['community'],
          summary: 'Energy and trades of a community by hour or day, newest first',
          querystring: query,
          response: { 200: pageFields(communityStatsFields) },
        },
      },
      async ({ principal, query: { community_id: communityId, limit, after, period, from, to } }) => {
        const end = readCursor(after, key);
        const rows = await asUser(db, principal, (tx) => {
          let found = tx
            .selectFrom('community_stats')
            .selectAll()
            .where('community_id', '=', communityId)
            .where('period', '=', period);
          if (from !== undefined) found = found.where('period_start', '>=', new Date(from));
          if (to !== undefined) found = found.where('period_start', '<', new Date(to));
          if (end !== null) found = found.where('period_start', '<', new Date(end[0]));
          return found
            .orderBy('period_start', 'desc')
            .limit(limit + 1)
            .execute();
        });
        return pageOf(rows, limit, {
          item: (row) =>
            decodeRow(communityStatsFields, {
              ...row,
              id: [row.community_id, row.period, row.period_start.toISOString()].join('/'),
            }),
          keyOf: (row) => [row.period_start.toISOString()],
        });
      },
    );
  };
}
