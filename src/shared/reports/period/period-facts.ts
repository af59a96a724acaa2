/**
 * What the reports about a whole community say of a period. All sums are published ones (`shared/privacy/published-sums`). Units as
 * everywhere; shares in millionths.
 */
import type { CommunityAchievement, MemberAchievement } from '../../contract/achievement-records.ts';
import type { WithheldReason } from '../../contract/published-sum.ts';
import type { FailureCode } from '../../domain/records.ts';
import type { ResolutionKind } from '../../settlement/events.ts';

/** A half-open range of instants. */
type RangeFact = { readonly from: number; readonly to: number };

/** See `InsightSum` of the contract. */
export type SumFact = {
  readonly value: number | null;
  readonly withheldDays: number;
  readonly reason: WithheldReason | null;
};

export const reportedSums = ['producedWh', 'consumedWh', 'selfConsumedWh', 'boughtWh', 'savings'] as const;
export type ReportedSum = (typeof reportedSums)[number];

export type ParticipationFact = {
  readonly activeMembers: number;
  readonly participants: number;
  /** participants / activeMembers, millionths. */
  readonly rate: number | null;
  readonly joined: number;
  readonly left: number;
};

export type PeriodFigures = {
  readonly sums: Readonly<Record<ReportedSum, SumFact>>;
  readonly selfSufficiency: number | null;
  readonly selfConsumption: number | null;
  /** Over the days that may be shown. Grams; null without a factor, or withheld. */
  readonly co2AvoidedG: number | null;
  /** What was paid for the traded energy, micro-currency per kWh; null without a trade, or withheld. */
  readonly meanPrice: number | null;
  /** Null in a community of fewer than `k` members. */
  readonly trades: { readonly made: number; readonly failed: number } | null;
  readonly participation: ParticipationFact;
};

/** `before` is null where the data do not hold the whole of both periods. */
export type ComparedFigures = { readonly now: PeriodFigures; readonly before: PeriodFigures | null };

/** Local days or months with data: columns of equal length, by their starts. */
export type StepsFact = {
  readonly start: readonly number[];
  readonly producedWh: readonly (number | null)[];
  readonly consumedWh: readonly (number | null)[];
  readonly selfConsumedWh: readonly (number | null)[];
  readonly boughtWh: readonly (number | null)[];
  /** Of each step: the days of which one of these is not shown. */
  readonly withheldDays: readonly number[];
};

/** By start of the local day: community price (weighted by energy), mean tariffs. Micro-currency per kWh. */
export type PricesFact = {
  readonly start: readonly number[];
  readonly price: readonly (number | null)[];
  readonly retail: readonly number[];
  readonly feedIn: readonly number[];
};

/** See `Spread` of the contract. */
export type SpreadFact = {
  readonly members: number;
  readonly withheld: WithheldReason | null;
  readonly total: number | null;
  readonly median: number | null;
  readonly gini: number | null;
  readonly giniGap: 'losses' | 'no-savings' | 'no-members' | null;
  readonly jain: number | null;
  readonly worseOff: number;
  readonly bins: readonly { readonly from: number | null; readonly to: number | null; readonly members: number }[];
};

/** The trades of one cause that failed at some time: how many, how many of them are not resolved, and how the others were. */
export type CauseFact = {
  readonly cause: FailureCode;
  readonly failed: number;
  readonly open: number;
  readonly resolved: Readonly<Record<ResolutionKind, number>>;
};

type YearFactorFact = {
  readonly milligramsPerKwh: number;
  readonly country: string;
  readonly year: number;
  readonly source: string;
  readonly method: string;
};

/** See `Co2Factor` of the contract. */
export type FactorFact =
  | ({ readonly kind: 'year' } & YearFactorFact)
  | {
      readonly kind: 'hourly';
      readonly source: string;
      readonly method: string;
      readonly hours: number;
      readonly coveredHours: number;
      /** Mean over the hours that are covered. */
      readonly milligramsPerKwh: number;
      readonly otherwise: YearFactorFact | null;
    };

/** How far the data reach over the period, and how many of its slots there have readings. */
export type CoverageFact = {
  readonly period: RangeFact;
  /** The part that the data reach over; null without any reading. */
  readonly data: RangeFact | null;
  readonly slots: number;
  readonly slotsWithReadings: number;
  /** Local days with readings or trades. */
  readonly days: number;
};

/** Local months with data: columns of equal length. */
export type MonthsFact = {
  readonly energy: StepsFact;
  readonly selfSufficiency: readonly (number | null)[];
  readonly savings: readonly (number | null)[];
  readonly co2AvoidedG: readonly (number | null)[];
  /** Null in a community of fewer than `k` members. */
  readonly failed: readonly number[] | null;
  readonly members: {
    readonly active: readonly number[];
    readonly participants: readonly number[];
    readonly joined: readonly number[];
    readonly left: readonly number[];
  };
};

/** What held in the market in each local month with data. Prices in micro-currency per kWh; tariffs are means over the slots. */
export type MarketMonthsFact = {
  readonly start: readonly number[];
  readonly price: readonly (number | null)[];
  readonly retail: readonly (number | null)[];
  readonly feedIn: readonly (number | null)[];
  readonly rulesAdded: readonly number[];
  readonly rulesChanged: readonly number[];
  /** By which it was cleared; none where no certificate says. */
  readonly mechanisms: readonly (readonly string[])[];
};

export type AchievementsFact = {
  /** Reached in the period, by the day. */
  readonly community: readonly { readonly kind: CommunityAchievement; readonly reachedAt: number }[];
  /** Members who had reached it by the end of the period; null where they are too few to be told. */
  readonly members: readonly { readonly kind: MemberAchievement; readonly members: number | null }[];
};
