import { z } from 'zod';
import { defineArea } from './method.ts';

export const instant = z.number().int();
/** An instant that a page asks about or sets, of the years 1900 to 9998: whatever is counted from there is a date still. */
export const moment = instant.min(Date.UTC(1900, 0)).max(Date.UTC(9999, 0) - 1);
/** A tariff to reckon with, micro-currency per kWh: what a year of a big community costs by it is a safe integer still. */
export const assumedTariff = z.number().int().min(-10_000_000_000).max(10_000_000_000);
export const uid = z.string().min(1).max(64);
/** A half-open range of instants [from, to) that an answer is about. */
export const spanSchema = z.object({ from: instant, to: instant });
/** A half-open range of instants [from, to), at most eleven years. */
export const rangeSchema = z
  .object({ from: moment, to: moment })
  .refine((range) => range.to > range.from && range.to - range.from <= 11 * 366 * 86_400_000, {
    message: 'The period must end after it starts and hold at most eleven years.',
  });

const communitySchema = z.object({
  id: uid,
  name: z.string(),
  description: z.string(),
  district: z.string(),
  postcodeZone: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  isActive: z.boolean(),
  isDemo: z.boolean(),
  hasSimulatedTrades: z.boolean(),
  /** Whether anything was ever cleared or traded here. */
  hasMarket: z.boolean(),
  mechanism: z.string(),
  slotMinutes: z.number().int(),
  memberCount: z.number().int(),
  /** First slot with readings and the end of the last one, or with what retention has left of them; null while there is none. */
  dataFrom: instant.nullable(),
  dataTo: instant.nullable(),
  /** Since when single records are here: of the time before this desk keeps totals. Null where it keeps all. */
  rawFrom: instant.nullable(),
});
export type CommunitySummary = z.infer<typeof communitySchema>;

export const communities = defineArea({
  'communities.list': {
    input: z.object({}),
    output: z.array(communitySchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Sets the community's area from a chosen GeoJSON file (a Polygon, MultiPolygon or collection of them, WGS84). */
  'communities.setBoundary': {
    input: z.object({ communityId: uid, fileId: z.string() }),
    output: z.object({ areas: z.number().int() }),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
  /** Deletes an imported or demo community with everything that belongs to it. */
  'communities.remove': {
    input: z.object({ communityId: uid }),
    output: z.object({}),
    kind: 'command',
    role: 'admin',
    answeredBy: 'engine',
  },
});
