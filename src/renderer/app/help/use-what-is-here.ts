import { useTranslation } from 'react-i18next';
import { useHelpPlace } from './use-help-place.ts';

/** What the page and view of the address show, in a sentence of its help; null where there is no page. */
export function useWhatIsHere(): string | null {
  const { t } = useTranslation('help');
  const place = useHelpPlace();
  return place === null ? null : t(`pages.${place.page}.${place.view}`);
}
