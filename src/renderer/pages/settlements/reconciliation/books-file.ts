/** The books of a period as tables for files: what is on the screen, pseudonyms as there, amounts to the last digit. */
import type { TFunction } from 'i18next';
import type { Reconciliation } from '#shared/contract/settlement-records.ts';
import { resolutionKinds } from '#shared/settlement/events.ts';
import type { ChartColumn, ChartTable } from '../../../charts/chart-data.ts';
import type { Format } from '#shared/format/format.ts';
import { dayText, type Difference } from '#shared/format/exact-amounts.ts';

const MICRO = 1_000_000;

/** What the words and units of a file are in. */
export interface BooksLanguage {
  readonly t: TFunction<'reconciliation'>;
  readonly format: Format;
}

type Cell = number | string | null;

function columnOf<R>(
  label: string,
  kind: ChartColumn['kind'],
  rows: readonly R[],
  read: (row: R) => Cell,
  unit?: string,
): ChartColumn {
  return { label, kind, unit, value: (row) => read(rows[row]), text: (row) => String(read(rows[row]) ?? '') };
}

/** Counts, money and the terms of the proof, one a row. */
export function proofTable(books: Reconciliation, { t, format }: BooksLanguage): ChartTable {
  const { proof, resolved } = books;
  const rows: readonly { readonly name: string; readonly count: number | null; readonly amount: number }[] = [
    { name: t('figures.settled'), ...books.settled },
    { name: t('figures.pending'), ...books.pending },
    { name: t('figures.open'), ...books.open },
    {
      name: t('figures.all', { energy: format.energy(books.quantityWh).text }),
      count: books.trades,
      amount: books.amount,
    },
    { name: t('figures.failed'), ...books.failed },
    ...resolutionKinds.map((kind) => ({
      name: t(`figures.resolved.${kind}`),
      count: resolved.byKind[kind].count,
      amount: resolved.byKind[kind].amount,
    })),
    ...(['bought', 'sold', 'fees', 'boughtByMembers', 'soldByMembers'] as const).map((key) => ({
      name: t(`proof.${key}`),
      count: null,
      amount: proof[key],
    })),
    { name: t('proof.rest'), count: null, amount: proof.bought - proof.sold - proof.fees },
  ];
  return {
    rows: rows.length,
    columns: [
      columnOf(t('figures.title'), 'text', rows, ({ name }) => name),
      columnOf(t('figures.count'), 'number', rows, ({ count }) => count),
      columnOf(t('figures.amount'), 'number', rows, ({ amount }) => amount / MICRO, format.money(0).unit),
    ],
  };
}

/** One row a member. */
export function membersTable({ members }: Reconciliation, { t, format }: BooksLanguage): ChartTable {
  const { unit } = format.money(0);
  const money = (label: string, read: (row: (typeof members)[number]) => number): ChartColumn =>
    columnOf(label, 'number', members, (row) => read(row) / MICRO, unit);
  return {
    rows: members.length,
    columns: [
      columnOf(t('members.member'), 'text', members, ({ anonymizedId }) => anonymizedId),
      money(t('members.bought'), ({ boughtAmount }) => boughtAmount),
      money(t('members.sold'), ({ soldAmount }) => soldAmount),
      money(t('members.balance'), ({ balance }) => balance),
      columnOf(t('members.failed'), 'number', members, ({ failedCount }) => failedCount),
    ],
  };
}

/** One row a difference; energy in kWh. */
export function differencesTable({ differences }: Reconciliation, { t, format }: BooksLanguage): ChartTable {
  const sizes = { money: MICRO, energy: 1000, count: 1 } as const;
  const units = { money: format.money(0).unit, energy: 'kWh', count: '' } as const;
  const text = (label: string, read: (row: Difference) => string | null): ChartColumn =>
    columnOf(label, 'text', differences, read);
  const value = (label: string, read: (row: Difference) => number): ChartColumn =>
    columnOf(label, 'number', differences, (row) => read(row) / sizes[row.unit]);
  return {
    rows: differences.length,
    columns: [
      text(t('differences.what'), ({ kind }) => t(`differences.kinds.${kind}.name`)),
      text(t('differences.tradeId'), ({ tradeId }) => tradeId),
      text(t('differences.executedAt'), ({ executedAt }) =>
        executedAt === null ? null : new Date(executedAt).toISOString(),
      ),
      text(t('members.member'), ({ anonymizedId }) => anonymizedId),
      text(t('differences.day'), ({ day }) => dayText(day)),
      value(t('differences.expected'), ({ expected }) => expected),
      value(t('differences.found'), ({ found }) => found),
      value(t('differences.difference'), ({ expected, found }) => found - expected),
      text(t('differences.unit'), ({ unit }) => units[unit]),
    ],
  };
}
