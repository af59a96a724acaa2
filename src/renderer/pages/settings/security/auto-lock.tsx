import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../../app/preferences.tsx';
import { Panel } from '../../../components/panel.tsx';

const CHOICES = [1, 5, 10, 15, 30, 60, 120, 240] as const;
const NEVER = 0;

/** After how many idle minutes the console locks, and when it locks whatever was chosen. */
export function AutoLock(): ReactNode {
  const { t } = useTranslation('settings');
  const { preferences, change } = usePreferences();
  const { autoLockMinutes } = preferences;
  // What another hand wrote into the file stays a choice.
  const minutes = [...new Set([...CHOICES, ...(autoLockMinutes === NEVER ? [] : [autoLockMinutes])])];
  const choices = [...minutes.toSorted((a, b) => a - b), NEVER].map((count) => ({
    value: String(count),
    label: count === NEVER ? t('security.autoLock.never') : t('security.autoLock.minutes', { count }),
  }));
  return (
    <Panel title={t('security.autoLock.title')} subtitle={t('security.autoLock.subtitle')}>
      <Select
        label={t('security.autoLock.label')}
        description={t(autoLockMinutes === NEVER ? 'security.autoLock.neverText' : 'security.autoLock.text')}
        data={choices}
        value={String(autoLockMinutes)}
        allowDeselect={false}
        maw={420}
        onChange={(value) => value !== null && change({ autoLockMinutes: Number(value) })}
      />
    </Panel>
  );
}
