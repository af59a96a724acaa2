import { useMemo, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberConsents } from '#shared/contract/consents.ts';
import { type ConsentPurpose, consentPurposes } from '#shared/privacy/consents.ts';
import { Mark } from '../../../components/mark.tsx';
import { RowGrid, type GridColumn } from '../../../components/row-grid.tsx';
import { SortHead } from '../../../components/sort-head.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { stateOf } from './consent-filters.ts';
import classes from './consents.module.css';
import { stateIcons } from './state-icons.ts';

const ROW_HEIGHT = 36;
const PAGE_ROWS = 10;

export interface ConsentTableProps {
  readonly members: readonly MemberConsents[];
  readonly openMember: string | null;
  readonly onOpen: (member: MemberConsents) => void;
  /** The scrolling grid, for moving the focus into it. */
  readonly ref: Ref<HTMLDivElement>;
}

/** The members with their last word on each purpose. */
export function ConsentTable({ members, openMember, onOpen, ref }: ConsentTableProps): ReactNode {
  const { t } = useTranslation('legal-consents');
  const columns = useColumns();
  return (
    <RowGrid
      ref={ref}
      name={t('list.name')}
      className={classes.grid}
      rows={members}
      columns={columns}
      keyOf={({ memberId }) => memberId}
      rowHeight={ROW_HEIGHT}
      pageRows={PAGE_ROWS}
      openKey={openMember}
      onOpen={onOpen}
    />
  );
}

function useColumns(): readonly GridColumn<MemberConsents>[] {
  const { t } = useTranslation('legal-consents');
  return useMemo(
    () => [
      {
        key: 'member',
        kind: 'text',
        head: <Head label={t('list.member')} />,
        className: classes.cell,
        cell: ({ anonymizedId, isActive }) => (
          <span className={classes.name}>
            {anonymizedId}
            {!isActive && <Mark>{t('list.left')}</Mark>}
          </span>
        ),
      },
      ...consentPurposes.map((purpose) => ({
        key: purpose,
        kind: 'text' as const,
        head: <Head label={t(`purposes.${purpose}.name`)} />,
        className: classes.cell,
        cell: (member: MemberConsents) => <State member={member} purpose={purpose} />,
      })),
    ],
    [t],
  );
}

function Head({ label }: { readonly label: string }): ReactNode {
  return <SortHead kind="text" label={label} title={label} unit={null} sorted={null} onSort={null} />;
}

interface StateProps {
  readonly member: MemberConsents;
  readonly purpose: ConsentPurpose;
}

/** How a member stands to a purpose: a shape, the word, and since when. */
export function State({ member, purpose }: StateProps): ReactNode {
  const { t } = useTranslation('legal-consents');
  const format = useFormat();
  const state = stateOf(member, purpose);
  const StateIcon = stateIcons[state];
  const last = member.last[purpose];
  return (
    <span className={classes.state} data-state={state}>
      <StateIcon size={15} stroke={1.9} aria-hidden />
      <span>{t(`states.${state}`)}</span>
      {last !== null && <span className={classes.quiet}>{format.date(last.at)}</span>}
    </span>
  );
}
