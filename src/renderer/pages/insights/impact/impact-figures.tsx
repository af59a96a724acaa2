import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Impact, ImpactTotals } from '#shared/contract/insight-records.ts';
import type { FigureName } from '#shared/glossary/terms.ts';
import { useCommunity } from '../../../app/community.tsx';
import type { BridgeError } from '../../../bridge/client.ts';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { ChangedFigures, type ChangedFigure } from '../changed-figures.tsx';
import { Withheld, withheldNote } from '../withheld.tsx';
import { factorSentence } from './factor-words.ts';
import classes from './impact.module.css';

const terms = {
  co2: 'co2Avoided',
  money: 'moneyKept',
  selfConsumed: 'communitySelfConsumed',
  traded: 'traded',
} as const satisfies Record<string, FigureName>;

export interface ImpactFiguresProps {
  readonly query: UseQueryResult<Impact, BridgeError>;
  /** The days of the period before; null when nothing is compared. */
  readonly beforeLabel: string | null;
}

/** The sums of the period, and right below them what the CO2 is reckoned with. */
export function ImpactFigures({ query, beforeLabel }: ImpactFiguresProps): ReactNode {
  return (
    <Panel>
      <PageState query={query} skeleton={<Skeleton height={112} />}>
        {(impact) => <Figures impact={impact} beforeLabel={beforeLabel} isOutdated={query.isPlaceholderData} />}
      </PageState>
    </Panel>
  );
}

interface FiguresProps {
  readonly impact: Impact;
  readonly beforeLabel: string | null;
  readonly isOutdated: boolean;
}

function Figures({ impact, beforeLabel, isOutdated }: FiguresProps): ReactNode {
  const { t } = useTranslation('impact');
  const { t: ofInsights } = useTranslation('insights');
  const format = useFormat();
  const { dataTo, hasMarket } = useCommunity();
  const { totals, factor } = impact;
  const previous = impact.previous?.totals ?? null;
  const sentence = factor === null ? null : factorSentence(factor, { t, format });

  /** A figure of the totals; nothing that can be told is "n/a" where there is nothing, and withheld where there is. */
  function figure(
    key: keyof typeof terms,
    read: (totals: ImpactTotals) => number | null,
    write: (value: number) => ChangedFigure['value'],
    isThere = true,
  ): ChangedFigure {
    const value = isThere ? read(totals) : null;
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
      change: previous === null || value === null ? null : format.change(value, read(previous)),
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
