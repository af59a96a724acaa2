import { IconReceiptOff } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Impact } from '#shared/contract/insight-records.ts';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { periodBarsOption, periodBarsTable, type PeriodBarsInput } from '../../../charts/period-bars-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import { hasNothing, type ImpactChartProps } from './chart-props.ts';

const HEIGHT = 220;
const MICRO = 1_000_000;

const nothingTraded = ({ moneyKept }: Impact): boolean => moneyKept.every((amount) => amount === 0);

/** What members paid one another instead of the grid, step by step. */
export function MoneyChart(props: ImpactChartProps): ReactNode {
  const { query, step, steps, range, label, beforeLabel, source, days, empty } = props;
  const { t } = useTranslation('impact');
  const context = useChartContext();
  const { palette, format } = context;
  const { data } = query;
  const drawing = useMemo((): Drawing | null => {
    if (data === undefined) return null;
    const others = data.previous?.moneyKept ?? null;
    const input: PeriodBarsInput = {
      step,
      range,
      steps,
      current: data.moneyKept,
      before: others,
      withheldDays: { current: data.withheldDays, before: data.previous?.withheldDays ?? null },
      scale: { unit: format.money(0).unit, size: MICRO, decimals: 0, write: (amount) => format.money(amount) },
      words: {
        time: t('time'),
        current: label,
        before: beforeLabel ?? '',
        beforeTime: t('otherTime'),
        withheld: t('withheld'),
      },
    };
    const total = data.totals.moneyKept;
    return {
      build: ({ width }) => periodBarsOption(input, context, width),
      table: periodBarsTable(input, context),
      legend: [
        { label, colour: palette.fill.trade, mark: 'swatch' },
        ...(others === null ? [] : [{ label: beforeLabel ?? '', colour: palette.text, mark: 'dashed' } as const]),
      ],
      description: t('money.description', {
        total:
          total === null
            ? data.totals.withheldDays > 0
              ? t('withheld')
              : format.notAvailable
            : format.money(total).text,
        period: label,
      }),
    };
  }, [data, step, steps, range, label, beforeLabel, context, palette, format, t]);
  const isIdle = data !== undefined && !hasNothing(data) && nothingTraded(data);
  return (
    <ChartPanel
      title={t('money.title')}
      subtitle={t(`money.subtitle.${step}`)}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.money')}_${days}`}
      source={source}
      empty={isIdle ? { ...empty, icon: <IconReceiptOff size={22} stroke={1.75} />, title: t('money.nothing') } : empty}
      isEmpty={(impact) => hasNothing(impact) || nothingTraded(impact)}
    />
  );
}
