import { Button, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { AuditFinding } from '#shared/contract/rule-records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { type BridgeError, call } from '../../../bridge/client.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import { slotText } from '../../marketplace/slot/slot-text.ts';
import classes from './audit.module.css';
import { FindingTrace } from './finding-trace.tsx';

type Page = Output<'rules.auditFindings'>;

const PAGE = 100;

export interface FindingListProps {
  readonly taskId: string;
  readonly verdict: AuditFinding['verdict'];
  /** How many there are by now: while the audit runs there come more. */
  readonly count: number;
}

/** The findings of one kind in the order of slots, a hundred at a time. */
export function FindingList({ taskId, verdict, count }: FindingListProps): ReactNode {
  const { t } = useTranslation('rule-audit');
  const format = useFormat();
  const query = useInfiniteQuery<Page, BridgeError, Page[], readonly unknown[], number>({
    queryKey: ['rules', 'rules.auditFindings', taskId, verdict, count],
    queryFn: ({ pageParam }) => call('rules.auditFindings', { taskId, verdict, from: pageParam, limit: PAGE }),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => (pages.length * PAGE < total ? pages.length * PAGE : undefined),
    select: ({ pages }) => pages,
  });
  if (query.isError) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonLines lines={Math.min(count, 4)} />;
  const findings = query.data.flatMap((page) => page.findings);
  const [{ total }] = query.data;
  return (
    <div className={classes.list}>
      <ul aria-label={t(`verdicts.${verdict}.name`)}>
        {findings.map((finding) => (
          <Finding key={`${finding.tradeId} ${finding.side}`} finding={finding} />
        ))}
      </ul>
      {total < count && (
        <p className={classes.quiet}>{t('groups.kept', { number: format.number(total), count: total })}</p>
      )}
      {query.hasNextPage && (
        <Button
          size="compact-sm"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('groups.more', { shown: format.number(findings.length), total: format.number(total) })}
        </Button>
      )}
    </div>
  );
}

function Finding({ finding }: { readonly finding: AuditFinding }): ReactNode {
  const { t } = useTranslation('rule-audit');
  const format = useFormat();
  const { slotMinutes } = useCommunity();
  const [isOpen, setOpen] = useState(false);
  const Arrow = isOpen ? IconChevronDown : IconChevronRight;
  const { slot, side, anonymizedId, counterparty, quantityWh, price } = finding;
  return (
    <li>
      <UnstyledButton className={classes.finding} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Arrow size={15} stroke={1.9} aria-hidden />
        <span className={classes.slot}>{slotText(slot, slot + slotMinutes * MINUTE, format)}</span>
        <span className={classes.who}>
          {t(`finding.${side}`, {
            member: anonymizedId ?? t('finding.heldBack'),
            other: counterparty ?? t('finding.heldBack'),
          })}
        </span>
        <span className={classes.figure}>{exactly(format).quantity(quantityWh)}</span>
        <span className={classes.figure}>{exactly(format).price(price)}</span>
      </UnstyledButton>
      {isOpen && <FindingTrace finding={finding} />}
    </li>
  );
}
