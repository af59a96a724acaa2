import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { withdraw } from './commands.ts';
import { outboxItems } from './list.ts';

export const outboxHandlers: EngineHandlers<'outbox.list' | 'outbox.withdraw'> = {
  'outbox.list': ({ communityId }, { cache }) => outboxItems(cache.read, requireCommunity(cache.read, communityId)),

  'outbox.withdraw': ({ id }, { cache, changed }) => {
    withdraw(cache.write, id, Date.now());
    changed('outbox', 'market');
    return {};
  },
};
