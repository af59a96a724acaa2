/** The members with what they would have saved, as a file: all of them, pseudonyms as on the screen. */
import type { TFunction } from 'i18next';
import type { ChartColumn, ChartTable } from '../../../charts/chart-data.ts';
import type { Format } from '#shared/format/format.ts';
import { changeUnder, savingsUnder, type MemberSavings } from './member-changes.ts';
import type { OtherScenario } from './scenarios.ts';

const MICRO = 1_000_000;

export interface FileLanguage {
  readonly t: TFunction<'counterfactual'>;
  readonly format: Format;
}

/** A row for each member: what it saved, and for each scenario what it would have saved and the difference. */
export function memberChangesFile(
  members: readonly MemberSavings[],
  chosen: readonly OtherScenario[],
  { t, format }: FileLanguage,
): ChartTable {
  const text = (label: string, read: (member: MemberSavings) => string): ChartColumn => ({
    label,
    kind: 'text',
    value: (row) => read(members[row]),
    text: (row) => read(members[row]),
  });
  const amount = (label: string, read: (member: MemberSavings) => number): ChartColumn => ({
    label,
    unit: format.money(0).unit,
    kind: 'number',
    value: (row) => read(members[row]) / MICRO,
    text: (row) => format.money(read(members[row])).value,
  });
  return {
    rows: members.length,
    columns: [
      text(t('members.name'), ({ anonymizedId }) => anonymizedId),
      text(t('members.role'), ({ role }) => t(`members.roles.${role}`)),
      amount(t('scenarios.actual.name'), (member) => savingsUnder(member, 'actual')),
      ...chosen.flatMap((name) => [
        amount(t(`scenarios.${name}.name`), (member) => savingsUnder(member, name)),
        amount(t('members.change', { scenario: t(`scenarios.${name}.name`) }), (member) => changeUnder(member, name)),
      ]),
    ],
  };
}
