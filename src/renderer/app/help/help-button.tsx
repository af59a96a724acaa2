import { ActionIcon, Tooltip } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openHelp } from './help-state.ts';

/** Opens the help on the page. */
export function HelpButton(): ReactNode {
  const { t } = useTranslation('help');
  return (
    <Tooltip label={t('open')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label={t('open')}
        data-tour="help"
        onClick={() => openHelp()}
      >
        <IconHelp size={19} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
