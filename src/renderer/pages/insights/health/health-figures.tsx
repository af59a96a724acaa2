import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberGroup, Peak } from '#shared/contract/insight-records.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import type { Output } from '#shared/contract/contract.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../../rules/cents.ts';
import { ChangedFigures, type ChangedFigure } from '../changed-figures.tsx';
import { comparable } from '../comparable.ts';
import { Withheld, withheldNote } from '../withheld.tsx';
import type { FiguresBefore } from './figures-before.ts';
import type { Indicators } from './chart-props.ts';
import classes from './health.module.css';
import { peakSides, slotPower, type PeakSide } from './peak-words.ts';

export interface HealthFiguresProps {
  readonly indicators: Indicators;
  readonly group: MemberGroup;
  /** Null when nothing is compared. */
  readonly before: FiguresBefore | null;
  /** `loading` until there is an answer; null where there is none. */
  readonly peaks: Output<'insights.peaks'> | 'loading' | null;
  /** The days of the period before; null when nothing is compared. */
  readonly beforeLabel: string | null;
  readonly isOutdated: boolean;
}

const terms = { tradedWh: 'traded', savings: 'savings' } as const;
const wholeOf = { selfSufficiency: 'consumedWh', selfConsumption: 'producedWh' } as const;

/** Whether there is something, none of which may be shown. */
const isWithheld = ({ value, withheldDays }: InsightSum): boolean => value === null && withheldDays > 0;

/** The indicators of the period, each with how it changed. */
export function HealthFigures({ indicators, group, before, peaks, ...rest }: HealthFiguresProps): ReactNode {
  const { t } = useTranslation(['insights-health', 'insights']);
  const format = useFormat();
  const { hasMarket, slotMinutes } = useCommunity();
  const { current, dataTo } = indicators;
  const isAll = group === 'all';
  const sumText = (sum: InsightSum): string =>
    isWithheld(sum)
      ? t('insights:withheld.word')
      : sum.value === null
        ? format.notAvailable
        : format.energy(sum.value).text;

  /** A share of what may be shown. Its note says where that is not every day. */
  function share(key: keyof typeof wholeOf): ChangedFigure {
    const part = current.totals.selfConsumedWh;
    const whole = current.totals[wholeOf[key]];
    const isHidden = isWithheld(part) || isWithheld(whole);
    const of = isAll ? 'all' : 'role';
    return {
      label: t(`figures.${key}.label`),
      value: isHidden
        ? { instead: <Withheld reason={part.reason ?? whole.reason} days={part.withheldDays} /> }
        : format.percent(current[key]),
      explanation: {
        term: key,
        ...(isAll ? {} : { formula: t(`figures.${key}.formulaOfRole`) }),
        inputs: [
          { label: t(`selfConsumed.${of}`), value: sumText(part) },
          { label: t(`measures.${wholeOf[key]}`), value: sumText(whole) },
        ],
        ...(part.withheldDays > 0 ? { note: t('figures.overShownDays') } : {}),
        dataTo,
      },
      change:
        before === null || isHidden || comparable(part, before.selfConsumedWh) === null
          ? null
          : format.changeInPoints(current[key], before[key]),
      note: isHidden ? undefined : noteOf(part),
    };
  }

  function noteOf({ withheldDays }: InsightSum): ReactNode {
    return withheldNote(withheldDays, t) ?? undefined;
  }

  /** A sum of trades; not available where there is no market. */
  function traded(
    key: 'tradedWh' | 'boughtWh' | 'soldWh' | 'savings',
    sum: InsightSum,
    then: InsightSum | undefined,
    write: (value: number) => ChangedFigure['value'],
    changeOf: (value: number, before: number) => string,
  ): ChangedFigure {
    const compared = comparable(sum, then);
    const isHidden = hasMarket && isWithheld(sum);
    const isLost = key === 'savings' && sum.value !== null && isLoss(sum.value);
    return {
      label: t(`figures.${key}.label`),
      value: isHidden
        ? { instead: <Withheld reason={sum.reason} days={sum.withheldDays} /> }
        : hasMarket && sum.value !== null
          ? write(sum.value)
          : format.notAvailable,
      explanation: {
        ...(key === 'boughtWh' || key === 'soldWh' ? { formula: t(`figures.${key}.formula`) } : { term: terms[key] }),
        ...(hasMarket ? {} : { note: t('figures.noMarket') }),
        dataTo,
      },
      change: !hasMarket || compared === null ? null : changeOf(compared.now, compared.former),
      note: !hasMarket || isHidden ? undefined : isLost ? <Lost rest={noteOf(sum)} /> : noteOf(sum),
    };
  }

  const energy = (key: 'tradedWh' | 'boughtWh' | 'soldWh', measure: 'boughtWh' | 'soldWh'): ChangedFigure =>
    traded(key, current.totals[measure], before?.[measure], (wh) => format.energy(wh), format.change);

  const participation: ChangedFigure = {
    label: t('figures.participation.label'),
    value: hasMarket ? format.percent(current.participationRate) : format.notAvailable,
    explanation: {
      term: 'participationRate',
      inputs: [
        { label: t('figures.participation.participants'), value: format.number(current.totalParticipants) },
        { label: t('figures.participation.active'), value: format.number(current.totalActiveMembers) },
      ],
      dataTo,
    },
    change:
      before === null || !hasMarket ? null : format.changeInPoints(current.participationRate, before.participationRate),
  };

  function peakReduction(side: PeakSide): ChangedFigure {
    const answer = peaks === 'loading' ? null : peaks;
    const peak = answer?.current[side] ?? null;
    const then = answer?.previous?.[side] ?? null;
    return {
      label: t(`figures.peak.${side}`),
      value: peakValue(peak),
      explanation: {
        term: 'peakImportExport',
        inputs: [
          { label: t('peaks.cases.traded'), value: powerText(peak?.wh ?? null) },
          { label: t('peaks.cases.baseline'), value: powerText(peak?.baselineWh ?? null) },
        ],
        dataTo,
      },
      change:
        peak === null || then === null || peak.reduction === null || !hasMarket
          ? null
          : format.changeInPoints(peak.reduction, then.reduction),
    };
  }

  function peakValue(peak: Peak | null): ChangedFigure['value'] {
    if (peaks === 'loading') return { instead: <Skeleton height={20} width={72} mt={5} /> };
    if (peak?.withheld != null) return { instead: <Withheld reason={peak.withheld} /> };
    return hasMarket ? format.percent(peak?.reduction ?? null) : format.notAvailable;
  }

  function powerText(wh: number | null): string {
    return wh === null ? format.notAvailable : format.power(slotPower(wh, slotMinutes)).text;
  }

  return (
    <ChangedFigures
      figures={[
        share('selfSufficiency'),
        share('selfConsumption'),
        ...(isAll ? [energy('tradedWh', 'boughtWh')] : [energy('boughtWh', 'boughtWh'), energy('soldWh', 'soldWh')]),
        traded(
          'savings',
          current.totals.savings,
          before?.savings,
          (amount) => format.money(amount).text,
          (amount, former) => format.money(amount - former, format.currency, { signed: true }).text,
        ),
        participation,
        ...(isAll ? peakSides.map(peakReduction) : []),
      ]}
      {...rest}
    />
  );
}

/** Says in words that an amount is a loss. */
function Lost({ rest }: { readonly rest: ReactNode }): ReactNode {
  const { t } = useTranslation('insights-health');
  return (
    <>
      <span className={classes.loss}>{t('figures.savings.loss')}</span> {rest}
    </>
  );
}
