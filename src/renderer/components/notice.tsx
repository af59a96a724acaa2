import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

export interface NoticeProps {
  /** `info`: good to know; `attention`: think first; `alarm`: something goes away or is wrong. */
  readonly level: 'info' | 'attention' | 'alarm';
  readonly children: ReactNode;
}

/** A few sentences set apart from the text around them. */
export function Notice({ level, children }: NoticeProps): ReactNode {
  const NoticeIcon = level === 'info' ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={clsx(styles.notice, styles[level])} role={level === 'alarm' ? 'alert' : 'note'}>
      <NoticeIcon size={18} stroke={1.75} aria-hidden />
      <div>{children}</div>
    </div>
  );
}
