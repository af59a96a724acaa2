/** Why a trade failed, from what the copy shows. */
import type { Diagnosis, Evidence, EvidenceCheck } from '../contract/settlement-records.ts';
import type { FailureCode } from '../domain/records.ts';
import type { CaseFacts } from './case-facts.ts';
import { type Finding, findingsOf, meteredOf } from './evidence.ts';
import { suggestionFor } from './suggestion.ts';

/**
 * The causes that data can show, the one that explains the others first: a trade that should not be is not to be measured, and what the
 * meters leave is not known before they are read.
 */
const shownInOrder = [
  'DUPLICATE',
  'MEMBER_INACTIVE',
  'OFFER_EXPIRED',
  'PRICE_OUT_OF_RANGE',
  'AMOUNT_MISMATCH',
  'METER_READING_MISSING',
  'METER_READING_LATE',
  'QUANTITY_EXCEEDS_METER',
  'METER_READING_REVISED',
  'TARIFF_MISSING',
  'INSUFFICIENT_BALANCE',
] as const satisfies readonly FailureCode[];

/** The checks that speak for or against a cause. */
const checksOf: { readonly [C in FailureCode]?: readonly EvidenceCheck[] } = {
  DUPLICATE: ['duplicate'],
  MEMBER_INACTIVE: ['buyer-active', 'seller-active'],
  OFFER_EXPIRED: ['order-window'],
  PRICE_OUT_OF_RANGE: ['price-limits'],
  AMOUNT_MISMATCH: ['amount'],
  METER_READING_MISSING: ['buyer-reading', 'seller-reading'],
  METER_READING_LATE: ['buyer-reading', 'seller-reading'],
  METER_READING_REVISED: ['buyer-revision', 'seller-revision', 'metered-export', 'metered-import'],
  QUANTITY_EXCEEDS_METER: ['metered-export', 'metered-import'],
  TARIFF_MISSING: ['tariff'],
  INSUFFICIENT_BALANCE: ['buyer-balance'],
  MANDATE_MISSING: ['buyer-balance'],
  BANK_RETURN: ['buyer-balance'],
};

/**
 * The cause of a failed trade. The reported one stands when the data shows it too; else the first that the data shows for certain, in the
 * order above; else the reported one, as `reported`. Where nothing in particular was reported, what is shown without being certain counts
 * as well (see `Finding.isCertain`).
 */
export function diagnose(facts: CaseFacts): Diagnosis {
  const findings = findingsOf(facts);
  const reported = facts.trade.failureCode ?? 'UNKNOWN';
  const shown = shownInOrder.filter((cause) => findings.some(({ shows }) => shows === cause));
  const certain = shown.filter((cause) => findings.some(({ shows, isCertain }) => shows === cause && isCertain));
  const cause = shownCause(reported, shown, certain) ?? reported;
  const basis = shown.some((one) => one === cause) ? 'shown' : 'reported';
  return {
    cause,
    basis,
    also: shown.filter((one) => one !== cause),
    evidence: evidenceFor(cause, findings),
    suggestion: suggestionFor({ cause, basis, shown, certain, facts, meteredWh: meteredOf(facts) }),
  };
}

/** A resolved case as it was: the cause that was reported, with what the data says about it now; there is nothing left to do. */
export function diagnoseResolved(facts: CaseFacts): Diagnosis {
  const findings = findingsOf(facts);
  const cause = facts.trade.failureCode ?? 'UNKNOWN';
  const isShown = findings.some(({ shows }) => shows === cause);
  return {
    cause,
    basis: isShown ? 'shown' : 'reported',
    also: [],
    evidence: evidenceFor(cause, findings),
    suggestion: null,
  };
}

function shownCause(
  reported: FailureCode,
  shown: readonly FailureCode[],
  certain: readonly FailureCode[],
): FailureCode | undefined {
  if (shown.includes(reported)) return reported;
  return certain[0] ?? (reported === 'UNKNOWN' ? shown[0] : undefined);
}

/** What holds for the cause, what else was looked at for it, and the rest. */
function evidenceFor(cause: FailureCode, findings: readonly Finding[]): Evidence[] {
  const rank = ({ check, shows }: Finding): number =>
    shows === cause ? 0 : (checksOf[cause]?.includes(check) ?? false) ? 1 : 2;
  return findings.toSorted((a, b) => rank(a) - rank(b)).map(({ check, holds, values }) => ({ check, holds, values }));
}
