import type { ChangedArea } from '#shared/contract/events.ts';
import type { ConsentPurpose } from '#shared/privacy/consents.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { consentHistory, consentsOf, recordConsent } from './consents.ts';

/** What shows members by leave of this consent. */
const shownBy: Readonly<Record<ConsentPurpose, readonly ChangedArea[]>> = {
  leaderboards: ['insights'],
  map: ['map', 'members'],
  advice: ['insights', 'health'],
};

export const consentsHandlers: EngineHandlers<'consents.list' | 'consents.history' | 'consents.record'> = {
  'consents.list': ({ communityId }, { cache }) =>
    consentsOf(cache.read, requireCommunity(cache.read, communityId), Date.now()),

  'consents.history': ({ memberId }, { cache }) => consentHistory(cache.read, memberId),

  'consents.record': (input, { cache, changed }) => {
    const recorded = recordConsent(cache.write, input, Date.now());
    changed('consents', ...shownBy[input.purpose]);
    return recorded;
  },
};
