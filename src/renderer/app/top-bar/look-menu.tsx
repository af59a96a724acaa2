import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '#shared/contract/preferences.ts';
import { languageName } from '#shared/languages/language.ts';
import { languages } from '#shared/languages/languages.ts';
import { usePreferences } from '../preferences.tsx';

type Scheme = Preferences['colourScheme'];
type LanguageChoice = Preferences['language'];

const schemeIcons: Record<Scheme, Icon> = { system: IconDeviceDesktop, light: IconSun, dark: IconMoon };
const schemes = Object.keys(schemeIcons) as Scheme[];
const languageChoices: readonly LanguageChoice[] = ['system', ...languages];

/** Colour scheme and language. */
export function LookMenu(): ReactNode {
  const { t } = useTranslation();
  const { preferences, change } = usePreferences();
  const { colourScheme, language } = preferences;
  const CurrentIcon = schemeIcons[colourScheme];
  return (
    <Menu position="bottom-end" width={210} checkIcon={<IconCheck size={15} aria-hidden />}>
      <Menu.Target>
        <Tooltip label={t('settingsMenu')}>
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('settingsMenu')}>
            <CurrentIcon size={19} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('appearance.label')}</Menu.Label>
        <Menu.RadioGroup value={colourScheme} onChange={(value) => change({ colourScheme: value as Scheme })}>
          {schemes.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {t(`appearance.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('language.label')}</Menu.Label>
        <Menu.RadioGroup value={language} onChange={(value) => change({ language: value as LanguageChoice })}>
          {languageChoices.map((one) => (
            <Menu.RadioItem key={one} value={one}>
              {one === 'system' ? t('language.system') : languageName(one)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
