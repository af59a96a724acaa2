import { useMergedRef } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import clsx from 'clsx';
import { useEffect, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { useNow } from '../../../app/now.ts';
import { useRowGrid } from '../../../components/use-row-grid.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import type { RuleSwitching } from '../use-rule-switch.ts';
import { columns, type CellContext, type Column } from './columns.tsx';
import classes from './list.module.css';
import type { RuleFilters } from './rule-filters.ts';
import type { ChangeRuleFilters } from './use-rule-filters.ts';

export interface RuleTableProps {
  readonly rules: readonly RuleSummary[];
  readonly sort: Pick<RuleFilters, 'sort' | 'descending'>;
  readonly onSort: ChangeRuleFilters;
  readonly openRule: string | null;
  readonly switching: RuleSwitching;
  readonly onOpen: (rule: RuleSummary) => void;
  /** The scrolling grid, for moving the focus into it. */
  readonly ref: Ref<HTMLDivElement>;
}

const ROW_HEIGHT = 44;
const PAGE_ROWS = 8;
const MINUTE_MS = 60_000;

/** The rules as a grid of rows (see useRowGrid); Enter opens, Space switches on or off. */
export function RuleTable({ rules, sort, onSort, openRule, switching, onOpen, ref }: RuleTableProps): ReactNode {
  const { t } = useTranslation('rules');
  const context: CellContext = { format: useFormat(), t, now: useNow(MINUTE_MS), switching };
  const { gridProps, items, height, active, setActive, rowId } = useRowGrid({
    count: rules.length,
    rowHeight: ROW_HEIGHT,
    pageRows: PAGE_ROWS,
    onEnter: (index) => onOpen(rules[index]),
  });
  const gridRef = useMergedRef(gridProps.ref, ref);

  useEffect(() => {
    setActive(0);
  }, [sort.sort, sort.descending, setActive]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === ' ' && event.target === event.currentTarget) {
      event.preventDefault();
      switching.toggle(rules[active]);
    } else gridProps.onKeyDown(event);
  }

  return (
    <div {...gridProps} ref={gridRef} className={classes.grid} aria-label={t('list.title')} onKeyDown={onKeyDown}>
      <div className={clsx(classes.row, classes.head)} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <Header key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height }}>
        {items.map(({ index, start }) => {
          const rule = rules[index];
          return (
            <div
              key={rule.id}
              id={rowId(index)}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={rule.id === openRule}
              className={clsx(
                classes.row,
                index === active && classes.active,
                rule.id === openRule && classes.open,
                !rule.isEnabled && classes.off,
              )}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => {
                setActive(index);
                onOpen(rule);
              }}
            >
              {columns.map(({ key, kind, cell }) => (
                <div key={key} role="gridcell" data-column={key} className={clsx(classes.cell, classes[kind])}>
                  {cell(rule, context)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HeaderProps {
  readonly column: Column;
  readonly sort: RuleTableProps['sort'];
  readonly onSort: ChangeRuleFilters;
}

function Header({ column: { key, sort: sortKey, kind, unit }, sort, onSort }: HeaderProps): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const unitText = unit(format);
  const isSorted = sortKey !== null && sort.sort === sortKey;
  const Arrow = sort.descending ? IconArrowDown : IconArrowUp;
  const name = (
    <>
      <span className={classes.headName}>
        {isSorted && <Arrow size={13} stroke={2.25} aria-hidden />}
        {t(`columns.${key}.label`)}
      </span>
      {unitText !== null && <span className={classes.unit}>{unitText}</span>}
    </>
  );
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
      className={clsx(classes.cell, classes[kind])}
    >
      {sortKey === null ? (
        <span className={classes.sort} title={t(`columns.${key}.name`)}>
          {name}
        </span>
      ) : (
        <button
          type="button"
          className={classes.sort}
          title={t(`columns.${key}.name`)}
          onClick={() => onSort({ sort: sortKey, descending: isSorted ? !sort.descending : beginsDescending(sortKey) })}
        >
          {name}
        </button>
      )}
    </div>
  );
}

/** Names begin with the first, numbers with the largest and times with the latest; the second click turns the order round. */
function beginsDescending(key: NonNullable<Column['sort']>): boolean {
  return key !== 'member' && key !== 'type';
}
