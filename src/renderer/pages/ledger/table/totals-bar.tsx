import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconAlertTriangle, IconCheck, IconClock, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerTotals } from '#shared/contract/ledger-records.ts';
import type { SettlementStatus } from '#shared/domain/records.ts';
import type { BridgeError } from '../../../bridge/client.ts';
import { Explained, type Explanation } from '../../../components/explained.tsx';
import { Figure } from '../../../components/figure.tsx';
import { useProblemWords } from '../../../components/problem-words.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './totals-bar.module.css';

export interface TotalsBarProps {
  readonly query: UseQueryResult<LedgerTotals, BridgeError>;
}

/** Sums and averages of everything that the filter leaves, not only of the rows in sight; never of the filter before. */
export function TotalsBar({ query }: TotalsBarProps): ReactNode {
  const { t } = useTranslation(['ledger', 'errors']);
  const words = useProblemWords();
  return (
    <section className={classes.bar} aria-label={t('totals.name')} aria-busy={query.isPending}>
      {query.data !== undefined ? (
        <Figures totals={query.data} />
      ) : query.isError ? (
        <p className={classes.problem} role="alert">
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
          {t('totals.failed')} {words(query.error.problem).whole}
          <Button variant="subtle" size="compact-xs" onClick={() => void query.refetch()}>
            {t('errors:retry')}
          </Button>
        </p>
      ) : (
        <FigureSkeletons />
      )}
    </section>
  );
}

const FIGURES = 6;

function FigureSkeletons(): ReactNode {
  return (
    <div className={classes.figures}>
      {Array.from({ length: FIGURES }, (_, figure) => (
        <div key={figure}>
          <Skeleton height={12} width={64} mt={3} />
          <Skeleton height={14} width={92} mt={7} mb={4} />
        </div>
      ))}
    </div>
  );
}

function Figures({ totals }: { readonly totals: LedgerTotals }): ReactNode {
  const { t } = useTranslation('ledger');
  const format = useFormat();
  const { count, quantityWh, amount, averagePrice, averageQuantityWh, averageRetail, averageFeedIn } = totals;
  const priceText = (price: number | null): string => (price === null ? format.notAvailable : format.price(price).text);
  const note = t('totals.whole');
  const average: Explanation = {
    term: 'averagePrice',
    formula: t('totals.averagePriceFormula'),
    inputs: [
      { label: t('totals.amount'), value: format.money(amount).text },
      { label: t('totals.energy'), value: format.energy(quantityWh).text },
      { label: t('totals.retail'), value: priceText(averageRetail) },
      { label: t('totals.feedIn'), value: priceText(averageFeedIn) },
    ],
    note,
  };
  const perTrade = averageQuantityWh === null ? format.notAvailable : format.energy(averageQuantityWh).text;
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{t('totals.trades')}</dt>
        <dd>
          <Figure value={format.number(count)} explanation={{ formula: t('totals.tradesFormula'), note }} />
        </dd>
      </div>
      <div>
        <dt>{t('totals.energy')}</dt>
        <dd>
          <Figure
            value={format.energy(quantityWh)}
            explanation={{
              formula: t('totals.energyFormula'),
              inputs: [{ label: t('totals.perTrade'), value: perTrade }],
              note,
            }}
          />
        </dd>
      </div>
      <div>
        <dt>{t('totals.amount')}</dt>
        <dd>
          <Figure value={format.money(amount)} explanation={{ formula: t('totals.amountFormula'), note }} />
        </dd>
      </div>
      <div>
        <dt>{t('totals.averagePrice')}</dt>
        <dd>
          <Figure
            value={averagePrice === null ? format.notAvailable : format.price(averagePrice)}
            explanation={average}
          />
          {averageRetail !== null && averageFeedIn !== null && (
            <span className={classes.beside}>
              {t('totals.between', {
                retail: format.price(averageRetail).value,
                feedIn: format.price(averageFeedIn).value,
              })}
            </span>
          )}
        </dd>
      </div>
      <Savings totals={totals} note={note} />
      <div>
        <dt>{t('totals.settlement')}</dt>
        <dd className={classes.statuses}>
          {statusOrder.map((status) => (
            <StatusCount key={status} status={status} totals={totals} />
          ))}
        </dd>
      </div>
    </dl>
  );
}

function Savings({ totals, note }: { readonly totals: LedgerTotals; readonly note: string }): ReactNode {
  const { t } = useTranslation('ledger');
  const format = useFormat();
  const { savings, withoutTariff } = totals;
  const isLoss = savings < 0;
  return (
    <div>
      <dt>{t(isLoss ? 'totals.loss' : 'totals.savings')}</dt>
      <dd className={isLoss ? classes.loss : undefined}>
        <Figure
          value={format.money(savings)}
          explanation={{
            term: 'savings',
            formula: t('totals.savingsFormula'),
            inputs: [{ label: t('totals.withoutTariff'), value: format.number(withoutTariff) }],
            note,
          }}
        />
      </dd>
    </div>
  );
}

/** The most first, as a rule. */
const statusOrder = ['settled', 'pending', 'failed'] as const satisfies readonly SettlementStatus[];

const statusIcons: Record<SettlementStatus, Icon> = {
  settled: IconCheck,
  pending: IconClock,
  failed: IconAlertTriangle,
};

interface StatusCountProps {
  readonly status: SettlementStatus;
  readonly totals: LedgerTotals;
}

function StatusCount({ status, totals: { byStatus } }: StatusCountProps): ReactNode {
  const { t } = useTranslation('ledger');
  const format = useFormat();
  const { count, quantityWh, amount } = byStatus[status];
  const StatusIcon = statusIcons[status];
  return (
    <Explained
      className={classes.status}
      explanation={{
        formula: t(`totals.statusFormula.${status}`),
        inputs: [
          { label: t('totals.energy'), value: format.energy(quantityWh).text },
          { label: t('totals.amount'), value: format.money(amount).text },
        ],
      }}
    >
      <span data-status={status} data-none={count === 0 || undefined}>
        <StatusIcon size={14} stroke={2} aria-hidden />
        {t(`totals.statuses.${status}`, { count: format.number(count) })}
      </span>
    </Explained>
  );
}
