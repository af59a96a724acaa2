import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { AFTER_CRASH } from '#shared/contract/bridge.ts';

/** Says once that the page was loaded again after it had died. */
export function useCrashNotice(): void {
  const { t } = useTranslation();
  useEffect(() => {
    if (window.location.search !== AFTER_CRASH) return;
    // Main lets the page start itself over at its plain address only.
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.hash);
    notifications.show({
      id: 'after-crash',
      color: 'yellow',
      autoClose: false,
      title: t('afterCrash.title'),
      message: t('afterCrash.text'),
    });
  }, [t]);
}
