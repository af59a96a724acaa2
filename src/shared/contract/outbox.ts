import { z } from 'zod';
import { outboxKinds, outboxStates } from '../domain/outbox.ts';
import { offerTypes } from '../domain/records.ts';
import { instant, uid } from './communities.ts';
import { problemSchema } from './errors.ts';
import { defineArea } from './method.ts';

/** A decision of this desk on its way to the hub. Energy in Wh, prices in micro-currency per kWh. */
export const outboxItemSchema = z.object({
  id: z.string(),
  kind: z.enum(outboxKinds),
  state: z.enum(outboxStates),
  createdAt: instant,
  changedAt: instant,
  /** For whom: the member who offers, or who takes. Null when held back. */
  anonymizedId: z.string().nullable(),
  /** What the member does: buy or sell. */
  type: z.enum(offerTypes),
  quantityWh: z.number().int(),
  /** Null is a market order. */
  price: z.number().int().nullable(),
  windowStart: instant,
  windowEnd: instant,
  /** The other member of a trade; null for an offer, or when held back. */
  counterparty: z.string().nullable(),
  /** Why it was refused. */
  problem: problemSchema.nullable(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;

export const outbox = defineArea({
  /** Newest first: what waits, and the latest hundred that do not any more. */
  'outbox.list': {
    input: z.object({ communityId: uid }),
    output: z.array(outboxItemSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Takes back what has not been sent. VERSION_CONFLICT when it has. */
  'outbox.withdraw': {
    input: z.object({ id: z.string() }),
    output: z.object({}),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
});
