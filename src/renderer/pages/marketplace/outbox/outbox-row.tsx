import { Table } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconGitCompare,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import clsx from 'clsx';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import type { OutboxState } from '#shared/domain/outbox.ts';
import { useNow } from '../../../app/now.ts';
import { momentWords } from '../../../app/sync-words.ts';
import { useProblemWords } from '../../../components/problem-words.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { useRuleWords } from '../../rules/editor/use-rule-words.ts';
import { WeekGrid } from '../../rules/week-grid/week-grid.tsx';
import { BothCaseVersions } from './both-case-versions.tsx';
import { BothRuleVersions } from './both-rule-versions.tsx';
import { BothVersions } from './both-versions.tsx';
import { CaseDetails } from './case-details.tsx';
import { focusOutbox } from './decision-question.tsx';
import styles from './outbox.module.css';
import { RowActions } from './row-actions.tsx';
import { useDecisionWords } from './use-decision-words.ts';
import { windowText } from './window-text.ts';

const icons: Record<OutboxState, Icon> = {
  waiting: IconClock,
  sent: IconSend,
  accepted: IconCheck,
  refused: IconAlertTriangle,
  conflict: IconGitCompare,
  withdrawn: IconArrowBackUp,
};

/**
 * One decision: for whom, what, when, how far it is, and what can be done; below it more of a case, why it got no further, and both
 * versions of a conflict.
 */
export function OutboxRow({ item }: { readonly item: OutboxItem }): ReactNode {
  const format = useFormat();
  const words = useDecisionWords();
  const now = useNow(30_000);
  const reason = useReason(item, now);
  const { createdAt, state } = item;
  const isConflict = state === 'conflict';
  const goesOn = reason !== '' || isConflict || item.kind === 'settlement';
  return (
    <>
      <Table.Tr className={clsx(goesOn && styles.goesOn)}>
        <Table.Td>{words.member(item)}</Table.Td>
        <Table.Td className={styles.words}>{words.decision(item)}</Table.Td>
        <Table.Td>
          <When item={item} />
        </Table.Td>
        <Table.Td>
          <State state={state} />
        </Table.Td>
        <Table.Td title={format.dateTime(createdAt)}>{format.relative(Math.min(createdAt, now), now)}</Table.Td>
        <ActionsCell key={state} item={item} />
      </Table.Tr>
      {goesOn && (
        <Table.Tr>
          <Table.Td />
          <Table.Td colSpan={COLUMNS_BESIDE_MEMBER} className={styles.below}>
            {item.kind === 'settlement' && <CaseDetails item={item} />}
            {reason}
            {isConflict && <Conflict item={item} />}
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

/** What can be done in this state; when that is over it hands its focus on. */
function ActionsCell({ item }: { readonly item: OutboxItem }): ReactNode {
  const cell = useRef<HTMLTableCellElement>(null);
  useLayoutEffect(() => {
    const shown = cell.current;
    return () => {
      if (shown?.contains(document.activeElement)) focusOutbox();
    };
  }, []);
  return (
    <Table.Td ref={cell} ta="right">
      <RowActions item={item} />
    </Table.Td>
  );
}

/** When a decision means something: its window, or when its trade was made. */
function When({ item }: { readonly item: OutboxItem }): ReactNode {
  const format = useFormat();
  switch (item.kind) {
    case 'rule':
      return <RuleWindows windows={item.draft.timeWindows} />;
    case 'settlement':
      return format.dateTime(item.executedAt);
    case 'offer':
    case 'trade':
      return windowText(format, item);
  }
}

function Conflict({ item }: { readonly item: OutboxItem }): ReactNode {
  switch (item.kind) {
    case 'rule':
      return <BothRuleVersions item={item} />;
    case 'settlement':
      return <BothCaseVersions item={item} />;
    case 'offer':
    case 'trade':
      return <BothVersions item={item} />;
  }
}

function RuleWindows({ windows }: { readonly windows: readonly string[] }): ReactNode {
  const words = useRuleWords();
  return <WeekGrid size="row" windows={windows} label={words.windows(windows)} />;
}

/** What lies below a row begins under the decision. */
const COLUMNS_BESIDE_MEMBER = 5;

/** Why a decision was refused, or what keeps it from being sent and when that is tried again; empty when there is nothing to say. */
function useReason({ state, problem, attempts, nextAttemptAt }: OutboxItem, now: number): string {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const words = useProblemWords();
  const hasFailed = (state === 'waiting' || state === 'sent') && attempts > 0;
  return [
    ...(hasFailed ? [t('outbox.attempts', { count: attempts })] : []),
    ...(hasFailed && nextAttemptAt !== null
      ? [t('outbox.nextAttempt', { time: momentWords(format, nextAttemptAt, now) })]
      : []),
    ...(problem === null ? [] : [words(problem).whole]),
  ].join(' ');
}

/** How far the decision is. */
function State({ state }: { readonly state: OutboxState }): ReactNode {
  const { t } = useTranslation('offers');
  const StateIcon = icons[state];
  const isTrouble = state === 'refused' || state === 'conflict';
  return (
    <span className={clsx(styles.state, isTrouble && styles.trouble)}>
      <StateIcon size={14} stroke={2} aria-hidden />
      {t(`outbox.states.${state}`)}
    </span>
  );
}
