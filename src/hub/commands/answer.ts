import type { OfferProblem } from '#shared/market/offer-check.ts';
import { offerRefusals } from '#shared/market/offer-refusals.ts';
import type { CommandResult, HubProblem } from '#shared/wire/sync.ts';
import type { FeedChange } from '../db/feed.ts';

/** What comes of a command that the hub could judge. */
export type Answer =
  | {
      readonly outcome: 'accepted';
      readonly changes: readonly FeedChange[];
      readonly tradeId?: string;
      /** What the audit log says beside the command itself. */
      readonly details?: object;
    }
  | { readonly outcome: 'refused'; readonly error: HubProblem }
  | {
      readonly outcome: 'conflict';
      readonly error: HubProblem;
      /** What an offer has become. */
      readonly theirs?: Theirs;
      /** What a rule has become. */
      readonly theirRule?: TheirRule;
      /** What a trade and its case have become. */
      readonly theirCase?: TheirCase;
    };

/** An offer as the hub has it, in the names of the wire and integer units. */
type Theirs = NonNullable<CommandResult['theirs']>;
/** A rule as the hub has it, in the same form. */
type TheirRule = NonNullable<CommandResult['their_rule']>;
/** A trade with the steps of its case as the hub has them, in the same form. */
type TheirCase = NonNullable<CommandResult['their_case']>;

export function refused(
  code: HubProblem['code'],
  message: string,
  remedy: string,
  details?: HubProblem['details'],
): Answer {
  return { outcome: 'refused', error: { code, message, remedy, ...(details && { details }) } };
}

/** The refusal that the first of `problems` is; null without any. */
export function refusalOf(problems: readonly (OfferProblem | null)[]): Answer | null {
  const first = problems.find((problem) => problem !== null);
  if (first === undefined) return null;
  const { code, message, remedy } = offerRefusals[first.code];
  return refused(code, `${message} Nothing was done.`, remedy, { field: first.field, ...first.values });
}
