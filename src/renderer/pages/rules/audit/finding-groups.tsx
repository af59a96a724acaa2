import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { AuditFinding, RuleAuditResult } from '#shared/contract/rule-records.ts';
import { ruleVerdicts } from '#shared/rules/audit.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './audit.module.css';
import { FindingList } from './finding-list.tsx';

export interface FindingGroupsProps {
  readonly taskId: string;
  readonly result: RuleAuditResult;
}

/** What is not explained, kind by kind; the one that is open stands in the address. */
export function FindingGroups({ taskId, result }: FindingGroupsProps): ReactNode {
  const { t } = useTranslation('rule-audit');
  const format = useFormat();
  const [open, setOpen] = useOpenVerdict();
  if (result.groups.length === 0) return null;
  return (
    <ul className={classes.groups} aria-label={t('groups.label')}>
      {result.groups.map(({ verdict, findings, members, quantityWh, amount }) => {
        const isOpen = open === verdict;
        const Arrow = isOpen ? IconChevronDown : IconChevronRight;
        return (
          <li key={verdict}>
            <UnstyledButton
              className={classes.group}
              aria-expanded={isOpen}
              onClick={() => setOpen(isOpen ? null : verdict)}
            >
              <Arrow size={16} stroke={1.9} aria-hidden />
              <span className={classes.verdict}>
                <b>{t(`verdicts.${verdict}.name`)}</b>
                <span className={classes.quiet}>{t(`verdicts.${verdict}.meaning`)}</span>
              </span>
              <span className={classes.amounts}>
                <b>{t('groups.findings', { count: findings, number: format.number(findings) })}</b>
                <span className={classes.quiet}>
                  {[
                    t('groups.members', { count: members, number: format.number(members) }),
                    format.energy(quantityWh).text,
                    format.money(amount).text,
                  ].join(' · ')}
                </span>
              </span>
            </UnstyledButton>
            {isOpen && <FindingList taskId={taskId} verdict={verdict} count={findings} />}
          </li>
        );
      })}
    </ul>
  );
}

function useOpenVerdict(): readonly [
  AuditFinding['verdict'] | null,
  (verdict: AuditFinding['verdict'] | null) => void,
] {
  const [params, setParams] = useSearchParams();
  const wanted = params.get('verdict');
  const open = ruleVerdicts.find((verdict) => verdict === wanted) ?? null;
  const setOpen = (verdict: AuditFinding['verdict'] | null): void =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (verdict === null) next.delete('verdict');
        else next.set('verdict', verdict);
        return next;
      },
      { replace: true },
    );
  return [open === 'EXPLAINED' ? null : open, setOpen];
}
