import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useShortcut } from '../app/shortcuts/use-shortcut.ts';

export interface SearchFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Accessible name. */
  readonly label: string;
  readonly placeholder: string;
  readonly clearLabel: string;
  /** Moves the focus from the field into the table. */
  readonly onEnterTable: () => void;
  readonly className?: string;
}

/** The search of a list: `/` focuses it, the arrow down goes on into the table, Escape clears it. */
export function SearchField({ value, onChange, label, onEnterTable, ...props }: SearchFieldProps): ReactNode {
  const { placeholder, clearLabel, className } = props;
  const field = useRef<HTMLInputElement>(null);
  useShortcut('search', () => field.current?.focus());

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      onEnterTable();
    }
    if (event.key === 'Escape' && value !== '') {
      event.stopPropagation();
      onChange('');
    }
  }

  return (
    <TextInput
      ref={field}
      className={className}
      size="xs"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKey}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={15} stroke={1.9} />}
      rightSection={
        value === '' ? (
          <Kbd size="xs">/</Kbd>
        ) : (
          <CloseButton size="xs" aria-label={clearLabel} onClick={() => onChange('')} />
        )
      }
    />
  );
}
