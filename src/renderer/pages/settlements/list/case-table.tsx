import { Checkbox } from '@mantine/core';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_CASES_AT_ONCE, type CaseSummary } from '#shared/contract/settlement-records.ts';
import { useNow } from '../../../app/now.ts';
import { RowGrid, type GridColumn } from '../../../components/row-grid.tsx';
import { SortHead } from '../../../components/sort-head.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import type { OpenCase } from '../case-place.ts';
import { caseKey } from '../case-words.ts';
import type { CaseView } from './case-filters.ts';
import { columns, type CellContext, type Column } from './columns.tsx';
import classes from './list.module.css';
import type { Selection } from './use-selection.ts';

export interface CaseTableProps {
  readonly view: CaseView;
  readonly cases: readonly CaseSummary[];
  readonly selection: Selection;
  readonly openCase: OpenCase | null;
  readonly onOpen: (row: CaseSummary) => void;
  /** Called when the last rows come into sight; null when all are there. */
  readonly onEnd: (() => void) | null;
  /** What is asked for, as a text: another one begins at the first row again. */
  readonly order: string;
  /** The scrolling grid, for moving the focus into it. */
  readonly ref: Ref<HTMLDivElement>;
}

const ROW_HEIGHT = 46;
const PAGE_ROWS = 8;
const MINUTE_MS = 60_000;

/** The cases as a grid of rows: Enter opens one, Space chooses it, with Shift all up to it. */
export function CaseTable(props: CaseTableProps): ReactNode {
  const { view, cases, selection, openCase, onOpen, onEnd, order, ref } = props;
  const { t } = useTranslation('settlements');
  const { t: ofCases } = useTranslation('settlement-cases');
  const format = useFormat();
  const context: CellContext = { format, t, ofCases, now: useNow(MINUTE_MS), view, selection };
  const isWork = view === 'work';

  function gridColumn({ key, kind, unit, cell }: Column): GridColumn<CaseSummary> {
    return {
      key,
      kind,
      head:
        key === 'chosen' ? (
          <ChooseAll selection={selection} count={cases.length} />
        ) : (
          <SortHead
            kind={kind}
            label={t(`columns.${key}.label`)}
            title={t(`columns.${key}.name`)}
            unit={unit(format)}
            sorted={null}
            onSort={null}
          />
        ),
      cell: (row) => cell(row, context),
      className: key === 'chosen' ? classes.chosen : undefined,
    };
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!isWork || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'a') return;
    event.preventDefault();
    selection.chooseAll();
  }

  return (
    <div className={classes.gridFrame} onKeyDown={onKeyDown}>
      <RowGrid
        ref={ref}
        name={t(`list.${view}.title`)}
        className={isWork ? classes.grid : classes.history}
        rows={cases}
        columns={columns.filter(({ isIn }) => isIn(view)).map(gridColumn)}
        keyOf={caseKey}
        rowHeight={ROW_HEIGHT}
        pageRows={PAGE_ROWS}
        openKey={openCase === null ? null : caseKey(openCase)}
        order={order}
        rowClass={(row) => selection.keys.has(caseKey(row)) && classes.selected}
        onOpen={onOpen}
        onEnd={onEnd}
        {...(isWork && { onSpace: selection.toggle, chosenKeys: selection.keys })}
      />
    </div>
  );
}

function ChooseAll({ selection, count }: { readonly selection: Selection; readonly count: number }): ReactNode {
  const { t } = useTranslation('settlements');
  const chosen = selection.cases.length;
  const isAll = chosen > 0 && chosen === Math.min(count, MAX_CASES_AT_ONCE);
  const label = t(count > MAX_CASES_AT_ONCE ? 'columns.chosen.first' : 'columns.chosen.all', {
    count: Math.min(count, MAX_CASES_AT_ONCE),
  });
  return (
    <Checkbox
      size="xs"
      className={classes.chooseAll}
      checked={isAll}
      indeterminate={chosen > 0 && !isAll}
      onChange={isAll ? selection.clear : selection.chooseAll}
      aria-label={label}
      title={label}
    />
  );
}
