import { IconAlertTriangle, IconPlugConnected, IconSolarPanel } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { MemberSummary } from '#shared/contract/members.ts';
import type { Format } from '#shared/format/format.ts';
import type { TermName } from '#shared/glossary/terms.ts';
import classes from './member-table.module.css';
import type { SortKey } from './filters.ts';

export interface Column {
  readonly key: SortKey;
  /** Unit below the name; every number of the column is in it. */
  readonly unit: (format: Format) => string | null;
  readonly kind: 'text' | 'number';
  /** What the glossary calls it. */
  readonly term?: TermName;
  readonly cell: (member: MemberSummary, format: Format, t: TFunction<'members'>) => ReactNode;
}

const none = (): ReactNode => <span className={classes.none}>–</span>;
const noUnit = (): null => null;

function Name({ member, t }: { member: MemberSummary; t: TFunction<'members'> }): ReactNode {
  return (
    <>
      <span className={classes.name}>{member.anonymizedId}</span>
      {!member.isActive && (
        <span className={classes.left} title={t('left')}>
          {t('left')}
        </span>
      )}
    </>
  );
}

function Role({ member, t }: { member: MemberSummary; t: TFunction<'members'> }): ReactNode {
  const RoleIcon = member.role === 'prosumer' ? IconSolarPanel : IconPlugConnected;
  return (
    <>
      <RoleIcon size={15} stroke={1.75} aria-hidden className={classes.roleIcon} />
      {t(`roles.${member.role}`)}
    </>
  );
}

/** A loss is marked by word (for screen readers), sign and colour. */
function Savings({ savings, format, t }: { savings: number; format: Format; t: TFunction<'members'> }): ReactNode {
  if (savings >= 0) return format.money(savings).value;
  return (
    <span className={classes.loss} title={t('loss')}>
      <span className={classes.hidden}>{t('loss')} </span>
      {format.money(savings).value}
    </span>
  );
}

function Failed({ count, format }: { count: number; format: Format }): ReactNode {
  if (count === 0) return <span className={classes.none}>0</span>;
  return (
    <span className={classes.failed}>
      <IconAlertTriangle size={14} stroke={2} aria-hidden />
      {format.number(count)}
    </span>
  );
}

/** The columns of the list in their order. */
export const columns: readonly Column[] = [
  {
    key: 'name',
    kind: 'text',
    term: 'pseudonym',
    unit: noUnit,
    cell: (member, _, t) => <Name member={member} t={t} />,
  },
  { key: 'role', kind: 'text', unit: noUnit, cell: (member, _, t) => <Role member={member} t={t} /> },
  {
    key: 'pv',
    kind: 'number',
    unit: () => 'kWp',
    cell: ({ pvCapacityWp }, format) => (pvCapacityWp === 0 ? none() : format.power(pvCapacityWp, 'kWp').value),
  },
  {
    key: 'battery',
    kind: 'number',
    unit: () => 'kWh',
    cell: ({ batteryCapacityWh }, format) =>
      batteryCapacityWh === 0 ? none() : format.number(batteryCapacityWh / 1000, 1),
  },
  {
    key: 'traded',
    kind: 'number',
    term: 'traded',
    unit: () => 'kWh',
    cell: ({ boughtWh, soldWh }, format) => format.number((boughtWh + soldWh) / 1000, 1),
  },
  {
    key: 'selfSufficiency',
    kind: 'number',
    term: 'selfSufficiency',
    unit: () => '%',
    cell: ({ selfSufficiency }, format) =>
      selfSufficiency === null ? format.notAvailable : format.number(selfSufficiency * 100, 1),
  },
  {
    key: 'savings',
    kind: 'number',
    term: 'savings',
    unit: (format) => format.money(0).unit,
    cell: ({ savings }, format, t) => <Savings savings={savings} format={format} t={t} />,
  },
  {
    key: 'reputation',
    kind: 'number',
    term: 'reputation',
    unit: () => '0–100',
    cell: ({ reputationScore }, format, t) =>
      reputationScore === null ? <span className={classes.none}>{t('new')}</span> : format.number(reputationScore),
  },
  {
    key: 'failed',
    kind: 'number',
    term: 'failedSettlements',
    unit: noUnit,
    cell: ({ failedCount }, format) => <Failed count={failedCount} format={format} />,
  },
];
