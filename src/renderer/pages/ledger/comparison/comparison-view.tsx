import { Input, SegmentedControl } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#shared/contract/ledger-records.ts';
import { formatDay } from '#shared/domain/slots.ts';
import { useAddressFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { ShowAllDays } from '../../../app/show-all-days.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { pairSteps } from '../../../charts/comparison-steps.ts';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { MemberChoice, useMemberChosen } from '../savings/member-choice.tsx';
import { ComparedFigures } from './compared-figures.tsx';
import {
  comparedRange,
  comparisons,
  readComparison,
  stepOf,
  writeComparison,
  type ComparedWith,
} from './compared-period.ts';
import classes from './comparison.module.css';
import { MemberChart } from './member-chart.tsx';
import { PeriodChart } from './period-chart.tsx';
import { TradedPriceChart } from './traded-price-chart.tsx';
import { useSumsBefore } from './use-sums-before.ts';

const hasTraded = ({ current }: Comparison): boolean =>
  current.boughtWh.some((wh) => wh > 0) || current.soldWh.some((wh) => wh > 0);

/** Trade of a member, or of all, beside another period, the community and the tariffs. */
export function ComparisonView(): ReactNode {
  const { t } = useTranslation('comparison');
  const { id: communityId, name } = useCommunity();
  const { timeZone, days: wordsOf } = useFormat();
  const period = usePeriod();
  const { memberId, pseudonym } = useMemberChosen();
  const [{ against }, change] = useAddressFilters(readComparison, writeComparison);
  const { range, days, firstDay, lastDay, label } = period;
  const step = stepOf(days);
  const compareWith = useMemo(() => comparedRange(against, period, timeZone), [against, period, timeZone]);
  const query = useMethod('ledger.comparison', { communityId, memberId, range, compareWith, step });
  const { data } = query;
  const before = useSumsBefore(memberId, against === 'before' && compareWith !== null);
  const steps = useMemo(
    () =>
      data === undefined
        ? []
        : pairSteps(
            {
              step: data.step,
              range,
              start: data.start,
              before: data.before && { from: compareWith?.from ?? data.before.start[0] ?? 0, start: data.before.start },
            },
            timeZone,
          ),
    [data, range, compareWith, timeZone],
  );
  const who = memberId === null ? name : (pseudonym ?? t('unknownMember'));
  const beforeLabel = compareWith === null ? null : wordsOf(compareWith);
  const shared = {
    query,
    steps,
    range,
    who,
    isMember: memberId !== null,
    currentLabel: label,
    beforeLabel,
    source: memberId === null ? name : `${name}, ${who}`,
    days: `${formatDay(firstDay)}_${formatDay(lastDay)}`,
    empty: {
      icon: <IconReceiptOff size={22} stroke={1.75} />,
      title: t('nothing', { who }),
      text: t('nothingText'),
      actions: <ShowAllDays />,
    },
    isEmpty: (answer: Comparison) => !hasTraded(answer),
  };
  return (
    <div className={classes.view}>
      <Panel>
        <div className={classes.fields}>
          <MemberChoice />
          <Input.Wrapper label={t('against.label')} labelElement="div" size="xs">
            <div>
              <SegmentedControl<ComparedWith>
                size="xs"
                aria-label={t('against.label')}
                value={against}
                onChange={(value) => change({ against: value })}
                data={comparisons.map((value) => ({ value, label: t(`against.${value}`) }))}
              />
            </div>
          </Input.Wrapper>
          <p className={classes.hint} role="status">
            {against !== 'off' &&
              (beforeLabel === null ? t('against.noData') : t('against.is', { period: label, other: beforeLabel }))}
          </p>
        </div>
        {data !== undefined && hasTraded(data) && !before.isPending && (
          <ComparedFigures
            comparison={data}
            sumsBefore={before.sums}
            isMember={memberId !== null}
            beforeLabel={beforeLabel}
            isOutdated={query.isPlaceholderData}
          />
        )}
      </Panel>
      <PeriodChart {...shared} />
      <div className={classes.pair}>
        <TradedPriceChart {...shared} />
        <MemberChart {...shared} />
      </div>
    </div>
  );
}
