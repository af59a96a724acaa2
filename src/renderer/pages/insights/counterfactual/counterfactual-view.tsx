import { Button } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddressFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import type { InstantRange } from '../../../app/period-arithmetic.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useCommand } from '../../../bridge/queries.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import classes from './counterfactual.module.css';
import { ReplayResult } from './replay-result.tsx';
import { ReplayState } from './replay-state.tsx';
import { SavedScenariosMenu } from './saved-scenarios-menu.tsx';
import { readChosen, writeChosen } from './scenarios.ts';
import { useReplays } from './use-replays.ts';

/** What the period would have been under other mechanisms: replays it, and shows what the last replay of it found. */
export function CounterfactualView(): ReactNode {
  const { t } = useTranslation('counterfactual');
  const { id: communityId } = useCommunity();
  const { range, label } = usePeriod();
  const [{ chosen }, change] = useAddressFilters(readChosen, writeChosen);
  const replay = useCommand('insights.counterfactual');
  const { latest, of, isLooking } = useReplays(communityId);
  const shown = of(range);
  const isRunning = latest?.state === 'running';
  const start = (wanted: InstantRange): void => replay.mutate({ communityId, range: wanted });

  function startWhenNeeded(wanted: InstantRange): void {
    if (!isRunning && of(wanted) === null) start(wanted);
  }

  return (
    <div className={classes.view}>
      <Panel
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <>
            <SavedScenariosMenu chosen={chosen} onRange={startWhenNeeded} />
            <Button
              size="xs"
              variant={shown === null ? 'filled' : 'default'}
              leftSection={<IconArrowsSplit2 size={15} stroke={1.75} aria-hidden />}
              loading={replay.isPending}
              disabled={isRunning}
              onClick={() => start(range)}
            >
              {t(shown === null ? 'start' : 'again')}
            </Button>
          </>
        }
      >
        {replay.isError && <ErrorState problem={replay.error.problem} onRetry={() => start(range)} />}
        {latest !== null && <ReplayState key={latest.id} task={latest} />}
        {shown === null && isLooking && <SkeletonLines />}
        {shown === null && !isLooking && !isRunning && (
          <EmptyState
            icon={<IconArrowsSplit2 size={22} stroke={1.75} />}
            title={t('none', { period: label })}
            text={t('noneText')}
          />
        )}
        {shown !== null && <p className={classes.quiet}>{t('caveats.short')}</p>}
      </Panel>
      {shown !== null && (
        <ReplayResult
          key={shown.id}
          taskId={shown.id}
          chosen={chosen}
          onChosen={(names) => change({ chosen: names })}
        />
      )}
    </div>
  );
}
