import { Failure } from '#shared/contract/errors.ts';
import type { OfferProblem } from '#shared/market/offer-check.ts';
import { offerRefusals } from '#shared/market/offer-refusals.ts';

/**
 * Refuses what has problems.
 * @throws Failure with the code of the first problem and its field (DOMAIN.md section 10)
 */
export function refuseProblems(problems: readonly OfferProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const { code, message, remedy } = offerRefusals[first.code];
  throw new Failure(code, `${message} Nothing was placed.`, { remedy, details: { field: first.field } });
}
