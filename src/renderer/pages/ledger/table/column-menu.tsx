import { ActionIcon, Button, Checkbox, Popover, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultLayout, movedColumn, shownColumns, type ColumnKey, type ColumnLayout } from './column-layout.ts';
import classes from './column-menu.module.css';

export interface ColumnMenuProps {
  readonly layout: ColumnLayout;
  readonly onChange: (layout: ColumnLayout) => void;
}

/** Which columns are shown and in which order. */
export function ColumnMenu({ layout, onChange }: ColumnMenuProps): ReactNode {
  const { t } = useTranslation('ledger');
  const [opened, setOpened] = useState(false);
  const label = t('columnMenu.label');
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <ActionIcon variant="default" size={30} aria-label={label} onClick={() => setOpened(!opened)}>
            <IconColumns3 size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <ul className={classes.list}>
          {layout.order.map((key, index) => (
            <li key={key} className={classes.column}>
              <ColumnChoice column={key} layout={layout} onChange={onChange} />
              <Move direction={-1} column={key} layout={layout} onChange={onChange} isAtEnd={index === 0} />
              <Move
                direction={1}
                column={key}
                layout={layout}
                onChange={onChange}
                isAtEnd={index === layout.order.length - 1}
              />
            </li>
          ))}
        </ul>
        <Button variant="subtle" size="compact-sm" mt={6} onClick={() => onChange(defaultLayout)}>
          {t('columnMenu.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ColumnChoiceProps extends ColumnMenuProps {
  readonly column: ColumnKey;
}

function ColumnChoice({ column, layout, onChange }: ColumnChoiceProps): ReactNode {
  const { t } = useTranslation('ledger');
  const isShown = !layout.hidden.has(column);
  const isLast = isShown && shownColumns(layout).length === 1;
  return (
    <Checkbox
      size="xs"
      className={classes.choice}
      label={t(`columns.${column}.label`)}
      checked={isShown}
      disabled={isLast}
      onChange={() => onChange({ ...layout, hidden: layout.hidden.symmetricDifference(new Set([column])) })}
    />
  );
}

interface MoveProps extends ColumnChoiceProps {
  readonly direction: -1 | 1;
  readonly isAtEnd: boolean;
}

/** It stays pressable at the end, where it moves nothing: the focus would be lost with it. */
function Move({ direction, column, layout, onChange, isAtEnd }: MoveProps): ReactNode {
  const { t } = useTranslation('ledger');
  const Arrow = direction === -1 ? IconArrowUp : IconArrowDown;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={24}
      aria-label={t(direction === -1 ? 'columnMenu.earlier' : 'columnMenu.later', {
        column: t(`columns.${column}.label`),
      })}
      aria-disabled={isAtEnd}
      data-disabled={isAtEnd || undefined}
      onClick={() => onChange({ ...layout, order: movedColumn(layout.order, column, direction) })}
    >
      <Arrow size={15} stroke={1.9} aria-hidden />
    </ActionIcon>
  );
}
