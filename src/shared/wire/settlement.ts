import { z } from 'zod';
import { failureCodes } from '../domain/records.ts';
import {
  MAX_ACTOR,
  MAX_EVIDENCE,
  MAX_REASON,
  MAX_REFERENCE,
  type Resolution,
  type SettlementEvent,
  settlementEventKinds,
} from '../settlement/events.ts';
import { amount, instant, orderEnergy, uid, uuid, version } from './fields.ts';
import { defineWireRecord } from './wire-record.ts';

/** A resolution as commands and events bring it. */
export const resolutionFields = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('retry') }),
  z.object({
    kind: z.literal('adjust'),
    quantity_kwh: orderEnergy.refine((wh) => wh > 0, 'is 0'),
  }),
  z.object({ kind: z.literal('void') }),
  z.object({
    kind: z.literal('by-hand'),
    evidence: z.string().trim().min(1).max(MAX_EVIDENCE),
    reference: z.string().trim().min(1).max(MAX_REFERENCE),
  }),
]);
type ResolutionFields = z.output<typeof resolutionFields>;

/** A resolution of the wire in integer units. */
export function toResolution(fields: ResolutionFields): Resolution {
  return fields.kind === 'adjust' ? { kind: 'adjust', quantityWh: fields.quantity_kwh } : fields;
}

/** A resolution in the names of the wire. */
export function fromResolution(resolution: Resolution): ResolutionFields {
  return resolution.kind === 'adjust' ? { kind: 'adjust', quantity_kwh: resolution.quantityWh } : resolution;
}

export const settlementEventFields = z.object({
  id: uuid,
  community_id: uid,
  trade_id: uuid,
  /** Of the trade. */
  executed_at: instant,
  number: version.refine((number) => number > 0, 'is 0'),
  kind: z.enum(settlementEventKinds),
  at: instant,
  by: z.string().max(MAX_ACTOR).nullish(),
  by_id: uid.nullish(),
  reason: z.string().max(MAX_REASON).nullish(),
  trade_version: version,
  failure_code: z.enum(failureCodes).nullish(),
  resolution: resolutionFields.nullish(),
  needs_approval: z.boolean().nullish(),
  before: z.object({ quantity_kwh: orderEnergy, total_amount: amount }).nullish(),
});

/** `SettlementEvent`: one step in the case of a failed trade. */
export const settlementEventWire = defineWireRecord<typeof settlementEventFields, SettlementEvent>(
  settlementEventFields,
  (wire) => ({
    id: wire.id,
    tradeId: wire.trade_id,
    executedAt: wire.executed_at,
    number: wire.number,
    kind: wire.kind,
    at: wire.at,
    by: wire.by ?? null,
    byId: wire.by_id ?? null,
    reason: wire.reason ?? null,
    tradeVersion: wire.trade_version,
    failureCode: wire.failure_code ?? null,
    resolution: wire.resolution ? toResolution(wire.resolution) : null,
    needsApproval: wire.needs_approval ?? false,
    before: wire.before ? { quantityWh: wire.before.quantity_kwh, amount: wire.before.total_amount } : null,
  }),
  (event, communityId) => ({
    id: event.id,
    community_id: communityId,
    trade_id: event.tradeId,
    executed_at: event.executedAt,
    number: event.number,
    kind: event.kind,
    at: event.at,
    by: event.by,
    by_id: event.byId,
    reason: event.reason,
    trade_version: event.tradeVersion,
    failure_code: event.failureCode,
    resolution: event.resolution && fromResolution(event.resolution),
    needs_approval: event.needsApproval,
    before: event.before && { quantity_kwh: event.before.quantityWh, total_amount: event.before.amount },
  }),
);
