/** What a person chooses for a report, and the order that it makes. Pure. */
import type { CommunitySummary } from '#shared/contract/communities.ts';
import type { ReportKind, ReportOrder } from '#shared/contract/report-records.ts';
import type { InstantRange } from '../../../../app/period-arithmetic.ts';
import { lastWhole, monthsOf, yearsOf } from '../report-words.ts';

export interface ReportChoice {
  readonly month: string | null;
  readonly year: number | null;
  readonly memberId: string | null;
  /** The clearing of a slot; null until one is chosen that was cleared. */
  readonly clearing: { readonly slot: number; readonly clearingId: string } | null;
}

/** What one most likely wants: the last month and the last year that the data have to their end. */
export function firstChoice(community: CommunitySummary): ReportChoice {
  return {
    month: lastWhole(monthsOf(community), community),
    year: lastWhole(yearsOf(community), community),
    memberId: null,
    clearing: null,
  };
}

/** The order of a kind; null while something that it needs is not chosen. `range`: the days of the page. */
export function orderOf(
  kind: ReportKind,
  communityId: string,
  range: InstantRange,
  { month, year, memberId, clearing }: ReportChoice,
): ReportOrder | null {
  switch (kind) {
    case 'community-month':
      return month === null ? null : { kind, communityId, month };
    case 'assembly-pack':
      return year === null ? null : { kind, communityId, year };
    case 'member-statement':
      return memberId === null ? null : { kind, communityId, memberId, range };
    case 'clearing-certificate':
      return clearing === null ? null : { kind, communityId, ...clearing };
    case 'processing-record':
      return { kind, communityId };
    case 'reconciliation':
    case 'rule-audit':
    case 'ledger':
      return { kind, communityId, range };
  }
}
