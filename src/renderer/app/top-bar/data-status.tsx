import { Tooltip } from '@mantine/core';
import { IconCircleCheck, IconDatabase } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { localDay } from '#shared/domain/slots.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useTasks } from '../tasks.ts';
import { useNow } from '../now.ts';
import styles from './top-bar.module.css';

/** Data whose newest slot is at most this old are up to date: two market intervals. */
const FRESH_MS = 30 * 60_000;

/** How fresh the data of a community without a hub are, in words; the sentence behind it says where they come from. */
export function DataStatus({ community }: { readonly community: CommunitySummary }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(30_000);
  const { running } = useTasks();
  const { dataFrom, dataTo, timeZone, isDemo } = community;
  if (dataFrom === null || dataTo === null) return <span className={styles.status}>{t('status.none')}</span>;

  const end = localDay(dataTo, timeZone) === localDay(now, timeZone) ? format.time(dataTo) : format.date(dataTo - 1);
  const isFilling = running.some(({ kind, communityId }) => kind !== 'replay' && communityId === community.id);
  const isFresh = !isFilling && now - dataTo < FRESH_MS;
  const text = isFresh
    ? t('status.upToDate', { ago: format.relative(Math.min(dataTo, now), now) })
    : t(isFilling ? 'status.filling' : 'status.until', { date: end });
  const behind = isDemo
    ? t('status.demo', { time: format.dateTime(dataTo) })
    : t('status.imported', { from: format.date(dataFrom), to: format.date(dataTo - 1) });
  const StatusIcon = isFresh ? IconCircleCheck : IconDatabase;
  return (
    <Tooltip label={behind} multiline maw={300}>
      <span className={styles.status} tabIndex={0}>
        <StatusIcon size={16} stroke={1.75} aria-hidden className={clsx(isFresh && styles.fresh)} />
        <span className={styles.statusText} title={text}>
          {text}
        </span>
      </span>
    </Tooltip>
  );
}
