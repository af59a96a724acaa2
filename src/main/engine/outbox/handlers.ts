import { Failure } from '#shared/contract/errors.ts';
import { mayCall } from '#shared/contract/method.ts';
import { rolesToDecide } from '#shared/contract/outbox.ts';
import { outboxKinds } from '#shared/domain/outbox.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineContext, EngineHandlers } from '../context.ts';
import { dismiss, withdraw } from './commands.ts';
import { outboxItems } from './list.ts';
import { retry } from './retry.ts';

type OutboxMethod = 'outbox.list' | 'outbox.withdraw' | 'outbox.dismiss' | 'outbox.retry';

/** @param now the desk's clock, epoch milliseconds */
export function outboxHandlersAt(now: () => number): EngineHandlers<OutboxMethod> {
  return {
    'outbox.list': ({ communityId }, { cache }) => outboxItems(cache.read, requireCommunity(cache.read, communityId)),

    'outbox.withdraw': ({ id }, context) => {
      const { cache, changed } = context;
      requireRole(context, id);
      withdraw(cache.write, id, now());
      changed('outbox', 'market', 'rules', 'members', 'settlement', 'sync');
      return {};
    },

    'outbox.dismiss': ({ id }, context) => {
      const { cache, changed } = context;
      requireRole(context, id);
      dismiss(cache.write, id);
      changed('outbox', 'rules', 'settlement', 'sync');
      return {};
    },

    'outbox.retry': ({ id, key }, context) => {
      const { cache, sync, changed } = context;
      requireRole(context, id);
      const commandId = retry(cache.write, id, key, now());
      changed('outbox', 'market', 'rules', 'members', 'settlement', 'sync');
      sync.wake();
      return { commandId };
    },
  };
}

export const outboxHandlers = outboxHandlersAt(Date.now);

/** Whoever could not have decided this does not take it back or repeat it either. Of what is not there nothing is said here. */
function requireRole({ cache, role }: Pick<EngineContext, 'cache' | 'role'>, id: string): void {
  const [kind] = cache.read.pluck<number>('SELECT kind FROM outbox WHERE uid = ?', [id]);
  if (kind === undefined) return;
  const needed = rolesToDecide[outboxKinds[kind]];
  if (mayCall(role, needed)) return;
  throw new Failure('FORBIDDEN', `This decision needs the role "${needed}"; yours is "${role}". It stays as it is.`, {
    remedy: 'Ask a person with that role.',
  });
}
