import { IconAlertTriangle, IconCircleX, IconInfoCircle, type Icon } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { ConflictSeverity } from '#shared/rules/conflicts.ts';
import classes from './conflicts.module.css';

const icons: Readonly<Record<ConflictSeverity, Icon>> = {
  blocking: IconCircleX,
  warning: IconAlertTriangle,
  notice: IconInfoCircle,
};

/** How grave a conflict is, by form and colour; the words stand beside it. */
export function ConflictIcon({ severity }: { readonly severity: ConflictSeverity }): ReactNode {
  const SeverityIcon = icons[severity];
  return <SeverityIcon size={16} stroke={1.9} aria-hidden className={clsx(classes.icon, classes[severity])} />;
}
