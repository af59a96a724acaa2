import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import { IconTableExport } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { Peaks } from '#shared/contract/insight-records.ts';
import { useCommunity } from '../../../app/community.tsx';
import type { BridgeError } from '../../../bridge/client.ts';
import type { ChartTable } from '../../../charts/chart-data.ts';
import { useSaveTable } from '../../../charts/use-save-table.ts';
import type { EmptyStateProps } from '../../../components/empty-state.tsx';
import { Explained } from '../../../components/explained.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { Withheld } from '../withheld.tsx';
import classes from './health.module.css';
import { hasPeaks, peakBars, peakSides, peakTable, slotPower, slotText, type PeakSide } from './peak-words.ts';

export interface PeaksPanelProps {
  readonly query: UseQueryResult<Output<'insights.peaks'>, BridgeError>;
  /** The days of the period before; null when nothing is compared. */
  readonly beforeLabel: string | null;
  /** Of the period, for the name of a file. */
  readonly days: string;
  readonly empty: EmptyStateProps;
}

/** The highest import and export in a slot, without trading and with it. */
export function PeaksPanel({ query, beforeLabel, days, empty }: PeaksPanelProps): ReactNode {
  const { t } = useTranslation('insights-health');
  const format = useFormat();
  const { slotMinutes } = useCommunity();
  const save = useSaveTable();
  const { data } = query;
  const isThere = ({ current }: Output<'insights.peaks'>): boolean => peakSides.some((side) => hasPeaks(current[side]));

  function fileTable(peaks: Peaks): ChartTable {
    const words = {
      columns: {
        peak: t('peaks.columns.peak'),
        case: t('peaks.columns.case'),
        power: t('peaks.columns.power'),
        at: t('peaks.columns.at'),
        reduction: t('peaks.columns.reduction'),
      },
      sides: { import: t('peaks.sides.import'), export: t('peaks.sides.export') },
      cases: { traded: t('peaks.cases.traded'), baseline: t('peaks.cases.baseline') },
      withheld: t('peaks.withheld'),
    };
    return peakTable(peaks, words, slotMinutes, format);
  }

  return (
    <Panel
      title={t('peaks.title')}
      subtitle={t('peaks.subtitle', { minutes: slotMinutes })}
      actions={
        data !== undefined &&
        isThere(data) && (
          <Tooltip label={t('exportCsv')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('exportCsv')}
              onClick={() => void save(`${t('files.peaks')}_${days}`, () => fileTable(data.current))}
            >
              <IconTableExport size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        )
      }
    >
      <PageState
        query={query}
        skeleton={<Skeleton height={150} />}
        empty={empty}
        isEmpty={(answer) => !isThere(answer)}
      >
        {(answer) => (
          <div className={classes.peaks} aria-busy={query.isPlaceholderData}>
            {peakSides.map((side) => (
              <PeakOf key={side} side={side} answer={answer} beforeLabel={beforeLabel} />
            ))}
          </div>
        )}
      </PageState>
    </Panel>
  );
}

interface PeakOfProps {
  readonly side: PeakSide;
  readonly answer: Output<'insights.peaks'>;
  readonly beforeLabel: string | null;
}

function PeakOf({ side, answer: { current, previous }, beforeLabel }: PeakOfProps): ReactNode {
  const { t } = useTranslation('insights-health');
  const format = useFormat();
  const { slotMinutes, dataTo } = useCommunity();
  const peak = current[side];
  const before = previous?.[side] ?? null;
  const largest = Math.max(peak.wh ?? 0, peak.baselineWh ?? 0, 1);
  return (
    <table className={classes.peak}>
      <caption>{t(`peaks.sides.${side}`)}</caption>
      <tbody>
        {peakBars(current)
          .filter((bar) => bar.side === side)
          .map(({ isTraded, wh, at }) => (
            <tr key={String(isTraded)}>
              <th scope="row">{t(`peaks.cases.${isTraded ? 'traded' : 'baseline'}`)}</th>
              <td className={classes.bar}>
                {wh !== null && (
                  <span
                    className={clsx(classes.fill, !isTraded && classes.supposed)}
                    style={{ width: `${(wh / largest) * 100}%` }}
                  />
                )}
              </td>
              <td className={classes.power}>
                {wh === null ? (
                  peak.withheld === null ? (
                    format.notAvailable
                  ) : (
                    <Withheld reason={peak.withheld} />
                  )
                ) : (
                  <Explained explanation={{ formula: t('peaks.formula', { minutes: slotMinutes }), dataTo }}>
                    {format.power(slotPower(wh, slotMinutes)).text}
                  </Explained>
                )}
              </td>
              <td className={classes.at}>{at !== null && slotText(at, slotMinutes, format)}</td>
            </tr>
          ))}
      </tbody>
      {peak.reduction !== null && (
        <tfoot>
          <tr>
            <td colSpan={4}>
              {t(peak.reduction < 0 ? 'peaks.higher' : 'peaks.lower', {
                share: format.percent(Math.abs(peak.reduction)),
              })}
              {beforeLabel !== null &&
                before?.reduction != null &&
                ` ${t('peaks.before', { share: format.percent(before.reduction), days: beforeLabel })}`}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
