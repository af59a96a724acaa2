import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { useNow } from '../../../app/now.ts';
import { RowGrid, type GridColumn } from '../../../components/row-grid.tsx';
import { SortHead } from '../../../components/sort-head.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import type { RuleSwitching } from '../use-rule-switch.ts';
import { columns, type CellContext, type Column } from './columns.tsx';
import classes from './list.module.css';
import type { RuleFilters, RuleSortKey } from './rule-filters.ts';

export interface RuleTableProps {
  readonly rules: readonly RuleSummary[];
  readonly sort: Pick<RuleFilters, 'sort' | 'descending'>;
  readonly onSort: ChangeFilters<RuleFilters>;
  readonly openRule: string | null;
  readonly switching: RuleSwitching;
  readonly onOpen: (rule: RuleSummary) => void;
  /** The scrolling grid, for moving the focus into it. */
  readonly ref: Ref<HTMLDivElement>;
}

const ROW_HEIGHT = 44;
const PAGE_ROWS = 8;
const MINUTE_MS = 60_000;

/** The rules as a grid of rows; Enter opens, Space switches on or off. */
export function RuleTable({ rules, sort, onSort, openRule, switching, onOpen, ref }: RuleTableProps): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const context: CellContext = { format, t, now: useNow(MINUTE_MS), switching };

  function gridColumn({ key, sort: sortKey, kind, unit, cell }: Column): GridColumn<RuleSummary> {
    const sorted = sortKey === null || sort.sort !== sortKey ? null : sort.descending ? 'descending' : 'ascending';
    return {
      key,
      kind,
      ...(sortKey !== null && { sorted: sorted ?? 'none' }),
      head: (
        <SortHead
          kind={kind}
          label={t(`columns.${key}.label`)}
          title={t(`columns.${key}.name`)}
          unit={unit(format)}
          sorted={sorted}
          onSort={
            sortKey === null
              ? null
              : () =>
                  onSort({ sort: sortKey, descending: sorted === null ? beginsDescending(sortKey) : !sort.descending })
          }
        />
      ),
      cell: (rule) => cell(rule, context),
      ...(key === 'week' && { className: classes.week }),
    };
  }

  return (
    <RowGrid
      ref={ref}
      name={t('list.title')}
      className={classes.grid}
      rows={rules}
      columns={columns.map(gridColumn)}
      keyOf={({ id }) => id}
      rowHeight={ROW_HEIGHT}
      pageRows={PAGE_ROWS}
      openKey={openRule}
      order={`${sort.sort} ${sort.descending}`}
      rowClass={({ isEnabled }) => !isEnabled && classes.off}
      onOpen={onOpen}
      onSpace={switching.toggle}
    />
  );
}

/** Names begin with the first, numbers with the largest and times with the latest; the second click turns the order round. */
function beginsDescending(key: RuleSortKey): boolean {
  return key !== 'member' && key !== 'type';
}
