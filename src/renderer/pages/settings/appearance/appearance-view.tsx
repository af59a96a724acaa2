import { Group, Radio, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '#shared/contract/preferences.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import { Panel } from '../../../components/panel.tsx';

const languages: readonly Preferences['language'][] = ['system', 'en', 'de'];
const schemes: readonly Preferences['colourScheme'][] = ['system', 'light', 'dark'];

/** Language and colours: the same choices as at the top of the window. */
export function AppearanceView(): ReactNode {
  const { t } = useTranslation(['settings', 'shell']);
  const { preferences, change } = usePreferences();
  return (
    <Panel title={t('appearance.title')} subtitle={t('appearance.subtitle')}>
      <Stack gap="md">
        <Choice
          label={t('shell:language.label')}
          description={t('appearance.languageText')}
          value={preferences.language}
          choices={languages.map((value) => ({ value, name: t(`shell:language.${value}`) }))}
          onChange={(language) => change({ language })}
        />
        <Choice
          label={t('shell:appearance.label')}
          description={t('appearance.schemeText')}
          value={preferences.colourScheme}
          choices={schemes.map((value) => ({ value, name: t(`shell:appearance.${value}`) }))}
          onChange={(colourScheme) => change({ colourScheme })}
        />
      </Stack>
    </Panel>
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
