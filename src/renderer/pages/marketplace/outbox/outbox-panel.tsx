import { Button, Table, Text } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useIsSent } from '../offer-wizard/use-is-sent.ts';
import { OutboxRow } from './outbox-row.tsx';
import styles from './outbox.module.css';
import { useOutboxWanted } from './use-outbox-wanted.ts';

/** Nothing more happens to these. */
const isOver = ({ state }: OutboxItem): boolean => state === 'accepted' || state === 'withdrawn';

/** The decisions of this desk on their way to the hub. Without any it is one line that says what will be here. */
export function OutboxPanel(): ReactNode {
  const { t } = useTranslation('offers');
  const { id: communityId } = useCommunity();
  const { data, error, refetch } = useMethod('outbox.list', { communityId }, { keepPrevious: false });
  if (data === undefined || data.length === 0) {
    if (data === undefined && error !== null) {
      return (
        <Panel title={t('outbox.title')}>
          <ErrorState problem={error.problem} onRetry={() => void refetch()} />
        </Panel>
      );
    }
    return (
      <Text size="xs" c="dimmed" className={styles.nothing} aria-busy={data === undefined}>
        <IconInbox size={16} stroke={1.75} aria-hidden />
        {t('outbox.nothing')}
      </Text>
    );
  }
  return <Decisions items={data} />;
}

function Decisions({ items }: { readonly items: readonly OutboxItem[] }): ReactNode {
  const { t } = useTranslation('offers');
  const [isOverShown, setOverShown] = useState(false);
  const isSent = useIsSent();
  const place = useOutboxWanted();
  const waiting = items.filter(({ state }) => state === 'waiting').length;
  const needPerson = items.filter(({ state }) => state === 'refused' || state === 'conflict').length;
  const over = items.filter(isOver).length;
  const shown = isOverShown ? items : items.filter((item) => !isOver(item));
  const title = [
    ...(needPerson > 0 ? [t('outbox.needsPerson', { count: needPerson })] : []),
    ...(waiting > 0 ? [t('outbox.waiting', { count: waiting })] : []),
  ].join(' · ');
  return (
    <div ref={place} tabIndex={-1} data-outbox>
      <Panel
        title={title === '' ? t('outbox.title') : title}
        subtitle={t(isSent ? 'outbox.textOfHub' : 'outbox.text')}
        padded={false}
        actions={
          over > 0 && (
            <Button
              variant="subtle"
              size="compact-sm"
              aria-expanded={isOverShown}
              onClick={() => setOverShown(!isOverShown)}
            >
              {isOverShown ? t('outbox.hideOver') : t('outbox.showOver', { count: over })}
            </Button>
          )
        }
      >
        {shown.length > 0 && (
          <div className={styles.scroll}>
            <Table verticalSpacing={6} horizontalSpacing="md" className={styles.table}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('outbox.member')}</Table.Th>
                  <Table.Th scope="col">{t('outbox.decision')}</Table.Th>
                  <Table.Th scope="col">{t('outbox.window')}</Table.Th>
                  <Table.Th scope="col">{t('outbox.state')}</Table.Th>
                  <Table.Th scope="col">{t('outbox.age')}</Table.Th>
                  <Table.Td />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shown.map((item) => (
                  <OutboxRow key={item.id} item={item} />
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Panel>
    </div>
  );
}
