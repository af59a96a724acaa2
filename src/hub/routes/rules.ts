import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { tradingRuleFields } from '#shared/wire/community.ts';
import { uid, version } from '#shared/wire/fields.ts';
import { asUser } from '../db/as-user.ts';
import type { HubParts } from '../parts.ts';
import { flag, listQuery, pageFields, pageOf, readCursor } from './paging.ts';
import { decodeRow } from './wire-rows.ts';

const ruleFields = tradingRuleFields.extend({
  /** The pseudonym of the member. */
  anonymized_id: z.string(),
});

const query = z.strictObject({
  ...listQuery,
  member_id: uid.optional(),
  is_enabled: flag.optional(),
  versions: z.enum(['current', 'all']).default('current'),
});
const key = z.tuple([uid, z.string().regex(/^\d+$/).transform(Number).pipe(version)]);

/** GET /api/trading/rules: the rules as they stand, or with all their versions, by id and version. */
export function ruleRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/trading/rules',
      {
        schema: {
          tags: ['trading'],
          summary: 'Trading rules of a community by id and version',
          querystring: query,
          response: { 200: pageFields(ruleFields) },
        },
      },
      async ({ principal, query: { community_id: communityId, limit, after, versions, ...filter } }) => {
        const { member_id: memberId, is_enabled: isEnabled } = filter;
        const end = readCursor(after, key);
        const rows = await asUser(db, principal, (tx) => {
          let found = tx.selectFrom('rules_pseudonymous as v').selectAll().where('v.community_id', '=', communityId);
          if (versions === 'current') {
            found = found.where(({ exists, selectFrom }) =>
              exists(
                selectFrom('trading_rules as r')
                  .select('r.id')
                  .whereRef('r.id', '=', 'v.rule_id')
                  .whereRef('r.version', '=', 'v.version'),
              ),
            );
          }
          if (memberId !== undefined) found = found.where('v.member_id', '=', memberId);
          if (isEnabled !== undefined) found = found.where('v.is_enabled', '=', isEnabled);
          if (end !== null) {
            found = found.where(({ eb, refTuple, tuple }) =>
              eb(refTuple('v.rule_id', 'v.version'), '>', tuple(...end)),
            );
          }
          return found
            .orderBy('v.rule_id')
            .orderBy('v.version')
            .limit(limit + 1)
            .execute();
        });
        return pageOf(rows, limit, {
          item: (row) => decodeRow(ruleFields, { ...row, id: row.rule_id }),
          keyOf: (row) => [row.rule_id, String(row.version)],
        });
      },
    );
  };
}
