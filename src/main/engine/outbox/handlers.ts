import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { dismiss, withdraw } from './commands.ts';
import { outboxItems } from './list.ts';
import { retry } from './retry.ts';

type OutboxMethod = 'outbox.list' | 'outbox.withdraw' | 'outbox.dismiss' | 'outbox.retry';

/** @param now the desk's clock, epoch milliseconds */
export function outboxHandlersAt(now: () => number): EngineHandlers<OutboxMethod> {
  return {
    'outbox.list': ({ communityId }, { cache }) => outboxItems(cache.read, requireCommunity(cache.read, communityId)),

    'outbox.withdraw': ({ id }, { cache, changed }) => {
      withdraw(cache.write, id, now());
      changed('outbox', 'market', 'rules', 'members', 'sync');
      return {};
    },

    'outbox.dismiss': ({ id }, { cache, changed }) => {
      dismiss(cache.write, id);
      changed('outbox', 'rules', 'sync');
      return {};
    },

    'outbox.retry': ({ id, key }, { cache, sync, changed }) => {
      const commandId = retry(cache.write, id, key, now());
      changed('outbox', 'market', 'rules', 'members', 'sync');
      sync.wake();
      return { commandId };
    },
  };
}

export const outboxHandlers = outboxHandlersAt(Date.now);
