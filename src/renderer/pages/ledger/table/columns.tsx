import { IconAlertTriangle, IconCheck, IconClock, type Icon } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { DIRECT, type LedgerSortKey, type LedgerTrade } from '#shared/contract/ledger-records.ts';
import type { SettlementStatus } from '#shared/domain/records.ts';
import { mechanismNames } from '#shared/market/mechanisms.ts';
import { TICK } from '#shared/domain/units.ts';
import type { Format } from '#shared/format/format.ts';
import type { TermName } from '#shared/glossary/terms.ts';
import type { ColumnKey } from './column-layout.ts';
import classes from './table.module.css';

export type LedgerTexts = TFunction<['ledger', 'health', 'marketplace']>;

export interface Column {
  readonly kind: 'text' | 'number';
  /** What the glossary calls it. */
  readonly term?: TermName;
  /** What a click on the head sorts by; null where the ledger has no such order. */
  readonly sort: LedgerSortKey | null;
  /** Below the name; every number of the column is in it. */
  readonly unit: (format: Format) => string | null;
  /** Width at first, and the least, in pixels. */
  readonly width: number;
  readonly least: number;
  readonly cell: (trade: LedgerTrade, format: Format, t: LedgerTexts) => ReactNode;
}

const noUnit = (): null => null;
const moneyUnit = (format: Format): string => format.money(0).unit;

const MICRO = 1_000_000;

/** To a hundredth of a cent: single trades are often worth less than one. The unit stands in the head, and is not written for every row. */
function moneyCell(micro: number, format: Format): string {
  return format.number(micro / MICRO, 4);
}

const statusIcons: Record<SettlementStatus, Icon> = {
  settled: IconCheck,
  pending: IconClock,
  failed: IconAlertTriangle,
};

/** Of a failed trade the cause is what counts; that it failed is said by the mark, and to screen readers by a word. */
function statusCell({ status, failureCode }: LedgerTrade, _: Format, t: LedgerTexts): ReactNode {
  const StatusIcon = statusIcons[status];
  const isFailed = status === 'failed';
  const words = isFailed ? t(`health:failureCodes.${failureCode ?? 'UNKNOWN'}`) : t(`statuses.${status}`);
  return (
    <span className={classes.status} data-status={status} title={isFailed ? t('failedWith', { cause: words }) : words}>
      <StatusIcon size={14} stroke={2} aria-hidden />
      {isFailed && <span className={classes.hidden}>{t('failed')} </span>}
      <span className={classes.words}>{words}</span>
    </span>
  );
}

/** A failed trade saved nobody anything. A loss is marked by word (for screen readers), sign and colour. */
function savingsCell(savings: number | null, { status }: LedgerTrade, format: Format, t: LedgerTexts): ReactNode {
  if (status === 'failed') return <span className={classes.none}>–</span>;
  if (savings === null) return <span className={classes.none}>{format.notAvailable}</span>;
  const value = moneyCell(savings, format);
  if (savings >= 0) return value;
  return (
    <span className={classes.loss} title={t('loss')}>
      <span className={classes.hidden}>{t('loss')} </span>
      {value}
    </span>
  );
}

/** The name of a mechanism as people call it; one that this console does not know is shown as it is. */
export function mechanismWords(name: string, t: LedgerTexts): string {
  if (name === DIRECT) return t('direct');
  return mechanismNames.some((known) => known === name) ? t(`marketplace:mechanisms.${name}`) : name;
}

function rulesWords({ buyRuleId, sellRuleId }: LedgerTrade, t: LedgerTexts): string {
  if (buyRuleId === null) return t(sellRuleId === null ? 'ruleSides.none' : 'ruleSides.sell');
  return t(sellRuleId === null ? 'ruleSides.buy' : 'ruleSides.both');
}

export const columns: Record<ColumnKey, Column> = {
  executedAt: {
    kind: 'text',
    sort: 'executedAt',
    unit: noUnit,
    width: 152,
    least: 88,
    cell: ({ executedAt }, format) => format.dateTime(executedAt),
  },
  buyer: { kind: 'text', sort: null, unit: noUnit, width: 104, least: 64, cell: ({ buyer }) => buyer },
  seller: { kind: 'text', sort: null, unit: noUnit, width: 104, least: 64, cell: ({ seller }) => seller },
  quantityWh: {
    kind: 'number',
    sort: 'quantityWh',
    unit: () => 'kWh',
    width: 84,
    least: 64,
    cell: ({ quantityWh }, format) => format.number(quantityWh / 1000, 3),
  },
  price: {
    kind: 'number',
    sort: 'price',
    unit: (format) => format.price(0).unit,
    width: 84,
    least: 64,
    cell: ({ price }, format) => format.number(price / MICRO, price % TICK === 0 ? 4 : 6),
  },
  amount: {
    kind: 'number',
    term: 'amount',
    sort: 'amount',
    unit: moneyUnit,
    width: 84,
    least: 64,
    cell: ({ amount }, format) => moneyCell(amount, format),
  },
  status: { kind: 'text', term: 'settlement', sort: null, unit: noUnit, width: 186, least: 96, cell: statusCell },
  buyerSavings: {
    kind: 'number',
    term: 'savings',
    sort: null,
    unit: moneyUnit,
    width: 116,
    least: 72,
    cell: (trade, format, t) => savingsCell(trade.buyerSavings, trade, format, t),
  },
  sellerSavings: {
    kind: 'number',
    term: 'savings',
    sort: null,
    unit: moneyUnit,
    width: 116,
    least: 72,
    cell: (trade, format, t) => savingsCell(trade.sellerSavings, trade, format, t),
  },
  mechanism: {
    kind: 'text',
    sort: null,
    unit: noUnit,
    width: 136,
    least: 72,
    cell: ({ mechanism }, _, t) => mechanismWords(mechanism, t),
  },
  rules: {
    kind: 'text',
    term: 'rule',
    sort: null,
    unit: noUnit,
    width: 128,
    least: 64,
    cell: (trade, _, t) => rulesWords(trade, t),
  },
  id: {
    kind: 'text',
    sort: null,
    unit: noUnit,
    width: 132,
    least: 64,
    cell: ({ id }) => (
      <span title={id} data-selectable>
        {id}
      </span>
    ),
  },
};
