import { z } from 'zod';
import { failureCodes, offerStatuses, readingQualities, settlementStatuses } from '../domain/records.ts';
import { clearingTypes } from '../market/clearing.ts';
import { instant, rangeSchema, uid } from './communities.ts';
import { settlementEventSchema } from './settlement-records.ts';

const wh = z.number().int();
const price = z.number().int();
const amount = z.number().int();

/** On which side of a trade the wanted member stands. */
export const tradeSides = ['either', 'buyer', 'seller'] as const;
export type TradeSide = (typeof tradeSides)[number];

/** Stands for the mechanism of a trade that came from no clearing: somebody took an offer. */
export const DIRECT = 'direct';

const bounds = z.object({ from: z.number().int().nullable(), to: z.number().int().nullable() });

/** Which trades of a community are wanted; everything has to be true of one. What is null or empty asks for nothing. */
export const ledgerFilterSchema = z.object({
  /** By time of execution. */
  range: rangeSchema,
  memberId: uid.nullable(),
  /** Of that member; means nothing without one. */
  side: z.enum(tradeSides),
  status: z.enum(settlementStatuses).nullable(),
  failureCode: z.enum(failureCodes).nullable(),
  /** Micro-currency per kWh, both ends included. */
  price: bounds,
  /** Wh, both ends included. */
  quantityWh: bounds,
  /** Name of the mechanism that cleared it (as in `market`), or `direct`. */
  mechanism: z.string().max(64).nullable(),
  /** A rule that placed one of its two orders. */
  ruleId: uid.nullable(),
  /** The beginning of the trade's id, or a part of the pseudonym of one of the two, whatever the case of its letters. */
  text: z.string().max(64),
});
export type LedgerFilter = z.infer<typeof ledgerFilterSchema>;

/** Trades of equal value stand in the order of their execution, newest first. */
export const ledgerSortKeys = ['executedAt', 'quantityWh', 'price', 'amount'] as const;
export type LedgerSortKey = (typeof ledgerSortKeys)[number];
export const ledgerSortSchema = z.object({ by: z.enum(ledgerSortKeys), descending: z.boolean() });
export type LedgerSort = z.infer<typeof ledgerSortSchema>;

/** A trade as everybody may see it. */
export const ledgerTradeSchema = z.object({
  id: uid,
  executedAt: instant,
  slot: instant,
  buyerId: uid,
  buyer: z.string(),
  sellerId: uid,
  seller: z.string(),
  quantityWh: wh,
  price,
  amount,
  status: z.enum(settlementStatuses),
  failureCode: z.enum(failureCodes).nullable(),
  version: z.number().int(),
  /** Retail and feed-in tariff of the slot; null where it has none. */
  retail: price.nullable(),
  feedIn: price.nullable(),
  /** Against retail and feed-in (DOMAIN.md section 4); null where the slot has no tariff. */
  buyerSavings: amount.nullable(),
  sellerSavings: amount.nullable(),
  /** As in the filter. */
  mechanism: z.string(),
  /** Rules that placed its orders; null for an order by hand. */
  buyRuleId: uid.nullable(),
  sellRuleId: uid.nullable(),
});
export type LedgerTrade = z.infer<typeof ledgerTradeSchema>;

/** Sums of all trades of a filter. Averages are weighted by energy; null where there is none. */
export const ledgerTotalsSchema = z.object({
  count: z.number().int(),
  quantityWh: wh,
  amount,
  averagePrice: price.nullable(),
  averageQuantityWh: wh.nullable(),
  averageRetail: price.nullable(),
  averageFeedIn: price.nullable(),
  /** Of buyers and sellers together; failed trades saved nobody anything. */
  savings: amount,
  /** How many of them have no tariff, so that no saving can be told. */
  withoutTariff: z.number().int(),
  byStatus: z.record(z.enum(settlementStatuses), z.object({ count: z.number().int(), quantityWh: wh, amount })),
});
export type LedgerTotals = z.infer<typeof ledgerTotalsSchema>;

