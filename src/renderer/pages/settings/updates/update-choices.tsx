import { SegmentedControl, Stack, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { updateChannels, type UpdatesState } from '#shared/contract/updates.ts';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import classes from './updates.module.css';

/** Which versions this desk gets, and whether it looks for them by itself. */
export function UpdateChoices({ updates }: { readonly updates: UpdatesState }): ReactNode {
  const { t } = useTranslation('updates');
  const choose = useCommand('updates.choose');
  const { channel, isAutomatic, policy } = updates;
  return (
    <Panel title={t('choices.title')}>
      <Stack gap="sm" align="flex-start">
        {choose.isError && <ErrorState problem={choose.error.problem} />}
        <SegmentedControl
          aria-label={t('choices.channel')}
          value={channel}
          disabled={choose.isPending}
          data={updateChannels.map((one) => ({ value: one, label: t(`choices.channels.${one}`) }))}
          onChange={(chosen) => choose.mutate({ channel: updateChannels.find((one) => one === chosen) ?? channel })}
        />
        <p className={classes.quiet}>{t('choices.channelText')}</p>
        {policy.state === 'manual' ? (
          <p className={classes.text}>{t('choices.manualText')}</p>
        ) : (
          <Switch
            label={t('choices.automatic')}
            description={t('choices.automaticText')}
            checked={isAutomatic}
            disabled={choose.isPending}
            onChange={(event) => choose.mutate({ isAutomatic: event.currentTarget.checked })}
          />
        )}
      </Stack>
    </Panel>
  );
}
