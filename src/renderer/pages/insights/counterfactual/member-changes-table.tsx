import clsx from 'clsx';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { RowGrid, type GridColumn } from '../../../components/row-grid.tsx';
import { SortHead } from '../../../components/sort-head.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { isLoss } from '../../rules/cents.ts';
import classes from './counterfactual.module.css';
import {
  changeUnder,
  savingsUnder,
  type MemberFilters,
  type MemberSavings,
  type MemberSort,
} from './member-changes.ts';
import type { OtherScenario } from './scenarios.ts';

export interface MemberChangesTableProps {
  readonly members: readonly MemberSavings[];
  readonly chosen: readonly OtherScenario[];
  /** The scenario whose change is shown. */
  readonly under: OtherScenario;
  /** The largest change of all members, of which the bars are parts; above 0. */
  readonly most: number;
  readonly sort: Pick<MemberFilters, 'sort' | 'descending'>;
  readonly onSort: ChangeFilters<MemberFilters>;
  readonly onOpen: (member: MemberSavings) => void;
  /** The scrolling grid, for moving the focus into it. */
  readonly ref: Ref<HTMLDivElement>;
}

interface Column {
  readonly key: MemberSort;
  readonly kind: 'text' | 'number';
  readonly label: string;
  /** What the column holds, in full. */
  readonly title: string;
  readonly cell: (member: MemberSavings) => ReactNode;
}

const ROW_HEIGHT = 32;
const PAGE_ROWS = 10;

/** The members with their savings under each scenario, and a bar for the change under one of them. */
export function MemberChangesTable(props: MemberChangesTableProps): ReactNode {
  const { members, chosen, under, most, sort, onSort, onOpen, ref } = props;
  const { t } = useTranslation('counterfactual');
  const format = useFormat();
  const unit = format.money(0).unit;
  const text = (amount: number): string => format.money(amount).value;
  const signedText = (amount: number): string => format.money(amount, format.currency, { signed: true }).value;

  function gridColumn({ key, kind, label, title, cell }: Column): GridColumn<MemberSavings> {
    const sorted = sort.sort !== key ? null : sort.descending ? 'descending' : 'ascending';
    const descending = sorted === null ? kind === 'number' : !sort.descending;
    const onClick = (): void => onSort({ sort: key, descending });
    const shownUnit = kind === 'number' ? unit : null;
    return {
      key,
      kind,
      sorted: sorted ?? 'none',
      head: <SortHead kind={kind} label={label} title={title} unit={shownUnit} sorted={sorted} onSort={onClick} />,
      cell,
    };
  }

  const columns: readonly Column[] = [
    {
      key: 'name',
      kind: 'text',
      label: t('members.name'),
      title: t('members.name'),
      cell: pseudonym,
    },
    {
      key: 'role',
      kind: 'text',
      label: t('members.role'),
      title: t('members.role'),
      cell: ({ role }) => t(`members.roles.${role}`),
    },
    ...(['actual', ...chosen] as const).map((name): Column => ({
      key: name,
      kind: 'number',
      label: t(`scenarios.${name}.short`),
      title: t('members.saved', { scenario: t(`scenarios.${name}.name`) }),
      cell: amountOf((member) => savingsUnder(member, name), text),
    })),
    {
      key: 'change',
      kind: 'number',
      label: t('members.changed'),
      title: t('members.change', { scenario: t(`scenarios.${under}.name`) }),
      cell: amountOf((member) => changeUnder(member, under), signedText),
    },
  ];
  const bars: GridColumn<MemberSavings> = {
    key: 'bar',
    kind: 'text',
    head: (
      <span className={classes.barHead}>
        <span>{t('members.less')}</span>
        <span>{t('members.more')}</span>
      </span>
    ),
    cell: barOf(under, most),
  };
  return (
    <div className={classes.members} data-scenarios={chosen.length}>
      <RowGrid
        ref={ref}
        className={classes.grid}
        name={t('members.title')}
        rows={members}
        columns={[...columns.map(gridColumn), bars]}
        keyOf={({ memberId }) => memberId}
        rowHeight={ROW_HEIGHT}
        pageRows={PAGE_ROWS}
        openKey={null}
        order={`${sort.sort} ${sort.descending} ${under}`}
        onOpen={onOpen}
      />
    </div>
  );
}

function pseudonym({ anonymizedId }: MemberSavings): ReactNode {
  return <b className={classes.pseudonym}>{anonymizedId}</b>;
}

/** An amount of each member, in red where it is below zero. */
function amountOf(read: (member: MemberSavings) => number, text: (amount: number) => string): Column['cell'] {
  return (member) => {
    const amount = read(member);
    return <span className={clsx(isLoss(amount) && classes.loss)}>{text(amount)}</span>;
  };
}

/** From the middle to the right for more, to the left for less. */
function barOf(under: OtherScenario, most: number): Column['cell'] {
  return (member) => {
    const change = changeUnder(member, under);
    return (
      <span className={classes.track} aria-hidden>
        <i className={change < 0 ? classes.down : classes.up} style={{ width: `${(50 * Math.abs(change)) / most}%` }} />
      </span>
    );
  };
}
