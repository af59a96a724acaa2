/** Why a step in the case of a trade is not taken; nothing was kept then. */
import { Failure } from '#shared/contract/errors.ts';
import type { ResolutionProblem } from '#shared/contract/settlement-records.ts';
import type { CaseState } from '#shared/settlement/case.ts';

export function noSuchTrade(): Failure {
  return new Failure('INPUT_INVALID', 'This trade is not in the cache of this desk. Nothing was decided.', {
    remedy: 'Choose a case from the list.',
    details: { situation: 'gone' },
  });
}

export function caseChanged(): Failure {
  return new Failure(
    'VERSION_CONFLICT',
    'Something has happened to this trade since you looked at it. Nothing was decided.',
    { remedy: 'Look at the case as it is now and decide again.' },
  );
}

export function decisionOnItsWay(): Failure {
  return new Failure('VERSION_CONFLICT', 'This desk has decided about this case already. Nothing else was decided.', {
    remedy: 'Wait until the hub has answered, or take the decision back in the outbox while it waits.',
    details: { situation: 'decided' },
  });
}

const standings: Record<CaseState, string> = {
  open: 'Nothing is proposed for this trade.',
  proposed: 'For this trade a resolution is proposed already.',
  approved: 'For this trade a resolution is approved already.',
  sent: 'For this trade a resolution is on its way already.',
  resolved: 'The case of this trade is resolved.',
};

/** @param state in which the case is; null for a trade that has none */
export function notInState(state: CaseState | null): Failure {
  const standing = state === null ? 'This trade has not failed, so it has no case.' : standings[state];
  return new Failure('INPUT_INVALID', `${standing} Nothing was decided.`, {
    remedy: 'Look at the case as it is now.',
  });
}

export function ownProposal(): Failure {
  return new Failure(
    'FORBIDDEN',
    'You have proposed this yourself, or it is not known who has, so another person has to approve it. Nothing was decided.',
    {
      remedy: 'Ask another admin, or take the proposal back by rejecting it.',
      details: { situation: 'ownProposal' },
    },
  );
}

export function otherProposal(): Failure {
  return new Failure('VERSION_CONFLICT', 'Something else is proposed for this trade by now. Nothing was decided.', {
    remedy: 'Look at the case as it is now and decide about what is proposed there.',
  });
}

/** A resolution that the case does not allow. */
export function resolutionRefused(problem: ResolutionProblem): Failure {
  switch (problem) {
    case 'not-open':
      return notInState('proposed');
    case 'pending':
      return decisionOnItsWay();
    case 'no-metered-quantity':
      return new Failure('INPUT_INVALID', 'The meters leave no quantity for this trade. Nothing was decided.', {
        remedy: 'Wait for the readings, or choose another resolution.',
      });
    case 'quantity-too-large':
      return new Failure('QUANTITY_INVALID', 'The meters say more than was traded. Nothing was decided.', {
        remedy: 'Settle the trade again as it was agreed.',
      });
    case 'quantity-as-traded':
      return new Failure(
        'QUANTITY_INVALID',
        'The meters say what was traded, so nothing is adjusted. Nothing was decided.',
        {
          remedy: 'Settle the trade again as it was agreed.',
        },
      );
    case 'balance-too-low':
      return new Failure('INSUFFICIENT_BALANCE', 'The account that pays does not hold enough. Nothing was decided.', {
        remedy: 'Wait until the account holds more, or choose another resolution.',
      });
  }
}
