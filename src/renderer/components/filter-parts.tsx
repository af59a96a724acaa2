import { ActionIcon, Pill, Tooltip } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface ResetFiltersProps {
  readonly label: string;
  readonly onReset: () => void;
}

/** Takes all filters of a list away. */
export function ResetFilters({ label, onReset }: ResetFiltersProps): ReactNode {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size="sm" aria-label={label} onClick={onReset}>
        <IconFilterOff size={16} stroke={1.9} />
      </ActionIcon>
    </Tooltip>
  );
}

export interface FilterPillProps {
  readonly size: 'sm' | 'md';
  readonly clearLabel: string;
  readonly onClear: () => void;
  readonly children: string;
}

/** A filter that was set elsewhere, such as on the map, and the way back to all. */
export function FilterPill({ size, clearLabel, onClear, children }: FilterPillProps): ReactNode {
  return (
    <Pill
      withRemoveButton
      size={size}
      removeButtonProps={{ 'aria-label': clearLabel, 'aria-hidden': false, tabIndex: 0 }}
      onRemove={onClear}
    >
      {children}
    </Pill>
  );
}
