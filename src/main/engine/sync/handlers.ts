import { Failure } from '#shared/contract/errors.ts';
import { sourceAreas } from '#shared/contract/events.ts';
import { requireCommunity } from '../communities/community.ts';
import { isKeptByHub } from '../communities/kept-by-hub.ts';
import type { EngineHandlers } from '../context.ts';
import { connectHub, disconnectHub, signInAgain } from './connect.ts';
import { startGeneration } from './generation.ts';
import { keepMonths } from './keep-months.ts';
import { syncStatus } from './status.ts';

type SyncMethod =
  | 'sync.status'
  | 'sync.connect'
  | 'sync.signIn'
  | 'sync.now'
  | 'sync.resync'
  | 'sync.keepMonths'
  | 'sync.disconnect';

export const syncHandlers: EngineHandlers<SyncMethod> = {
  'sync.status': (_input, { cache, sync }) => syncStatus(cache.read, sync.state),

  'sync.connect': async (input, { cache, sync, changed }) => {
    await connectHub(cache, input, sync.closing);
    sync.start();
    changed('sync');
    return {};
  },

  'sync.signIn': async ({ password }, { cache, sync, changed }) => {
    try {
      await signInAgain(cache, password, sync.closing, () => sync.stop());
    } finally {
      sync.start();
    }
    changed('sync');
    return {};
  },

  'sync.now': (_input, { sync }) => {
    sync.now();
    return {};
  },

  'sync.resync': ({ communityId, acceptFewer }, { cache, sync }) => {
    const community = requireCommunity(cache.read, communityId);
    if (!isKeptByHub(cache.read, community.id)) {
      throw new Failure('INPUT_INVALID', `${community.name} is this desk's own; no hub has it.`, {
        remedy: 'Choose a community of the hub. Nothing was changed.',
      });
    }
    if (!acceptFewer) startGeneration(cache.write, community.id);
    sync.unblock(communityId, acceptFewer);
    return {};
  },

  'sync.keepMonths': ({ communityId, months }, { cache, sync, changed }) => {
    keepMonths(cache.write, communityId, months, Date.now());
    sync.unblock(communityId, false);
    changed(...sourceAreas, 'sync');
    return {};
  },

  'sync.disconnect': async (_input, { cache, sync, changed }) => {
    try {
      await disconnectHub(cache, () => sync.stop());
    } finally {
      // Still connected when decisions wait.
      sync.start();
    }
    changed(...sourceAreas, 'outbox', 'sync');
    return {};
  },
};
