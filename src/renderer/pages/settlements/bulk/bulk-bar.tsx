import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_CASES_AT_ONCE, type CaseSummary } from '#shared/contract/settlement-records.ts';
import { resolutionKinds } from '#shared/settlement/events.ts';
import { RoleButton } from '../../../app/role-button.tsx';
import { useRefusal } from '../../../app/role.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { canDecide, canPropose } from '../case-words.ts';
import { openDecisions, openProposals } from '../decide/open-decision.tsx';
import { partOf, partsBySuggestion } from '../decide/parts.ts';
import type { Selection } from '../list/use-selection.ts';
import classes from './bulk-bar.module.css';

/** What can be done with the chosen cases at once, and with how many of them. */
export function BulkBar({ selection }: { readonly selection: Selection }): ReactNode {
  const { t } = useTranslation('settlements');
  const format = useFormat();
  const { cases } = selection;
  const open = cases.filter(canPropose);
  const suggested = open.filter(({ suggestion }) => suggestion !== null);
  const proposed = cases.filter(canDecide);
  const approvable = proposed.filter(({ mayApprove }) => mayApprove);
  const sum = cases.reduce((total, { amount }) => total + amount, 0);
  const number = (list: readonly CaseSummary[]): string => format.number(list.length);
  const look = { needs: 'admin', size: 'compact-sm' } as const;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('bulk.label')}>
      <span className={classes.chosen} role="status">
        <strong>{t('bulk.chosen', { count: cases.length, number: number(cases) })}</strong>
        <span>{format.money(sum).text}</span>
        {cases.length === MAX_CASES_AT_ONCE && (
          <span>{t('bulk.most', { number: format.number(MAX_CASES_AT_ONCE) })}</span>
        )}
      </span>
      {suggested.length > 0 && (
        <RoleButton {...look} onClick={() => openProposals(partsBySuggestion(suggested), selection.clear)}>
          {t('bulk.suggested', { number: number(suggested) })}
        </RoleButton>
      )}
      {open.length > 0 && <Otherwise cases={open} onDone={selection.clear} />}
      {approvable.length > 0 && (
        <RoleButton {...look} onClick={() => openDecisions('approve', approvable, selection.clear)}>
          {t('bulk.approve', { number: number(approvable) })}
        </RoleButton>
      )}
      {proposed.length > 0 && (
        <RoleButton {...look} variant="default" onClick={() => openDecisions('reject', proposed, selection.clear)}>
          {t('bulk.reject', { number: number(proposed) })}
        </RoleButton>
      )}
      {open.length + proposed.length === 0 && <span className={classes.nothing}>{t('bulk.nothing')}</span>}
      <Button
        className={classes.clear}
        variant="subtle"
        size="compact-sm"
        leftSection={<IconX size={14} stroke={2} aria-hidden />}
        onClick={selection.clear}
      >
        {t('bulk.clear')}
      </Button>
    </div>
  );
}

interface OtherwiseProps {
  readonly cases: readonly CaseSummary[];
  readonly onDone: () => void;
}

/** The same resolution for all of them, whatever is suggested. */
function Otherwise({ cases, onDone }: OtherwiseProps): ReactNode {
  const { t } = useTranslation('settlements');
  const { t: ofCases } = useTranslation('settlement-cases');
  const format = useFormat();
  const isAllowed = useRefusal('admin') === null;
  const label = t('bulk.otherwise', { number: format.number(cases.length) });
  // Who may not gets the reason instead of a menu.
  if (!isAllowed) {
    return (
      <RoleButton needs="admin" size="compact-sm" variant="default" onClick={() => undefined}>
        {label}
      </RoleButton>
    );
  }
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} stroke={2} aria-hidden />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {resolutionKinds.map((kind) => (
          <Menu.Item key={kind} onClick={() => openProposals([partOf(kind, cases)], onDone)}>
            {ofCases(`resolutions.${kind}.name`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
