import { Button, ScrollArea, Table } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import type { ChartTable } from './chart-data.ts';
import classes from './chart.module.css';

export interface ChartTableViewProps {
  readonly table: ChartTable;
  readonly caption: string;
  readonly height: number;
}

const STEP = 300;

/** A chart's numbers as a table of the chart's own height; long ones grow by steps so that they open at once. */
export function ChartTableView({ table, caption, height }: ChartTableViewProps): ReactNode {
  const { t } = useTranslation('charts');
  const format = useFormat();
  const [limit, setLimit] = useState(STEP);
  const { rows } = table;
  const columns = table.columns.filter(({ onlyInFile }) => onlyInFile !== true);
  const shown = Math.min(limit, rows);
  return (
    <ScrollArea h={height} type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': caption }}>
      <Table stickyHeader verticalSpacing={4} horizontalSpacing="sm" className={classes.table}>
        <Table.Caption className={classes.hidden}>{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ label, unit, kind }) => (
              <Table.Th key={label} scope="col" ta={kind === 'number' ? 'right' : 'left'}>
                {label}
                {unit !== undefined && <span className={classes.unit}> {unit}</span>}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Array.from({ length: shown }, (_, row) => (
            <Table.Tr key={row}>
              {columns.map(({ label, kind, text }, column) => (
                <Table.Td
                  key={label}
                  ta={kind === 'number' ? 'right' : 'left'}
                  // What the numbers of the row are of, usually a time.
                  {...(column === 0 && { component: 'th', scope: 'row' })}
                >
                  {text(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {shown < rows && (
        <Button variant="subtle" size="compact-sm" m="xs" onClick={() => setLimit(limit + STEP)}>
          {t('table.more', { count: Math.min(STEP, rows - shown), total: format.number(rows) })}
        </Button>
      )}
    </ScrollArea>
  );
}
