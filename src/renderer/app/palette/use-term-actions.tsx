import type { SpotlightActionData } from '@mantine/spotlight';
import { IconHelp } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { termNames } from '#shared/glossary/terms.ts';
import { openHelp } from '../help/help-state.ts';
import { ICON } from './icons.ts';

/** Every term of the glossary; opens the help at it. */
export function useTermActions(): SpotlightActionData[] {
  const { t } = useTranslation('glossary');
  return useMemo(
    () =>
      termNames.map((name) => ({
        id: `term ${name}`,
        label: t(`terms.${name}.name`),
        leftSection: <IconHelp {...ICON} />,
        onClick: () => openHelp(name),
      })),
    [t],
  );
}
