import { ActionIcon, Button, Group, Popover, Text, TextInput, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBookmark, IconCheck, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../app/preferences.tsx';
import classes from './saved-views-menu.module.css';

/** The longest name, as a key of the preferences has a limit. */
const MOST_NAME = 40;

export interface SavedViewsMenuProps {
  /** What the keys of their entries in the preferences begin with; the name follows. */
  readonly prefix: string;
  readonly views: readonly {
    readonly name: string;
    /** Whether it is what is on the screen. */
    readonly isShowing: boolean;
  }[];
  /** The text of an entry for what is on the screen. */
  readonly current: string;
  readonly onOpen: (name: string) => void;
  readonly label: string;
  /** Instead of a list without any. */
  readonly none: string;
  /** Of the field for a new one. */
  readonly nameLabel: string;
  /** What of the screen is saved, and what is not. */
  readonly holds: string;
  readonly removed: (name: string) => string;
}

/** What is on the screen under a name, to come back to: open, rename, delete with the way back. */
export function SavedViewsMenu(props: SavedViewsMenuProps): ReactNode {
  const { prefix, views, current, onOpen, label, none, nameLabel, holds, removed } = props;
  const { t } = useTranslation();
  const { preferences, change } = usePreferences();
  const [opened, setOpened] = useState(false);
  const [renamed, setRenamed] = useState<string | null>(null);
  const keyOf = (name: string): string => `${prefix}${name}`;
  // Those that are of no use here, and so not in the list, would be replaced too.
  const names = Object.keys(preferences.views)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));

  function keep(name: string, text: string, instead?: string): void {
    const kept = Object.entries(preferences.views).filter(([key]) => instead === undefined || key !== keyOf(instead));
    change({ views: { ...Object.fromEntries(kept), [keyOf(name)]: text } });
  }

  function remove(name: string): void {
    const { [keyOf(name)]: text, ...others } = preferences.views;
    change({ views: others });
    const id = `removed ${name}`;
    const bringBack = (): void => {
      change({ views: { ...others, [keyOf(name)]: text } });
      notifications.hide(id);
    };
    notifications.show({
      id,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{removed(name)}</Text>
          <Button size="compact-sm" variant="light" onClick={bringBack}>
            {t('saved.bringBack')}
          </Button>
        </Group>
      ),
    });
  }

  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <ActionIcon variant="default" size={30} aria-label={label} onClick={() => setOpened(!opened)}>
            <IconBookmark size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        {views.length === 0 ? (
          <Text size="xs" c="dimmed" mb="sm">
            {none}
          </Text>
        ) : (
          <ul className={classes.list}>
            {views.map(({ name, isShowing }) => (
              <li key={name} className={classes.view}>
                {renamed === name ? (
                  <NameField
                    label={t('saved.newName', { name })}
                    value={name}
                    taken={names.filter((other) => other !== name)}
                    action={t('saved.rename')}
                    onSave={(newName) => {
                      keep(newName, preferences.views[keyOf(name)], name);
                      setRenamed(null);
                    }}
                  />
                ) : (
                  <>
                    <button
                      type="button"
                      className={classes.open}
                      aria-current={isShowing || undefined}
                      onClick={() => {
                        onOpen(name);
                        setOpened(false);
                      }}
                    >
                      <IconCheck size={15} stroke={2} aria-hidden />
                      <span>{name}</span>
                    </button>
                    <ViewAction
                      label={t('saved.renameThis', { name })}
                      icon={<IconPencil size={15} stroke={1.75} aria-hidden />}
                      onClick={() => setRenamed(name)}
                    />
                    <ViewAction
                      label={t('saved.removeThis', { name })}
                      icon={<IconTrash size={15} stroke={1.75} aria-hidden />}
                      onClick={() => remove(name)}
                    />
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        <NameField
          // Another list, another field: it takes the focus of what has gone from the list.
          key={names.join(' ')}
          label={nameLabel}
          value=""
          taken={names}
          action={t('saved.save')}
          onSave={(name) => keep(name, current)}
        />
        <Text size="xs" c="dimmed" mt={6}>
          {holds}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}

interface ViewActionProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}

function ViewAction({ label, icon, onClick }: ViewActionProps): ReactNode {
  return (
    <ActionIcon variant="subtle" color="gray" size={26} aria-label={label} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}

interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  /** Names whose views would be replaced. */
  readonly taken: readonly string[];
  readonly action: string;
  readonly onSave: (name: string) => void;
}

function NameField({ label, value, taken, action, onSave }: NameFieldProps): ReactNode {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const name = typed.trim();
  return (
    <form
      className={classes.name}
      onSubmit={(event) => {
        event.preventDefault();
        if (name !== '') onSave(name);
      }}
    >
      <TextInput
        size="xs"
        aria-label={label}
        placeholder={label}
        maxLength={MOST_NAME}
        value={typed}
        autoFocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" disabled={name === ''}>
        {taken.includes(name) ? t('saved.replace') : action}
      </Button>
    </form>
  );
}
