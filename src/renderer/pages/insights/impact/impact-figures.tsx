import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Impact, ImpactTotals } from '#shared/contract/insight-records.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import type { Indicators } from '#shared/contract/stats.ts';
import type { FigureName } from '#shared/glossary/terms.ts';
import { useCommunity } from '../../../app/community.tsx';
import type { BridgeError } from '../../../bridge/client.ts';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { ChangedFigures, type ChangedFigure } from '../changed-figures.tsx';
import type { PeriodBefore } from '../use-period-before.ts';
import { Withheld, withheldNote } from '../withheld.tsx';
import { factorSentence } from './factor-words.ts';
import classes from './impact.module.css';

const HEIGHT = 112;

const terms = {
  co2: 'co2Avoided',
  money: 'moneyKept',
  selfConsumed: 'communitySelfConsumed',
  traded: 'traded',
} as const satisfies Record<string, FigureName>;

/** By figure, the sum of the period before that it is compared with, and the one that tells whether it is whole. */
const sumsOf = {
  co2: ({ co2AvoidedG, selfConsumedWh }) => ({ value: co2AvoidedG, withheldDays: selfConsumedWh.withheldDays }),
  money: ({ tradedAmount }) => tradedAmount,
  selfConsumed: ({ selfConsumedWh }) => selfConsumedWh,
  traded: ({ tradedWh }) => tradedWh,
} as const satisfies Record<keyof typeof terms, (figures: Indicators) => Omit<InsightSum, 'reason'>>;

export interface ImpactFiguresProps {
  readonly query: UseQueryResult<Impact, BridgeError>;
  readonly before: PeriodBefore;
  /** The days of the period before; null when nothing is compared. */
  readonly beforeLabel: string | null;
}

/** The sums of the period, and right below them what the CO2 is reckoned with. */
export function ImpactFigures({ query, before, beforeLabel }: ImpactFiguresProps): ReactNode {
  return (
    <Panel>
      <PageState query={query} skeleton={<Skeleton height={HEIGHT} />}>
        {(impact) =>
          before.isPending ? (
            <Skeleton height={HEIGHT} />
          ) : (
            <Figures
              impact={impact}
              before={before.figures}
              beforeLabel={beforeLabel}
              isOutdated={query.isPlaceholderData || before.isOutdated}
            />
          )
        }
      </PageState>
    </Panel>
  );
}

interface FiguresProps {
  readonly impact: Impact;
  readonly before: Indicators | null;
  readonly beforeLabel: string | null;
  readonly isOutdated: boolean;
}

function Figures({ impact, before, beforeLabel, isOutdated }: FiguresProps): ReactNode {
  const { t } = useTranslation('impact');
  const { t: ofInsights } = useTranslation('insights');
  const format = useFormat();
  const { dataTo, hasMarket } = useCommunity();
  const { totals, factor } = impact;
  const sentence = factor === null ? null : factorSentence(factor, { t, format });

  /** A figure of the totals; nothing that can be told is "n/a" where there is nothing, and withheld where there is. */
  function figure(
    key: keyof typeof terms,
    read: (totals: ImpactTotals) => number | null,
    write: (value: number) => ChangedFigure['value'],
    isThere = true,
  ): ChangedFigure {
    const value = isThere ? read(totals) : null;
    const then = before && sumsOf[key](before);
    const isComparable = then !== null && totals.withheldDays + then.withheldDays === 0;
    return {
      label: t(`figures.${key}.label`),
      value:
        value !== null
          ? write(value)
          : isThere && totals.withheldDays > 0
            ? { instead: <Withheld reason={null} days={totals.withheldDays} /> }
            : format.notAvailable,
      explanation: {
        term: terms[key],
        ...(key === 'co2' && sentence !== null ? { note: sentence } : {}),
        dataTo,
      },
      change: value === null || !isComparable ? null : format.change(value, then.value),
    };
  }

  return (
    <>
      <ChangedFigures
        figures={[
          figure('co2', (one) => one.co2AvoidedG, format.mass, factor !== null),
          figure(
            'money',
            (one) => one.moneyKept,
            (amount) => format.money(amount).text,
            hasMarket,
          ),
          figure(
            'selfConsumed',
            (one) => one.selfConsumedWh,
            (wh) => format.energy(wh),
          ),
          figure(
            'traded',
            (one) => one.tradedWh,
            (wh) => format.energy(wh),
            hasMarket,
          ),
        ]}
        beforeLabel={beforeLabel}
        isOutdated={isOutdated}
      />
      <p className={classes.reckoning}>
        {sentence === null ? t('factor.unknown') : t('co2.reckoned', { factor: sentence })}
        {totals.withheldDays > 0 && ` ${withheldNote(totals.withheldDays, ofInsights)}`}
      </p>
    </>
  );
}
