import { z } from 'zod';
import { rangeSchema, uid } from './communities.ts';
import { defineArea } from './method.ts';

/** One merged group of h3 cells with at least k members; never a home. */
const mapCellSchema = z.object({
  id: z.string(),
  /** The h3 cells that were merged into this one. */
  cells: z.array(z.string()),
  /** Rings [longitude, latitude], closed; several when the merged cells do not touch. */
  outline: z.array(z.array(z.array(z.tuple([z.number(), z.number()])))),
  centre: z.tuple([z.number(), z.number()]),
  members: z.number().int(),
  prosumers: z.number().int(),
  /** Energy of the cell's members in the period; null where it is suppressed (one member makes up more than 80 %). */
  producedWh: z.number().int().nullable(),
  consumedWh: z.number().int().nullable(),
  /** Produced minus consumed. */
  netWh: z.number().int().nullable(),
  tradedWh: z.number().int().nullable(),
});
export type MapCell = z.infer<typeof mapCellSchema>;

export const map = defineArea({
  'map.cells': {
    input: z.object({ communityId: uid, range: rangeSchema }),
    output: z.object({
      /** The smallest number of members that a cell may show. */
      k: z.number().int(),
      cells: z.array(mapCellSchema),
      /** Active members in no cell: without a place, or too few in all to be shown. */
      membersNotShown: z.number().int(),
      suppressedCells: z.number().int(),
      /** GeoJSON FeatureCollection text, or null. */
      boundary: z.string().nullable(),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
