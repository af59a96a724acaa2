/** What a reconciliation says of the books of a period. */
import type { Reconciliation } from '../../contract/settlement-records.ts';
import type { FailureCode } from '../../domain/records.ts';
import type { CaseState } from '../../settlement/case.ts';
import type { ResolutionKind } from '../../settlement/events.ts';
import type { ReportFacts } from '../facts.ts';
import type { CauseFact } from '../period/period-facts.ts';

export type CountFact = { readonly count: number; readonly amount: number };

export type DifferenceFact = Omit<Reconciliation['differences'][number], 'memberId'>;

/** A trade that failed and is not resolved. */
export type OpenCaseFact = {
  readonly executedAt: number;
  readonly tradeId: string;
  readonly buyer: string;
  readonly seller: string;
  readonly quantityWh: number;
  readonly amount: number;
  readonly cause: FailureCode;
  readonly state: CaseState;
};

/** A trade that failed and was put in order. */
export type ResolvedCaseFact = Omit<OpenCaseFact, 'state' | 'cause'> & {
  readonly resolution: ResolutionKind;
  /** Why, in the words of who proposed it. */
  readonly reason: string | null;
  readonly isSettled: boolean;
  /** What the trade said until then; null where that is not recorded. */
  readonly before: { readonly quantityWh: number; readonly amount: number } | null;
};

export interface ReconciliationFacts extends ReportFacts {
  readonly sections: {
    readonly proof: Reconciliation['proof'];
    readonly differences: { readonly count: number; readonly largest: readonly DifferenceFact[] };
    readonly trades: {
      readonly all: CountFact & { readonly quantityWh: number };
      readonly settled: CountFact;
      readonly pending: CountFact;
      readonly open: CountFact;
      readonly failed: CountFact;
      readonly resolved: Readonly<Record<ResolutionKind, CountFact & { readonly amountBefore: number }>>;
    };
    readonly cases: { readonly causes: readonly CauseFact[]; readonly open: readonly OpenCaseFact[] };
    readonly resolved: readonly ResolvedCaseFact[];
    readonly members: readonly {
      readonly anonymizedId: string;
      readonly boughtAmount: number;
      readonly soldAmount: number;
      readonly balance: number;
      readonly failedCount: number;
    }[];
  };
}