/** An order of a trade; null where the copy does not have it any more. */
const tradeOrderSchema = z.object({
  id: uid,
  quantityWh: wh,
  remainingWh: wh,
  /** Null is a market order. */
  price: price.nullable(),
  windowStart: instant,
  windowEnd: instant,
  createdAt: instant,
  status: z.enum(offerStatuses),
  ruleId: uid.nullable(),
  ruleVersion: z.number().int().nullable(),
});

/** What a member's meter said in the slot of a trade. */
export const slotReadingSchema = z.object({
  producedWh: wh,
  consumedWh: wh,
  importedWh: wh,
  exportedWh: wh,
  batterySoc: z.number().int().nullable(),
  quality: z.enum(readingQualities),
  revision: z.number().int(),
});
export type SlotReading = z.infer<typeof slotReadingSchema>;

/** Everything that the copy knows of one trade. */
export const tradeSheetSchema = z.object({
  trade: ledgerTradeSchema,
  clearing: z
    .object({
      id: uid,
      type: z.enum(clearingTypes),
      price: price.nullable(),
      quantityWh: wh,
      /** SHA-256 of its certificate, hexadecimal; null where there is none. */
      fingerprint: z.string().nullable(),
    })
    .nullable(),
  buyOrder: tradeOrderSchema.nullable(),
  sellOrder: tradeOrderSchema.nullable(),
  buyerReading: slotReadingSchema.nullable(),
  sellerReading: slotReadingSchema.nullable(),
  /** What happened to it since it failed, oldest first; empty for one that never failed. */
  history: z.array(settlementEventSchema),
});
export type TradeSheet = z.infer<typeof tradeSheetSchema>;

/** Trades of a member, or of all, against the grid's tariffs. Failed trades are left out. Units as everywhere. */
export const savingsSchema = z.object({
  trades: z.number().int(),
  /** How many of them are left out because their slot has no tariff and none was assumed. */
  withoutTariff: z.number().int(),
  boughtWh: wh,
  boughtAmount: amount,
  soldWh: wh,
  soldAmount: amount,
  /** What the bought energy would have cost at retail, and the sold energy earned at feed-in. */
  boughtAtRetail: amount,
  soldAtFeedIn: amount,
  savingsBuying: amount,
  savingsSelling: amount,
  savings: amount,
  /** Energy that was needed beyond the own production, and what it costs at retail. */
  needWh: wh,
  baseCost: amount,
  /** savings / baseCost; null when that is 0. */
  share: z.number().nullable(),
});
export type Savings = z.infer<typeof savingsSchema>;

export const comparisonSteps = ['hour', 'day', 'month'] as const;

/** Columns of equal length, one entry a step. Prices are weighted by energy; null where nothing was traded. */
const tradedSeries = z.object({
  boughtWh: z.array(wh),
  boughtAmount: z.array(amount),
  soldWh: z.array(wh),
  soldAmount: z.array(amount),
  savings: z.array(amount),
});

export const comparisonSchema = z.object({
  step: z.enum(comparisonSteps),
  start: z.array(instant),
  /** Retail and feed-in tariff of the step, mean over its slots. */
  retail: z.array(price.nullable()),
  feedIn: z.array(price.nullable()),
  /** Of the member, or of the community when none was asked for. */
  current: tradedSeries,
  /** Of the same, in the period to compare with, step by step from its start; null when none was asked for. */
  before: tradedSeries.extend({ start: z.array(instant) }).nullable(),
  /** Of the community, and how many members traded in it; null when no member was asked for. */
  community: tradedSeries.extend({ members: z.number().int() }).nullable(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** Columns of an export, in the order of the default. */
export const exportColumns = [
  'id',
  'executedAt',
  'slot',
  'buyer',
  'seller',
  'quantityWh',
  'price',
  'amount',
  'status',
  'failureCode',
  'retail',
  'feedIn',
  'buyerSavings',
  'sellerSavings',
  'mechanism',
  'buyRuleId',
  'sellRuleId',
  'version',
] as const;
export type ExportColumn = (typeof exportColumns)[number];

export const exportFormats = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];
