import { useTranslation } from 'react-i18next';
import { marksOf } from '#shared/desk/community-mark.ts';
import { useCommunityOrNull } from './community.tsx';

/** What the open community is marked as, in words; nothing for a real one. */
export function useMarks(): string[] {
  const { t } = useTranslation();
  const community = useCommunityOrNull();
  return community === null ? [] : marksOf(community).map((mark) => t(`community.${mark}`));
}
