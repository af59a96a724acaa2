import { z } from 'zod';
import { signalKinds } from '../domain/records.ts';
import { instant, rangeSchema, uid } from './communities.ts';
import { defineArea } from './method.ts';
import { granularities } from './stats.ts';

/** Micro-currency per kWh. */
const price = z.number().int();

export const pricing = defineArea({
  /** The price of the latest slot that has one; null before the first. */
  'pricing.current': {
    input: z.object({ communityId: uid }),
    output: z
      .object({
        slot: instant,
        p2pPrice: price.nullable(),
        gridImportPrice: price,
        gridExportPrice: price,
        signal: z.enum(signalKinds),
        /** The expected community price an hour after the slot; null where there is none. */
        forecastNextHour: price.nullable(),
        /**
         * Mean absolute error of the forecasts for the slots of the last 30 days, micro-currency per kWh, over `forecastsChecked` of
         * them; null when none could be checked.
         */
        forecastError: price.nullable(),
        forecastsChecked: z.number().int(),
      })
      .nullable(),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Columns per slot, hour or local day. Prices of an hour or a day are the means of its slots; the community's of those that have one. */
  'pricing.series': {
    input: z.object({ communityId: uid, range: rangeSchema, granularity: z.enum(granularities) }),
    output: z.object({
      start: z.array(instant),
      p2pPrice: z.array(price.nullable()),
      gridImportPrice: z.array(price),
      gridExportPrice: z.array(price),
    }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
