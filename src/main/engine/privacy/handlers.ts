import { Failure } from '#shared/contract/errors.ts';
import { requireCommunity } from '../communities/community.ts';
import { isKeptByHub } from '../communities/kept-by-hub.ts';
import type { EngineHandlers } from '../context.ts';
import { requireMember } from '../members/member.ts';
import { startAccessPack } from './access-pack/write-pack.ts';
import { setClocks, shownClocks } from './clocks.ts';
import { startErasure } from './erase-member.ts';
import { erasurePreview } from './erasure-preview.ts';
import { erasureRecordsOf } from './erasure-records.ts';
import { exportRisk } from './export-risk.ts';
import { holdsOf, liftHold, setHold } from './legal-holds.ts';
import { privacyMeter } from './meter.ts';
import { planRetention } from './retention-plan.ts';
import { startRetention } from './retention-run.ts';

export const privacyHandlers: EngineHandlers<
  | 'privacy.retention'
  | 'privacy.setClocks'
  | 'privacy.setHold'
  | 'privacy.liftHold'
  | 'privacy.dryRun'
  | 'privacy.runRetention'
  | 'privacy.erasurePreview'
  | 'privacy.eraseMember'
  | 'privacy.accessPack'
  | 'privacy.meter'
  | 'privacy.exportRisk'
> = {
  'privacy.retention': ({ communityId }, { cache }) => {
    const community = requireCommunity(cache.read, communityId);
    return {
      clocks: shownClocks(cache.read, community, Date.now()),
      holds: holdsOf(cache.read, community.uid),
      records: erasureRecordsOf(cache.read, community.uid),
      isKeptByHub: isKeptByHub(cache.read, community.id),
    };
  },

  'privacy.setClocks': ({ communityId, clocks }, { cache, changed }) => {
    setClocks(cache.write, requireCommunity(cache.read, communityId).uid, clocks);
    changed('privacy');
    return {};
  },

  'privacy.setHold': ({ communityId, ...hold }, { cache, changed }) => {
    const community = requireCommunity(cache.read, communityId);
    if (hold.memberId !== null && requireMember(cache.read, hold.memberId).community.uid !== community.uid) {
      throw new Failure('INPUT_INVALID', 'This member belongs to another community. Nothing is held.', {
        remedy: 'Choose a member of this community.',
      });
    }
    const holdId = setHold(cache.write, community.uid, hold, Date.now());
    changed('privacy');
    return { holdId };
  },

  'privacy.liftHold': ({ holdId }, { cache, changed }) => {
    liftHold(cache.write, holdId, Date.now());
    changed('privacy');
    return {};
  },

  'privacy.dryRun': ({ communityId }, { cache }) =>
    planRetention(cache.read, requireCommunity(cache.read, communityId), Date.now()),

  'privacy.runRetention': ({ communityId, planId }, context) => startRetention(context, communityId, planId),

  'privacy.erasurePreview': ({ memberId }, { cache }) => erasurePreview(cache.read, memberId),

  'privacy.eraseMember': ({ memberId, ground }, context) => startErasure(context, memberId, ground),

  'privacy.accessPack': (input, context) => startAccessPack(context, input, Date.now()),

  'privacy.meter': ({ communityId, range }, { cache }) => privacyMeter(cache.read, communityId, range),

  'privacy.exportRisk': (input, { cache }) => exportRisk(cache.read, input),
};
