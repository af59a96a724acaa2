import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '#shared/contract/contract.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PastChoice } from './past-choice.tsx';
import { rangeOfPast, type OwnDays, type Past } from './past.ts';
import { TrialRun } from './trial-run.tsx';
import classes from './trial.module.css';

type Trial = Input<'rules.simulate'>['trial'];

export interface RuleTrialProps {
  /** Null while the draft cannot be tried yet. */
  readonly trial: Trial | null;
}

interface Started {
  readonly taskId: string;
  readonly trial: Trial;
}

/** Tries a draft out on the past: which past, the trial itself, and what the latest one found. Nothing is changed by it. */
export function RuleTrial({ trial }: RuleTrialProps): ReactNode {
  const { t } = useTranslation('rule-trials');
  const community = useCommunity();
  const simulate = useCommand('rules.simulate');
  const [past, setPast] = useState<Past>('quarter');
  const [own, setOwn] = useState<OwnDays | null>(null);
  const [started, setStarted] = useState<Started | null>(null);
  const range = rangeOfPast(past, own, community);
  const canTry = trial !== null && range !== null;
  const isOlder = started !== null && JSON.stringify(started.trial) !== JSON.stringify(trial);

  function tryIt(): void {
    if (trial === null || range === null) return;
    simulate.mutate({ trial, range }, { onSuccess: ({ taskId }) => setStarted({ taskId, trial }) });
  }

  return (
    <div className={classes.trial}>
      <div className={classes.head}>
        <PastChoice past={past} own={own} onPast={setPast} onOwn={setOwn} />
        <Button
          size="sm"
          leftSection={<IconPlayerPlay size={16} stroke={1.75} aria-hidden />}
          loading={simulate.isPending}
          disabled={!canTry}
          onClick={tryIt}
        >
          {t('trial.start')}
        </Button>
      </div>
      {trial === null && <p className={classes.quiet}>{t('trial.notYet')}</p>}
      {trial !== null && range === null && <p className={classes.quiet}>{t('trial.noData')}</p>}
      {started === null && canTry && <p className={classes.quiet}>{t('trial.intro')}</p>}
      {simulate.isError && <ErrorState problem={simulate.error.problem} onRetry={tryIt} />}
      {isOlder && (
        <Notice level="attention">
          <div className={classes.older}>
            {t('trial.older')}
            <Button size="compact-sm" variant="default" disabled={!canTry} loading={simulate.isPending} onClick={tryIt}>
              {t('trial.again')}
            </Button>
          </div>
        </Notice>
      )}
      {started !== null && <TrialRun key={started.taskId} taskId={started.taskId} />}
    </div>
  );
}
