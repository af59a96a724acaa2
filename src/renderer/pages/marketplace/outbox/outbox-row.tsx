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
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import type { OutboxState } from '#shared/domain/outbox.ts';
import { useNow } from '../../../app/now.ts';
import { momentWords } from '../../../app/sync-words.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { BothVersions } from './both-versions.tsx';
import { decisionWords } from './decision-words.ts';
import styles from './outbox.module.css';
import { RowActions } from './row-actions.tsx';
import { windowText } from './window-text.ts';

const icons: Record<OutboxState, Icon> = {
  waiting: IconClock,
  sent: IconSend,
  accepted: IconCheck,
  refused: IconAlertTriangle,
  conflict: IconGitCompare,
  withdrawn: IconArrowBackUp,
};

/** How many cells a row has, for what lies below all of them. */
export const COLUMNS = 6;

/** One decision: for whom, what, when, how far it is, and what can be done; a conflict has both versions below it. */
export function OutboxRow({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const now = useNow(30_000);
  const { createdAt } = item;
  return (
    <>
      <Table.Tr className={clsx(item.state === 'conflict' && styles.goesOn)}>
        <Table.Td>{item.anonymizedId ?? t('outbox.heldBack')}</Table.Td>
        <Table.Td className={styles.words}>{decisionWords(t, format, item)}</Table.Td>
        <Table.Td>{windowText(format, item)}</Table.Td>
        <Table.Td>
          <State item={item} now={now} />
        </Table.Td>
        <Table.Td title={format.dateTime(createdAt)}>{format.relative(Math.min(createdAt, now), now)}</Table.Td>
        <Table.Td ta="right">
          <RowActions item={item} />
        </Table.Td>
      </Table.Tr>
      {item.state === 'conflict' && (
        <Table.Tr>
          <Table.Td colSpan={COLUMNS}>
            <BothVersions item={item} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

/** How far the decision is; why it was refused, or what keeps it from being sent and when that is tried again. */
function State({ item, now }: { readonly item: OutboxItem; readonly now: number }): ReactNode {
  const { t } = useTranslation(['offers', 'errors']);
  const format = useFormat();
  const { state, problem, attempts, nextAttemptAt } = item;
  const StateIcon = icons[state];
  const isTrouble = state === 'refused' || state === 'conflict';
  const isOnItsWay = state === 'waiting' || state === 'sent';
  return (
    <>
      <span className={clsx(styles.state, isTrouble && styles.trouble)}>
        <StateIcon size={14} stroke={2} aria-hidden />
        {t(`outbox.states.${state}`)}
      </span>
      {isOnItsWay && attempts > 0 && (
        <span className={styles.reason}>
          {t('outbox.attempts', { count: attempts })}{' '}
          {nextAttemptAt !== null && t('outbox.nextAttempt', { time: momentWords(format, nextAttemptAt, now) })}
        </span>
      )}
      {problem !== null && (
        <span className={styles.reason}>
          {t(`errors:${problem.code}.happened`)} {t(`errors:${problem.code}.remedy`)}
        </span>
      )}
    </>
  );
}
