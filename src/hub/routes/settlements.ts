import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { failureCodes } from '#shared/domain/records.ts';
import { caseOf } from '#shared/settlement/case.ts';
import { instant, uid, uuid } from '#shared/wire/fields.ts';
import { tradeFields } from '#shared/wire/market.ts';
import { settlementEventFields, settlementEventWire } from '#shared/wire/settlement.ts';
import { asUser } from '../db/as-user.ts';
import type { SettlementEventsTable, Tables } from '../db/tables.ts';
import { recordOf } from '../market/wire-row.ts';
import type { HubParts } from '../parts.ts';
import { listQuery, pageFields, pageOf, readCursor, spanQuery } from './paging.ts';
import { decodeRow } from './wire-rows.ts';

/** The states of a case at the hub: what is approved is carried out in the same moment. */
const hubStates = ['open', 'proposed', 'resolved'] as const;
/** The last step of a case that is not resolved; a failed trade without any is open. */
const lastSteps = { open: ['failed', 'rejected'], proposed: ['proposed'] } as const;

const settlementFields = z.object({
  /** With the pseudonyms of both sides. */
  trade: tradeFields.extend({ buyer: z.string(), seller: z.string() }),
  state: z.enum(hubStates),
  /** The steps of the case in their order. */
  events: z.array(settlementEventFields),
});

const query = z.strictObject({
  ...listQuery,
  ...spanQuery,
  state: z.enum(hubStates).optional().describe('Without it all that are not resolved'),
  failure_code: z.enum(failureCodes).optional(),
  member_id: uid.optional().describe('On either side'),
});
const key = z.tuple([instant, uuid]);

/** GET /api/settlements: the cases of failed trades, those of the latest trades first. */
export function settlementRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/settlements',
      {
        schema: {
          tags: ['settlement'],
          summary: 'Cases of failed trades by the time of their execution, newest first',
          querystring: query,
          response: { 200: pageFields(settlementFields) },
        },
      },
      async ({ principal, query: { community_id: communityId, limit, after, from, to, ...filter } }) => {
        const { state, failure_code: failureCode, member_id: memberId } = filter;
        const end = readCursor(after, key);
        const { rows, events } = await asUser(db, principal, async (tx) => {
          let found = cases(tx, communityId, state);
          if (from !== undefined) found = found.where('executed_at', '>=', new Date(from));
          if (to !== undefined) found = found.where('executed_at', '<', new Date(to));
          if (failureCode !== undefined) found = found.where('failure_code', '=', failureCode);
          if (memberId !== undefined) {
            found = found.where(({ or, eb }) => or([eb('buyer_id', '=', memberId), eb('seller_id', '=', memberId)]));
          }
          if (end !== null) {
            const place = [new Date(end[0]), end[1]] as const;
            found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('executed_at', 'id'), '<', tuple(...place)));
          }
          const page = await found
            .orderBy('executed_at', 'desc')
            .orderBy('id', 'desc')
            .limit(limit + 1)
            .execute();
          return { rows: page, events: await stepsOf(tx, page) };
        });
        return pageOf(rows, limit, {
          item: (row) => {
            const steps = events.filter(({ trade_id: tradeId }) => tradeId === row.id);
            const standing = caseOf(
              row.settlement_status,
              steps.map((step) => recordOf(settlementEventWire, step)),
            );
            return {
              trade: decodeRow(settlementFields.shape.trade, row),
              // The query finds no others.
              state: hubStates.find((known) => known === standing?.state)!,
              events: steps.map((step) => decodeRow(settlementEventFields, step)),
            };
          },
          keyOf: (row) => [row.executed_at.toISOString(), row.id],
        });
      },
    );
  };
}

/** The trades whose cases are in this state, or not resolved without one. */
function cases(tx: Transaction<Tables>, communityId: string, state: (typeof hubStates)[number] | undefined) {
  const found = tx.selectFrom('trades_pseudonymous as t').selectAll().where('t.community_id', '=', communityId);
  if (state === 'resolved') {
    return found.where(({ eb, selectFrom }) =>
      eb(
        't.id',
        'in',
        selectFrom('settlement_events')
          .select('trade_id')
          .where('community_id', '=', communityId)
          .where('kind', '=', 'resolved'),
      ),
    );
  }
  // A case that is not resolved is that of a failed trade.
  const last = sql<string>`COALESCE((SELECT kind FROM settlement_events WHERE trade_id = t.id ORDER BY number DESC LIMIT 1), 'failed')`;
  const steps = state === undefined ? [...lastSteps.open, ...lastSteps.proposed] : lastSteps[state];
  return found.where('t.settlement_status', '=', 'failed').where(last, 'in', steps);
}

function stepsOf(
  tx: Transaction<Tables>,
  trades: readonly { readonly id: string }[],
): Promise<Selectable<SettlementEventsTable>[]> {
  if (trades.length === 0) return Promise.resolve([]);
  return tx
    .selectFrom('settlement_events')
    .selectAll()
    .where(
      'trade_id',
      'in',
      trades.map(({ id }) => id),
    )
    .orderBy('number')
    .execute();
}
