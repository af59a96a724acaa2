import type { EngineHandlers } from '../context.ts';
import { placeOffer } from './offer-drafts.ts';
import { checkTrade, takeOffer } from './offer-taking.ts';

type OfferMethod = 'market.placeOffer' | 'market.checkTrade' | 'market.takeOffer';

/**
 * What goes into the outbox. The list of offers and the check of a draft are answered with the queries that take longer.
 * @param now the desk's clock, epoch milliseconds
 */
export function offerHandlersAt(now: () => number): EngineHandlers<OfferMethod> {
  return {
    'market.placeOffer': (input, { cache, sync, changed }) => {
      const commandId = placeOffer(cache.write, input, now());
      changed('outbox', 'market', 'sync');
      sync.wake();
      return { commandId };
    },

    'market.checkTrade': (input, { cache }) => checkTrade(cache.read, input, now()),

    'market.takeOffer': (input, { cache, sync, changed }) => {
      const commandId = takeOffer(cache.write, input, now());
      changed('outbox', 'market', 'sync');
      sync.wake();
      return { commandId };
    },
  };
}

export const offerHandlers = offerHandlersAt(Date.now);
