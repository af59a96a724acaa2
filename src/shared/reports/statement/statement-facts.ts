/** What a statement says about one member. Its own figures are never withheld; the community's are published ones. */
import type { Output } from '../../contract/contract.ts';
import type { WithheldReason } from '../../contract/published-sum.ts';
import type { FailureCode, MemberRole, SettlementStatus } from '../../domain/records.ts';
import type { RuleDraft } from '../../rules/rule-draft.ts';
import type { CaseState } from '../../settlement/case.ts';
import type { ResolutionKind } from '../../settlement/events.ts';
import type { ReportFacts } from '../facts.ts';
import type { CoverageFact } from '../period/period-facts.ts';

/** Sums of the member over a local day or month. Wh and micro-currency. */
export type MemberStepFact = {
  readonly start: number;
  readonly producedWh: number;
  readonly consumedWh: number;
  readonly selfConsumedWh: number;
  readonly importedWh: number;
  readonly exportedWh: number;
  readonly boughtWh: number;
  readonly soldWh: number;
};

export type StatementTradeFact = {
  readonly executedAt: number;
  readonly side: 'bought' | 'sold';
  /** Pseudonym. */
  readonly counterparty: string;
  readonly quantityWh: number;
  readonly price: number;
  readonly amount: number;
  /** Null when the slot has no tariff. */
  readonly savings: number | null;
  readonly status: SettlementStatus;
};

export type StatementCaseFact = {
  readonly executedAt: number;
  readonly side: 'bought' | 'sold';
  readonly counterparty: string;
  readonly amount: number;
  readonly cause: FailureCode;
  readonly state: CaseState;
  readonly resolution: ResolutionKind | null;
  readonly resolvedAt: number | null;
};

/** The version of a rule that held at the end of the period. */
export type StatementRuleFact = RuleDraft & { readonly version: number; readonly validFrom: number };

export interface MemberStatementFacts extends ReportFacts {
  readonly sections: {
    readonly member: {
      readonly anonymizedId: string;
      readonly role: MemberRole;
      readonly joinedAt: number;
      readonly leftAt: number | null;
      readonly coverage: CoverageFact;
    };
    /** See `ledger.savings`; without its fraction. Failed trades are left out. */
    readonly savings: Omit<Output<'ledger.savings'>, 'share'>;
    readonly energy: { readonly step: 'day' | 'month'; readonly steps: readonly MemberStepFact[] };
    /** Of the community, as published; shares in millionths. */
    readonly community: {
      readonly selfSufficiency: number | null;
      readonly selfConsumption: number | null;
      readonly medianSavings: number | null;
      readonly traders: number;
      readonly withheld: WithheldReason | null;
    };
    readonly trades: readonly StatementTradeFact[];
    readonly failed: readonly StatementCaseFact[];
    readonly rules: readonly StatementRuleFact[];
  };
}

export type StatementSections = MemberStatementFacts['sections'];
