import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DeepLink } from '#shared/desk/deep-link.ts';
import { BridgeError, call } from '../../bridge/client.ts';
import { showFailure } from '../../components/failure-notice.ts';
import { useProblemWords } from '../../components/problem-words.ts';
import { useCommunityOrNull } from '../community.tsx';
import { readPeriod } from '../period-arithmetic.ts';
import { useOpenCommunity, usePeriod } from '../period.tsx';
import { findPlace } from './find-place.ts';

const NOTICE = 'link';

/** Goes where a link leads, or says why it leads nowhere. */
export function useOpenLink(): (link: DeepLink) => Promise<void> {
  const { t } = useTranslation('desk');
  const words = useProblemWords();
  const navigate = useNavigate();
  const openCommunity = useOpenCommunity();
  const current = useCommunityOrNull()?.id ?? null;
  const { choice } = usePeriod();
  const refuse = (message: string): void => showFailure({ id: NOTICE, title: t('links.title'), message });

  return async (link) => {
    try {
      const all = await call('communities.list', {});
      const openFirst = all.toSorted((a, b) => Number(b.id === current) - Number(a.id === current));
      const found = await findPlace(link, openFirst, Date.now());
      if (typeof found === 'string') return refuse(t(`links.missing.${found}`));
      const { communityId, path, entries } = found;
      if (communityId === null) return void navigate(path);
      const named = link.to === 'page' && link.period !== undefined ? readPeriod(link.period) : null;
      const wanted = named ?? (communityId === current ? choice : undefined);
      openCommunity(communityId, { page: path.slice(1), entries, ...(wanted !== undefined && { choice: wanted }) });
    } catch (error) {
      if (!(error instanceof BridgeError)) throw error;
      refuse(words(error.problem).whole);
    }
  };
}
