import { Button, Table } from '@mantine/core';
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
import { localDay } from '#shared/domain/slots.ts';
import { useNow } from '../../../app/now.ts';
import type { Format } from '../../../i18n/format.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { decisionWords } from './decision-words.ts';
import { openWithdrawal } from './open-withdrawal.tsx';
import styles from './outbox.module.css';

const icons: Record<OutboxState, Icon> = {
  waiting: IconClock,
  sent: IconSend,
  accepted: IconCheck,
  refused: IconAlertTriangle,
  conflict: IconGitCompare,
  withdrawn: IconArrowBackUp,
};

/** One decision: for whom, what, when, how far it is, and the way back while there is one. */
export function OutboxRow({ item }: { readonly item: OutboxItem }): ReactNode {
  const { t } = useTranslation(['offers', 'errors']);
  const format = useFormat();
  const now = useNow(30_000);
  const { state, problem, createdAt } = item;
  const StateIcon = icons[state];
  const isTrouble = state === 'refused' || state === 'conflict';
  return (
    <Table.Tr>
      <Table.Td>{item.anonymizedId ?? t('outbox.heldBack')}</Table.Td>
      <Table.Td className={styles.words}>{decisionWords(t, format, item)}</Table.Td>
      <Table.Td>{windowText(format, item)}</Table.Td>
      <Table.Td>
        <span className={clsx(styles.state, isTrouble && styles.trouble)}>
          <StateIcon size={14} stroke={2} aria-hidden />
          {t(`outbox.states.${state}`)}
        </span>
        {problem !== null && (
          <span className={styles.reason}>
            {t(`errors:${problem.code}.happened`)} {t(`errors:${problem.code}.remedy`)}
          </span>
        )}
      </Table.Td>
      <Table.Td title={format.dateTime(createdAt)}>{format.relative(Math.min(createdAt, now), now)}</Table.Td>
      <Table.Td ta="right">
        {state === 'waiting' && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={t('outbox.withdrawOf', {
              member: item.anonymizedId ?? t('outbox.heldBack'),
              decision: decisionWords(t, format, item),
            })}
            onClick={() => openWithdrawal(item)}
          >
            {t('outbox.withdraw')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** E.g. "22 Jul, 14:15–14:30". */
function windowText(format: Format, { windowStart, windowEnd }: OutboxItem): string {
  const [startDay, endDay] = [windowStart, windowEnd].map((instant) => localDay(instant, format.timeZone));
  const end = startDay === endDay ? '' : `${format.shortDate(windowEnd)}, `;
  return `${format.shortDate(windowStart)}, ${format.time(windowStart)}–${end}${format.time(windowEnd)}`;
}
