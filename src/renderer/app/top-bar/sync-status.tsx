import { Popover, UnstyledButton } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCloudDownload,
  IconCloudOff,
  IconKey,
  IconPlayerPause,
  IconRefresh,
  IconSend,
  IconUserExclamation,
  type Icon,
} from '@tabler/icons-react';
import clsx from 'clsx';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { announce } from '../../components/announce.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useNow } from '../now.ts';
import { syncWords, type SyncKind, type SyncWords } from '../sync-words.ts';
import { SyncDetails } from './sync-details.tsx';
import styles from './sync-status.module.css';

const icons: Record<SyncKind, Icon> = {
  upToDate: IconCircleCheck,
  asking: IconRefresh,
  fetching: IconCloudDownload,
  offline: IconCloudOff,
  interrupted: IconAlertTriangle,
  needsPerson: IconUserExclamation,
  waiting: IconSend,
  signIn: IconKey,
  tooOld: IconAlertTriangle,
  blocked: IconAlertTriangle,
  paused: IconPlayerPause,
};

/** These wait for somebody. Being offline is no alarm: it ends by itself. */
const attention: readonly SyncKind[] = ['interrupted', 'needsPerson', 'signIn', 'tooOld', 'blocked'];

export interface SyncStatusButtonProps {
  readonly status: SyncStatus;
  /** The open community; null while the first one is on its way. */
  readonly communityId: string | null;
}

/** How the copy stands against the hub, in words with a sign; a press shows the details and what can be done. */
export function SyncStatusButton({ status, communityId }: SyncStatusButtonProps): ReactNode {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const now = useNow(15_000);
  const [isOpen, setOpen] = useState(false);
  const words = syncWords(t, format, { status, communityId, now });
  useStatusAnnounced(words);
  // Also when the focus is gone because the button that had it is busy.
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape') setOpen(false);
  });
  const StatusIcon = icons[words.kind];
  return (
    <Popover opened={isOpen} onChange={setOpen} width={400} position="bottom-end" trapFocus returnFocus closeOnEscape>
      <Popover.Target>
        <UnstyledButton
          className={clsx(
            styles.status,
            words.kind === 'upToDate' && styles.good,
            attention.includes(words.kind) && styles.attention,
          )}
          onClick={() => setOpen(!isOpen)}
        >
          <StatusIcon size={16} stroke={1.75} aria-hidden />
          <span className={clsx(styles.text, 'tabular')}>{words.text}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <SyncDetails status={status} communityId={communityId} words={words} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Tells screen readers when the status has become another one: not each percent, and not that the hub is asked once more. */
function useStatusAnnounced(words: SyncWords): void {
  const said = useRef(words);
  useEffect(() => {
    const isNews = words.kind === 'needsPerson' ? words.text !== said.current.text : words.kind !== said.current.kind;
    if (!isNews || words.kind === 'asking') return;
    said.current = words;
    announce(words.text);
  }, [words]);
}
