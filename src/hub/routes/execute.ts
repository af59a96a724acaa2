import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { uid } from '#shared/wire/fields.ts';
import { tradeFields, tradingOfferFields } from '#shared/wire/market.ts';
import { takeOfferFields } from '#shared/wire/sync.ts';
import { answerCommand, type Answered } from '../commands/answer-command.ts';
import { asUser } from '../db/as-user.ts';
import { HubError } from '../hub-error.ts';
import type { HubParts, Principal } from '../parts.ts';
import { decodeRow } from './wire-rows.ts';

const executeFields = takeOfferFields.extend({ community_id: uid });
const executeHeaders = z.object({ 'idempotency-key': z.string().min(8).max(64).optional() });

/** POST /api/trading/execute: takes an offer, as the command `offer.take` does. */
export function executeRoutes(parts: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/trading/execute',
      {
        schema: {
          summary: 'Take an offer, or a part of it, at its limit',
          tags: ['trading'],
          headers: executeHeaders,
          body: executeFields,
          response: { 201: z.object({ trade: tradeFields }) },
        },
      },
      async ({ body, headers, principal }, reply) => {
        const { community_id, ...data } = z.encode(executeFields, body);
        const key = headers['idempotency-key'] ?? randomUUID();
        const made_at = new Date(parts.now()).toISOString();
        const answered = await answerCommand(parts, principal, {
          key,
          community_id,
          made_at,
          kind: 'offer.take',
          data,
        });
        refuse(answered);
        return reply.code(201).send({ trade: await tradeOf(parts, principal, answered.tradeId!) });
      },
    );
  };
}

/** @throws HubError with the status of every outcome but `accepted` */
function refuse({ result: { outcome, error, theirs } }: Answered): void {
  if (outcome === 'accepted') return;
  const { code, message, remedy, details } = error!;
  const status = outcome === 'conflict' ? 409 : outcome === 'failed' ? 500 : code === 'FORBIDDEN' ? 403 : 400;
  const offer = theirs ? offerDetails(z.encode(tradingOfferFields, theirs)) : {};
  throw new HubError(status, code, message, { remedy, details: { ...details, ...offer } });
}

/** How the offer stands, for a conflict. */
function offerDetails(offer: z.input<typeof tradingOfferFields>) {
  const { status, remaining_kwh, price_per_kwh } = offer;
  return { status, remaining_kwh, price_per_kwh };
}

/** The trade as it stands now: a key that comes again may find it settled. */
async function tradeOf(parts: HubParts, principal: Principal, id: string): Promise<z.output<typeof tradeFields>> {
  const row = await asUser(parts.db, principal, (tx) =>
    tx.selectFrom('trades').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );
  return decodeRow(tradeFields, row);
}
