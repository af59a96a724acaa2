import { Stack, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { notificationKinds, type NotificationKind } from '#shared/contract/preferences.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import { Panel } from '../../../components/panel.tsx';

/** Which notifications the system may show for the console. */
export function NotificationsPanel(): ReactNode {
  const { t } = useTranslation('desk');
  const { preferences, change } = usePreferences();
  const { mutedNotifications: muted } = preferences;
  const set = (kind: NotificationKind, isOn: boolean): void =>
    change({ mutedNotifications: isOn ? muted.filter((one) => one !== kind) : [...muted, kind] });
  return (
    <Panel title={t('notifications.title')} subtitle={t('notifications.subtitle')}>
      <Stack gap="sm">
        {notificationKinds.map((kind) => (
          <Switch
            key={kind}
            label={t(`notifications.${kind}`)}
            checked={!muted.includes(kind)}
            onChange={(event) => set(kind, event.currentTarget.checked)}
          />
        ))}
      </Stack>
    </Panel>
  );
}
