import { Button, Title } from '@mantine/core';
import { IconZoomQuestion } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useCommand } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { AnalysisRun } from './analysis-run.tsx';
import classes from './analysis.module.css';

interface Started {
  readonly taskId: string;
  readonly from: number;
  readonly to: number;
}

/** What a rule did over the chosen period, looked at when somebody wants to know. */
export function RuleAnalysisSection({ rule }: { readonly rule: RuleSummary }): ReactNode {
  const { t } = useTranslation('rule-trials');
  const titleId = useId();
  const format = useFormat();
  const { id: communityId, dataFrom, dataTo } = useCommunity();
  const period = usePeriod();
  const analyse = useCommand('rules.analyse');
  const [started, setStarted] = useState<Started | null>(null);
  const from = Math.max(period.range.from, dataFrom ?? Infinity);
  const to = Math.min(period.range.to, dataTo ?? -Infinity);
  const hasData = from < to;
  const isOlder = started !== null && (started.from !== from || started.to !== to);

  function look(): void {
    analyse.mutate(
      { communityId, ruleId: rule.id, range: { from, to } },
      { onSuccess: ({ taskId }) => setStarted({ taskId, from, to }) },
    );
  }

  return (
    <section className={classes.analysis} aria-labelledby={titleId}>
      <div className={classes.head}>
        <Title order={3} id={titleId} className={classes.title}>
          {t('analysis.title', { period: started === null || !hasData ? period.label : format.days(started) })}
        </Title>
        {rule.version > 0 && (started === null || isOlder) && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconZoomQuestion size={15} stroke={1.75} aria-hidden />}
            loading={analyse.isPending}
            disabled={!hasData}
            onClick={look}
          >
            {t('analysis.start')}
          </Button>
        )}
      </div>
      {rule.version === 0 && <p className={classes.quiet}>{t('analysis.notSent')}</p>}
      {rule.version > 0 && !hasData && (
        <p className={classes.quiet}>{t('analysis.noData', { period: period.label })}</p>
      )}
      {rule.version > 0 && hasData && started === null && <p className={classes.quiet}>{t('analysis.intro')}</p>}
      {analyse.isError && <ErrorState problem={analyse.error.problem} onRetry={look} />}
      {isOlder && hasData && <Notice level="info">{t('analysis.older', { period: period.label })}</Notice>}
      {started !== null && <AnalysisRun key={started.taskId} taskId={started.taskId} rule={rule} />}
    </section>
  );
}
