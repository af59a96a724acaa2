/** What the plain-language summary goes by. */
import type { Finding, FindingKind } from '../contract/health.ts';
import type { Participation, Peak, Spread } from '../contract/insight-records.ts';
import type { Co2Factor, Indicators } from '../contract/stats.ts';

/** What the sentence of a finding says. */
export type Values<K extends FindingKind> = Extract<Finding, { kind: K }>['values'];

/** A period and, to compare with, the one before, where there is one whose data are whole. */
interface Compared<T> {
  readonly now: T;
  readonly before: T | null;
}

/** All that the rules go by. Units as in the contract. */
export interface HealthFacts {
  readonly failures: Values<'failed-settlements'> | null;
  readonly approvals: Values<'waiting-approvals'>;
  /** Slots of the period that the data reach over, and those of them with readings. */
  readonly slots: number;
  readonly slotsWithReadings: number;
  /** Whole local days of the period after the last reading, and when that ends; null without any reading. */
  readonly staleness: Values<'stale-data'> | null;
  /** Of the latest import of readings. */
  readonly unbalanced: Values<'unbalanced-readings'> | null;
  readonly heldBack: number;
  readonly worseOff: Values<'worse-off-members'>;
  /** `isPeriod`: its days are those of the period. */
  readonly rolling: Values<'worse-off-rolling'> & { readonly isPeriod: boolean };
  /** The community's figures as they may be shown, for so many local days. */
  readonly figures: Compared<Indicators & { readonly days: number }>;
  /** Local days of the period that the data reach into. */
  readonly localDays: number;
  /** Null where nothing was traded, or no tariff is known. */
  readonly price: Omit<Values<'one-sided-price'>, 'share'> | null;
  readonly spread: Spread;
  readonly importPeak: Peak;
  /** What `figures.now.co2AvoidedG` is reckoned with; null when nothing is known. */
  readonly co2Factor: Co2Factor | null;
  readonly membership: Compared<Participation['totals']>;
  /** Whether the data begin with or in the period: who is in them from the first day on has not joined then. */
  readonly isFirst: boolean;
}

/** A finding with how large a part of the whole it is about, 0..1. */
export interface Sized {
  readonly finding: Finding;
  readonly size: number;
}
/** Says something when its bound is reached, else nothing. */
export type Rule = (facts: HealthFacts) => Sized | null;
