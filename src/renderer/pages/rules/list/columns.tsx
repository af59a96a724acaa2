import { IconClockUp } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { Format } from '#shared/format/format.ts';
import { RuleSwitch } from '../rule-switch.tsx';
import { limitOf, windowsWords } from '#shared/words/rule-words.ts';
import type { RuleSwitching } from '../use-rule-switch.ts';
import { WeekGrid } from '../week-grid/week-grid.tsx';
import { ConflictMarks } from './conflict-marks.tsx';
import { lastMatchWords } from './last-match.ts';
import classes from './list.module.css';
import type { RuleSortKey } from './rule-filters.ts';

export interface CellContext {
  readonly format: Format;
  readonly t: TFunction<'rules'>;
  /** The present, epoch milliseconds. */
  readonly now: number;
  readonly switching: RuleSwitching;
}

export interface Column {
  readonly key: RuleSortKey | 'quantity' | 'charge' | 'week' | 'on';
  /** What a click on the head sorts by; null when it does not. */
  readonly sort: RuleSortKey | null;
  /** Below the name; every number of the column is in it. */
  readonly unit: (format: Format) => string | null;
  readonly kind: 'text' | 'number';
  readonly cell: (rule: RuleSummary, context: CellContext) => ReactNode;
}

const noUnit = (): null => null;

function Member({ rule, context: { t } }: { readonly rule: RuleSummary; readonly context: CellContext }): ReactNode {
  return (
    <>
      <span className={classes.name}>{rule.anonymizedId}</span>
      {rule.pending !== null && (
        <span className={classes.pending}>
          <IconClockUp size={14} stroke={1.9} aria-hidden />
          {t(`pending.${rule.pending.state}`)}
        </span>
      )}
    </>
  );
}

/** The columns of the list in their order. */
export const columns: readonly Column[] = [
  {
    key: 'member',
    sort: 'member',
    kind: 'text',
    unit: noUnit,
    cell: (rule, context) => <Member rule={rule} context={context} />,
  },
  {
    key: 'type',
    sort: 'type',
    kind: 'text',
    unit: noUnit,
    cell: ({ type }, { t }) => (
      <span className={classes.type} data-type={type}>
        {t(`types.${type}`)}
      </span>
    ),
  },
  {
    key: 'limit',
    sort: 'limit',
    kind: 'number',
    unit: (format) => format.price(0).unit,
    cell: (rule, { format, t }) => {
      const limit = limitOf(rule);
      return limit === null ? <span className={classes.words}>{t('anyPrice')}</span> : format.price(limit).value;
    },
  },
  {
    key: 'quantity',
    sort: null,
    kind: 'number',
    unit: () => 'kWh',
    cell: ({ maxQuantityWh }, { format, t }) =>
      maxQuantityWh === null ? (
        <span className={classes.words}>{t('anyQuantity')}</span>
      ) : (
        format.number(maxQuantityWh / 1000, 3)
      ),
  },
  {
    key: 'charge',
    sort: null,
    kind: 'number',
    unit: () => '%',
    cell: ({ type, minBatterySoc }, { format }) =>
      type === 'sell' && minBatterySoc !== null && minBatterySoc > 0 ? (
        format.number(minBatterySoc)
      ) : (
        <span className={classes.none}>–</span>
      ),
  },
  {
    key: 'week',
    sort: null,
    kind: 'text',
    unit: noUnit,
    cell: ({ timeWindows }, { format, t }) => (
      <WeekGrid windows={timeWindows} size="row" label={windowsWords(timeWindows, format.locale, t)} />
    ),
  },
  {
    key: 'lastMatch',
    sort: 'lastMatch',
    kind: 'text',
    unit: noUnit,
    cell: ({ lastMatchedAt }, { format, now, t }) =>
      lastMatchedAt === null ? (
        <span className={classes.none}>{t('neverMatched')}</span>
      ) : (
        <span title={format.dateTime(lastMatchedAt)}>{lastMatchWords(lastMatchedAt, now, format)}</span>
      ),
  },
  {
    key: 'conflicts',
    sort: 'conflicts',
    kind: 'text',
    unit: noUnit,
    cell: ({ conflicts }) =>
      conflicts.length === 0 ? <span className={classes.none}>–</span> : <ConflictMarks conflicts={conflicts} />,
  },
  {
    key: 'on',
    sort: null,
    kind: 'text',
    unit: noUnit,
    cell: (rule, { t, switching }) => (
      <span onClick={(event) => event.stopPropagation()}>
        <RuleSwitch isRow rule={rule} switching={switching} name={t('switch.rowName', { member: rule.anonymizedId })} />
      </span>
    ),
  },
];
