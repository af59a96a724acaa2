import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '#shared/contract/preferences.ts';
import { usePreferences } from '../preferences.tsx';

const schemes: readonly { readonly value: Preferences['colourScheme']; readonly icon: typeof IconSun }[] = [
  { value: 'system', icon: IconDeviceDesktop },
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
];
const languages: readonly Preferences['language'][] = ['system', 'en', 'de'];

/** Colour scheme and language. */
export function LookMenu(): ReactNode {
  const { t } = useTranslation();
  const { preferences, change } = usePreferences();
  const CurrentIcon = schemes.find(({ value }) => value === preferences.colourScheme)?.icon ?? IconSun;
  const check = (isChosen: boolean) => (isChosen ? <IconCheck size={16} aria-hidden /> : null);
  return (
    <Menu position="bottom-end" width={210} closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={t('settingsMenu')}>
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('settingsMenu')}>
            <CurrentIcon size={19} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('appearance.label')}</Menu.Label>
        {schemes.map(({ value, icon: SchemeIcon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={preferences.colourScheme === value}
            leftSection={<SchemeIcon size={16} stroke={1.75} aria-hidden />}
            rightSection={check(preferences.colourScheme === value)}
            onClick={() => change({ colourScheme: value })}
          >
            {t(`appearance.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('language.label')}</Menu.Label>
        {languages.map((value) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={preferences.language === value}
            leftSection={<IconLanguage size={16} stroke={1.75} aria-hidden />}
            rightSection={check(preferences.language === value)}
            onClick={() => change({ language: value })}
          >
            {t(`language.${value}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
