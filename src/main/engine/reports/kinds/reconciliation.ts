import type { Output } from '#shared/contract/contract.ts';
import { reconciliationDocument } from '#shared/reports/kinds/reconciliation.ts';
import type {
  DifferenceFact,
  OpenCaseFact,
  ReconciliationFacts,
  ResolvedCaseFact,
} from '#shared/reports/settlement/reconciliation-facts.ts';
import { resolutionKinds } from '#shared/settlement/events.ts';
import { requireCommunity } from '../../communities/community.ts';
import { withBreaths } from '../../ledger/scans.ts';
import { coverageOf, nothingToReport } from '../period/coverage.ts';
import { causesOf, type PeriodCase, periodCases } from '../period/period-cases.ts';
import { readInTurn } from '../period/read-in-turn.ts';
import type { ReportMaker } from '../report-maker.ts';

/** The books of the trades that were executed in a range. */
export const reconciliation: ReportMaker<'reconciliation', ReconciliationFacts> = {
  facts: async (context, { communityId, range }, turn) => {
    const community = requireCommunity(context.cache.read, communityId);
    const next = readInTurn(turn, 2);
    const books = await next(() => context.market.query('settlement.reconcile', { communityId, range }));
    if (books.trades === 0) nothingToReport();
    const cases = await next(() =>
      withBreaths(periodCases(context.cache.read, community, range), () => turn.signal.aborted),
    );
    return {
      dataTo: coverageOf(context.cache.read, community, range, 0).data?.to ?? null,
      sections: {
        proof: books.proof,
        differences: { count: books.differenceCount, largest: differenceFacts(books.differences) },
        trades: {
          all: { count: books.trades, amount: books.amount, quantityWh: books.quantityWh },
          settled: books.settled,
          pending: books.pending,
          open: books.open,
          failed: books.failed,
          resolved: Object.fromEntries(
            resolutionKinds.map((kind) => [kind, books.resolved.byKind[kind]]),
          ) as ReconciliationFacts['sections']['trades']['resolved'],
        },
        cases: { causes: causesOf(cases), open: cases.flatMap(openCase) },
        resolved: cases.flatMap(resolvedCase),
        members: books.members
          .map(({ memberId: _memberId, ...member }) => member)
          .toSorted((a, b) => compare(a.anonymizedId, b.anonymizedId)),
      },
    };
  },
  document: reconciliationDocument,
};

type Differences = Output<'settlement.reconcile'>['differences'];

/** The largest first; equal ones in an order that does not depend on where they are stored. */
function differenceFacts(differences: Differences): DifferenceFact[] {
  return differences
    .map(({ memberId: _memberId, ...difference }) => difference)
    .toSorted((a, b) => sizeOf(b) - sizeOf(a) || compare(JSON.stringify(a), JSON.stringify(b)));
}

function sizeOf({ expected, found }: DifferenceFact): number {
  return Math.abs(found - expected);
}

function openCase(one: PeriodCase): OpenCaseFact[] {
  if (one.resolution !== null) return [];
  const { executedAt, tradeId, buyer, seller, quantityWh, amount, cause, state } = one;
  return [{ executedAt, tradeId, buyer, seller, quantityWh, amount, cause, state }];
}

function resolvedCase(one: PeriodCase): ResolvedCaseFact[] {
  const { resolution } = one;
  if (resolution === null) return [];
  const { executedAt, tradeId, buyer, seller, quantityWh, amount, reason, before, status } = one;
  return [
    {
      executedAt,
      tradeId,
      buyer,
      seller,
      quantityWh,
      amount,
      resolution,
      reason,
      isSettled: status === 'settled',
      before,
    },
  ];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
