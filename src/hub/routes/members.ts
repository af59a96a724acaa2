import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { memberRoles } from '#shared/domain/records.ts';
import { communityMemberFields } from '#shared/wire/community.ts';
import { asUser } from '../db/as-user.ts';
import type { HubParts } from '../parts.ts';
import { flag, listQuery, pageFields, pageOf, readCursor } from './paging.ts';
import { decodeRow } from './wire-rows.ts';

/** Nobody learns here who a member is, whatever the role. */
const memberFields = communityMemberFields.omit({ user_id: true });

const query = z.strictObject({ ...listQuery, role: z.enum(memberRoles).optional(), is_active: flag.optional() });
const key = z.tuple([z.string()]);

/** GET /api/community/members: the members by pseudonym. */
export function memberRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/community/members',
      {
        schema: {
          tags: ['community'],
          summary: 'Members of a community by pseudonym',
          querystring: query,
          response: { 200: pageFields(memberFields) },
        },
      },
      async ({ principal, query: { community_id: communityId, limit, after, role, is_active: isActive } }) => {
        const end = readCursor(after, key);
        const rows = await asUser(db, principal, (tx) => {
          let found = tx.selectFrom('members_pseudonymous').selectAll().where('community_id', '=', communityId);
          if (role !== undefined) found = found.where('role', '=', role);
          if (isActive !== undefined) found = found.where('is_active', '=', isActive);
          if (end !== null) found = found.where('anonymized_id', '>', end[0]);
          return found
            .orderBy('anonymized_id')
            .limit(limit + 1)
            .execute();
        });
        return pageOf(rows, limit, {
          item: (row) => decodeRow(memberFields, row),
          keyOf: (row) => [row.anonymized_id],
        });
      },
    );
  };
}
