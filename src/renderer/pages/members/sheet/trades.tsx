import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClock, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePeriod } from '../../../app/period.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { openTradeReasons } from '../../rules/audit/open-trade-reasons.tsx';
import classes from './sheet.module.css';
import { useTrades, type MemberTrade } from './use-trades.ts';

export interface TradesProps {
  readonly memberId: string;
  readonly range: { readonly from: number; readonly to: number };
}

/** The member's trades of the period, newest first; more are loaded on demand. */
export function Trades({ memberId, range }: TradesProps): ReactNode {
  const { t } = useTranslation('members');
  const { search } = usePeriod();
  const query = useTrades(memberId, range);
  const inLedger = new URLSearchParams(search);
  inLedger.set('member', memberId);
  if (query.data === undefined) {
    return query.isError ? (
      <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonLines lines={6} />
    );
  }
  if (query.data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('trades.none')}
      </Text>
    );
  }
  return (
    <>
      <TradeTable trades={query.data} />
      <Group justify="space-between" gap="sm" mt={6}>
        <Anchor component={Link} size="sm" to={{ pathname: '/ledger', search: inLedger.toString() }}>
          {t('trades.inLedger')}
        </Anchor>
        {query.hasNextPage && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('trades.more')}
          </Button>
        )}
      </Group>
    </>
  );
}

function TradeTable({ trades }: { readonly trades: readonly MemberTrade[] }): ReactNode {
  const { t } = useTranslation('members');
  const format = useFormat();
  const units = {
    quantity: 'kWh',
    price: format.price(0).unit,
    amount: format.money(0).unit,
    savings: format.money(0).unit,
  };
  const numbers = ['quantity', 'price', 'amount', 'savings'] as const;
  return (
    <Table verticalSpacing={5} horizontalSpacing={6} className={classes.trades}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('trades.time')}</Table.Th>
          <Table.Th scope="col">{t('trades.with')}</Table.Th>
          {numbers.map((name) => (
            <Table.Th key={name} scope="col" ta="right">
              {t(`trades.${name}`)}
              <span className={classes.unit}>{units[name]}</span>
            </Table.Th>
          ))}
          <Table.Th scope="col">{t('trades.status')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {trades.map((trade) => (
          <TradeRow key={trade.id} trade={trade} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function TradeRow({ trade }: { readonly trade: MemberTrade }): ReactNode {
  const { t } = useTranslation('members');
  const format = useFormat();
  const loss = trade.savings !== null && trade.savings < 0;
  return (
    <Table.Tr>
      <Table.Td>
        {format.shortDate(trade.slot)}
        <span className={classes.reason}>{format.time(trade.slot)}</span>
      </Table.Td>
      <Table.Td>
        {trade.counterparty}
        <span className={classes.reason}>{t(`trades.${trade.side}`)}</span>
      </Table.Td>
      <Table.Td ta="right">{format.energy(trade.quantityWh, { unit: 'kWh' }).value}</Table.Td>
      <Table.Td ta="right">{format.price(trade.price).value}</Table.Td>
      <Table.Td ta="right">{format.money(trade.amount, undefined, { decimals: 4 }).value}</Table.Td>
      <Table.Td ta="right" className={loss ? classes.loss : undefined}>
        {trade.savings === null ? format.notAvailable : format.money(trade.savings, undefined, { decimals: 4 }).value}
        {loss && <span className={classes.reason}>{t('loss')}</span>}
      </Table.Td>
      <Table.Td>
        <Status trade={trade} />
        <Anchor
          component="button"
          type="button"
          className={classes.why}
          aria-label={t('trades.whyName', { other: trade.counterparty })}
          onClick={() => openTradeReasons(trade)}
        >
          {t('trades.why')}
        </Anchor>
      </Table.Td>
    </Table.Tr>
  );
}

const icons: Record<MemberTrade['status'], Icon> = {
  settled: IconCheck,
  pending: IconClock,
  failed: IconAlertTriangle,
};

function Status({ trade: { status, failureCode } }: { readonly trade: MemberTrade }): ReactNode {
  const { t } = useTranslation(['members', 'health']);
  const StatusIcon = icons[status];
  return (
    <span className={status === 'failed' ? classes.loss : undefined}>
      <span className={classes.status}>
        <StatusIcon size={14} stroke={2} aria-hidden />
        {t(`trades.statuses.${status}`)}
      </span>
      {status === 'failed' && (
        <span className={classes.reason}>{t(`health:failureCodes.${failureCode ?? 'UNKNOWN'}`)}</span>
      )}
    </span>
  );
}
