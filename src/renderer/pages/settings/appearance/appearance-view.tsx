import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '#shared/contract/preferences.ts';
import { languageName } from '#shared/languages/language.ts';
import { languages } from '#shared/languages/languages.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import { beginTour } from '../../../app/tour/tour-state.ts';
import { Panel } from '../../../components/panel.tsx';
import classes from '../view.module.css';
import { NotificationsPanel } from './notifications-panel.tsx';

const languageChoices: readonly Preferences['language'][] = ['system', ...languages];
const schemes: readonly Preferences['colourScheme'][] = ['system', 'light', 'dark'];

/** Language and colours: the same choices as at the top of the window. */
export function AppearanceView(): ReactNode {
  const { t } = useTranslation(['settings', 'shell', 'tour']);
  const { preferences, change } = usePreferences();
  return (
    <div className={classes.view}>
      <Panel title={t('appearance.title')} subtitle={t('appearance.subtitle')}>
        <Stack gap="md">
          <Choice
            label={t('shell:language.label')}
            description={t('appearance.languageText')}
            value={preferences.language}
            choices={languageChoices.map((value) => ({
              value,
              name: value === 'system' ? t('shell:language.system') : languageName(value),
            }))}
            onChange={(language) => change({ language })}
          />
          <Choice
            label={t('shell:appearance.label')}
            description={t('appearance.schemeText')}
            value={preferences.colourScheme}
            choices={schemes.map((value) => ({ value, name: t(`shell:appearance.${value}`) }))}
            onChange={(colourScheme) => change({ colourScheme })}
          />
          <div>
            <Button size="xs" variant="default" onClick={beginTour}>
              {t('tour:show')}
            </Button>
            <Text size="xs" c="dimmed" mt={4}>
              {t('tour:showText')}
            </Text>
          </div>
        </Stack>
      </Panel>
      <NotificationsPanel />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly description: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly name: string }[];
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, description, value, choices, onChange }: ChoiceProps<T>): ReactNode {
  const choose = (chosen: string): void => {
    const found = choices.find((one) => one.value === chosen);
    if (found !== undefined) onChange(found.value);
  };
  return (
    <Radio.Group label={label} description={description} value={value} onChange={choose}>
      <Group gap="lg" mt={8}>
        {choices.map((one) => (
          <Radio key={one.value} value={one.value} label={one.name} />
        ))}
      </Group>
    </Radio.Group>
  );
}
