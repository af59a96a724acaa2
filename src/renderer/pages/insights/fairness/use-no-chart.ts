import { useTranslation } from 'react-i18next';
import type { Spread } from '#shared/contract/insight-records.ts';

/** Why there is nothing to draw, in words, and what to do. */
export function useNoChart(): (spread: Spread | undefined) => { title: string; text: string } {
  const { t } = useTranslation('fairness');
  return (spread) => {
    const reason = spread?.members === 0 ? 'nobody' : (spread?.withheld ?? 'too-few');
    return { title: t(`none.${reason}.title`), text: t(`none.${reason}.text`) };
  };
}
