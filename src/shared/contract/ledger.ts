import { z } from 'zod';
import { languages } from '../languages/languages.ts';
import { assumedTariff, instant, moment, rangeSchema, uid } from './communities.ts';
import {
  comparisonSchema,
  comparisonSteps,
  exportColumns,
  exportFormats,
  ledgerFilterSchema,
  ledgerSortSchema,
  ledgerTotalsSchema,
  ledgerTradeSchema,
  savingsSchema,
  tradeSheetSchema,
} from './ledger-records.ts';
import { defineArea } from './method.ts';

const wanted = { communityId: uid, filter: ledgerFilterSchema, sort: ledgerSortSchema };

export const ledger = defineArea({
  /** The trades of a filter from a place in its order on. Past the end there are none. */
  'ledger.page': {
    input: z.object({ ...wanted, from: z.number().int().min(0), limit: z.number().int().min(1).max(500) }),
    output: z.object({ trades: z.array(ledgerTradeSchema) }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Sums over everything that a filter leaves. */
  'ledger.totals': {
    input: z.object({ communityId: uid, filter: ledgerFilterSchema }),
    output: ledgerTotalsSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The place, in the order by time, of the first trade that was executed at `at` or comes after it in that order. */
  'ledger.placeOf': {
    input: z.object({ communityId: uid, filter: ledgerFilterSchema, descending: z.boolean(), at: moment }),
    output: z.object({ place: z.number().int() }),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** One trade with everything around it. INPUT_INVALID when there is none. */
  'ledger.trade': {
    input: z.object({ communityId: uid, tradeId: uid, executedAt: instant }),
    output: tradeSheetSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What trading saved a member, or all. `retail` and `feedIn` (micro-currency per kWh) stand for the tariffs of the slots. */
  'ledger.savings': {
    input: z.object({
      communityId: uid,
      memberId: uid.nullable(),
      range: rangeSchema,
      retail: assumedTariff.nullable(),
      feedIn: assumedTariff.nullable(),
    }),
    output: savingsSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** Trade over time beside the tariffs, the period before and the community. */
  'ledger.comparison': {
    input: z.object({
      communityId: uid,
      memberId: uid.nullable(),
      range: rangeSchema,
      compareWith: rangeSchema.nullable(),
      step: z.enum(comparisonSteps),
    }),
    output: comparisonSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /**
   * Writes the trades of a filter to a file that `files.chooseTarget` gave, as a task: whole or not at all. The file says which filter
   * it holds, when it was made, and the SHA-256 of its rows (a CSV in a file of its own beside it).
   */
  'ledger.export': {
    input: z.object({
      ...wanted,
      fileId: z.string(),
      format: z.enum(exportFormats),
      columns: z.array(z.enum(exportColumns)).min(1),
      /** `iso`: UTC times, decimal points, commas between fields. `local`: as people of that language write in the community's time zone. */
      notation: z.enum(['iso', 'local']),
      language: z.enum(languages),
    }),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
});
