import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './sheet.module.css';

/** What is said of a thing, by its name. */
export interface SideRow<Thing> {
  readonly name: string;
  readonly text: (thing: Thing) => ReactNode;
}

export interface SideBySideProps<Thing> {
  /** The buyer's and the seller's; null where there is none. */
  readonly sides: readonly { readonly head: string; readonly thing: Thing | null }[];
  readonly rows: readonly SideRow<Thing>[];
}

/** A thing of the buyer and one of the seller in two columns. */
export function SideBySide<Thing>({ sides, rows }: SideBySideProps<Thing>): ReactNode {
  const { notAvailable } = useFormat();
  return (
    <Table className={classes.table} verticalSpacing={3} horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          {sides.map(({ head }) => (
            <Table.Th key={head} scope="col" ta="right">
              {head}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, text }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            {sides.map(({ head, thing }) => (
              <Table.Td key={head} ta="right">
                {thing === null ? notAvailable : text(thing)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
