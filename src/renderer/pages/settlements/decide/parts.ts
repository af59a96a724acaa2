/** What is proposed for which cases. Pure. */
import type { CaseRef, CaseSummary, WantedResolution } from '#shared/contract/settlement-records.ts';
import { resolutionKinds, type ResolutionKind } from '#shared/settlement/events.ts';

/** The cases for which one resolution is wanted. */
export interface ProposalPart {
  readonly kind: ResolutionKind;
  readonly cases: readonly CaseSummary[];
}

export function partOf(kind: ResolutionKind, cases: readonly CaseSummary[]): ProposalPart {
  return { kind, cases };
}

/** The cases by what is suggested for each; those without a suggestion are in no part. */
export function partsBySuggestion(cases: readonly CaseSummary[]): ProposalPart[] {
  return partsBy(cases, ({ suggestion }) => suggestion);
}

/** The cases by what is proposed for each. */
export function partsByProposal(cases: readonly CaseSummary[]): ProposalPart[] {
  return partsBy(cases, ({ proposal }) => proposal?.resolution.kind ?? null);
}

function partsBy(cases: readonly CaseSummary[], kindOf: (one: CaseSummary) => ResolutionKind | null): ProposalPart[] {
  return resolutionKinds
    .map((kind) =>
      partOf(
        kind,
        cases.filter((one) => kindOf(one) === kind),
      ),
    )
    .filter((part) => part.cases.length > 0);
}

/** A case as the person saw it. */
export function refOf({ tradeId, executedAt, tradeVersion, number }: CaseSummary): CaseRef {
  return { tradeId, executedAt, tradeVersion, number };
}

/** What shows that it was paid outside the accounts, as it is typed. */
export interface Evidence {
  readonly evidence: string;
  readonly reference: string;
}

/** The resolution as it is sent. */
export function wantedOf(kind: ResolutionKind, { evidence, reference }: Evidence): WantedResolution {
  return kind === 'by-hand' ? { kind, evidence: evidence.trim(), reference: reference.trim() } : { kind };
}

/** The effect does not depend on the words of the evidence, and can be asked for before they are written. */
export const UNWRITTEN: Evidence = { evidence: '..........', reference: '.' };
