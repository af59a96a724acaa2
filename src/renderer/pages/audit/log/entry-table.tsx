import clsx from 'clsx';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#shared/contract/audit-records.ts';
import { RowGrid, type GridColumn } from '../../../components/row-grid.tsx';
import { SortHead } from '../../../components/sort-head.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './log.module.css';
import { useEntryWords } from './use-entry-words.ts';

export interface EntryTableProps {
  readonly entries: readonly AuditEntry[];
  readonly openNumber: number | null;
  readonly onOpen: (entry: AuditEntry) => void;
  /** Called when the last rows come into sight; null when all are there. */
  readonly onEnd: (() => void) | null;
  /** What is asked for, as a text: another one begins at the first row again. */
  readonly order: string;
  /** The scrolling grid, for moving the focus into it. */
  readonly ref: Ref<HTMLDivElement>;
}

const ROW_HEIGHT = 46;
const PAGE_ROWS = 8;

/** The entries as a grid of rows, each a sentence; Enter shows the facts of one. */
export function EntryTable({ entries, openNumber, onOpen, onEnd, order, ref }: EntryTableProps): ReactNode {
  const { t } = useTranslation('audit-log');
  const format = useFormat();
  const words = useEntryWords();

  const column = (
    key: 'number' | 'at' | 'what' | 'who',
    kind: 'text' | 'number',
    cell: (entry: AuditEntry) => ReactNode,
  ): GridColumn<AuditEntry> => ({
    key,
    kind,
    head: (
      <SortHead
        kind={kind}
        label={t(`columns.${key}.label`)}
        title={t(`columns.${key}.name`)}
        unit={null}
        sorted={null}
        onSort={null}
      />
    ),
    cell,
  });
  const columns = [
    column('number', 'number', ({ number }) => format.number(number)),
    column('at', 'text', ({ at }) => (
      <>
        <span className={classes.line}>{format.date(at)}</span>
        <span className={clsx(classes.line, classes.quiet)}>{format.time(at)}</span>
      </>
    )),
    column('what', 'text', (entry) => (
      <>
        <span className={classes.line} data-outcome={entry.outcome}>
          {words.sentence(entry)}
        </span>
        <span className={clsx(classes.line, classes.quiet)}>{words.facts(entry)}</span>
      </>
    )),
    column('who', 'text', (entry) => (
      <>
        <span className={classes.line}>{words.who(entry)}</span>
        <span className={clsx(classes.line, classes.quiet)}>{t(`kinds.${entry.kind}`)}</span>
      </>
    )),
  ];
  return (
    <RowGrid
      ref={ref}
      name={t('list.title')}
      className={classes.grid}
      rows={entries}
      columns={columns}
      keyOf={({ number }) => String(number)}
      rowHeight={ROW_HEIGHT}
      pageRows={PAGE_ROWS}
      openKey={openNumber === null ? null : String(openNumber)}
      order={order}
      onOpen={onOpen}
      onEnd={onEnd}
    />
  );
}
