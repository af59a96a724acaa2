import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { documentsWith, documentVersion, documentVersions, saveDocument } from './documents.ts';
import { organiserOf, setOrganiser } from './organiser.ts';

export const documentsHandlers: EngineHandlers<
  'documents.list' | 'documents.get' | 'documents.save' | 'documents.organiser' | 'documents.setOrganiser'
> = {
  'documents.list': ({ communityId, contains }, { cache }) => {
    const { uid } = requireCommunity(cache.read, communityId);
    return contains === undefined
      ? documentVersions(cache.read, uid, Date.now())
      : documentsWith(cache.read, uid, Date.now(), contains);
  },

  'documents.get': ({ communityId, ...wanted }, { cache }) =>
    documentVersion(cache.read, requireCommunity(cache.read, communityId).uid, wanted, Date.now()),

  'documents.save': ({ communityId, ...document }, { cache, changed }) => {
    const community = requireCommunity(cache.read, communityId);
    const version = saveDocument(cache.write, community, document, Date.now());
    // The list of consents names the text that is in force.
    changed('documents', 'consents');
    return { version };
  },

  'documents.organiser': ({ communityId }, { cache }) =>
    organiserOf(cache.read, requireCommunity(cache.read, communityId).uid),

  'documents.setOrganiser': ({ communityId, organiser }, { cache, changed }) => {
    setOrganiser(cache.write, requireCommunity(cache.read, communityId).uid, organiser, Date.now());
    changed('documents');
    return {};
  },
};
