import { IconLeafOff } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { largest } from '../../../charts/energy-scale.ts';
import { periodBarsOption, periodBarsTable, type PeriodBarsInput } from '../../../charts/period-bars-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import { hasNothing, type ImpactChartProps } from './chart-props.ts';
import { factorSentence } from './factor-words.ts';
import { massScale } from './mass-scale.ts';
import { UseFactorsButton } from './use-factors-button.tsx';

const HEIGHT = 220;

/** The CO2 that was avoided, step by step. A picture or a file of it says what it is reckoned with, too. */
export function Co2Chart(props: ImpactChartProps): ReactNode {
  const { query, step, steps, range, label, beforeLabel, source, days, empty } = props;
  const { t } = useTranslation('impact');
  const context = useChartContext();
  const { palette, format } = context;
  const { data } = query;
  const sentence = data?.factor == null ? null : factorSentence(data.factor, { t, format });
  const drawing = useMemo((): Drawing | null => {
    if (data === undefined || sentence === null) return null;
    const others = data.previous?.co2AvoidedG ?? null;
    const input: PeriodBarsInput = {
      step,
      range,
      steps,
      current: data.co2AvoidedG,
      before: others,
      withheldDays: { current: data.withheldDays, before: data.previous?.withheldDays ?? null },
      scale: massScale(largest(data.co2AvoidedG, others ?? []), format),
      meanings: { gain: 'grid', loss: 'failure' },
      words: {
        time: t('time'),
        current: label,
        before: beforeLabel ?? '',
        beforeTime: t('otherTime'),
        withheld: t('withheld'),
      },
      remark: { label: t('co2.reckonedWith'), text: sentence },
    };
    const total = data.totals.co2AvoidedG;
    return {
      build: ({ width }) => periodBarsOption(input, context, width),
      table: periodBarsTable(input, context),
      legend: [
        { label, colour: palette.fill.grid, mark: 'swatch' },
        ...(others === null ? [] : [{ label: beforeLabel ?? '', colour: palette.text, mark: 'dashed' } as const]),
      ],
      description: t('co2.description', {
        total:
          total === null
            ? data.totals.withheldDays > 0
              ? t('withheld')
              : format.notAvailable
            : format.mass(total).text,
        period: label,
        factor: sentence,
      }),
    };
  }, [data, step, steps, range, label, beforeLabel, sentence, context, palette, format, t]);
  const isUnknown = data !== undefined && data.factor === null && !hasNothing(data);
  return (
    <ChartPanel
      title={t('co2.title')}
      subtitle={sentence === null ? t(`co2.subtitle.${step}`) : `${t(`co2.subtitle.${step}`)}: ${sentence}`}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.co2')}_${days}`}
      source={source}
      empty={
        isUnknown
          ? {
              icon: <IconLeafOff size={22} stroke={1.75} />,
              title: t('factor.unknown'),
              text: t('factor.unknownText'),
              actions: <UseFactorsButton>{t('factor.use')}</UseFactorsButton>,
            }
          : empty
      }
      isEmpty={(impact) => hasNothing(impact) || impact.factor === null}
    />
  );
}
