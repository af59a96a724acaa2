import { ActionIcon, Button, Group, Popover, Text, TextInput, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBookmark, IconCheck, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePreferences } from '../../../app/preferences.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import type { LedgerFilters } from './filters.ts';
import { isShowing, MOST_NAME, readSavedViews, savedViewKey, writeSavedView, type SavedView } from './saved-views.ts';
import classes from './saved-views-menu.module.css';
import type { Columns } from './use-columns.ts';

export interface SavedViewsProps {
  readonly filters: LedgerFilters;
  readonly onFilters: ChangeFilters<LedgerFilters>;
  readonly columns: Pick<Columns, 'layout' | 'change'>;
}

/** Filters, order and columns under a name, to come back to. */
export function SavedViews({ filters, onFilters, columns }: SavedViewsProps): ReactNode {
  const { t } = useTranslation('ledger');
  const { id: communityId } = useCommunity();
  const { locale } = useFormat();
  const { preferences, change } = usePreferences();
  const [opened, setOpened] = useState(false);
  const [renamed, setRenamed] = useState<string | null>(null);
  const views = readSavedViews(preferences.views, communityId, locale);
  const textOf = (view: SavedView): string =>
    writeSavedView(view.filters, view.layout, view.communityId ?? communityId);

  function keep(name: string, text: string, instead?: string): void {
    const kept = Object.entries(preferences.views).filter(
      ([key]) => instead === undefined || key !== savedViewKey(instead),
    );
    change({ views: { ...Object.fromEntries(kept), [savedViewKey(name)]: text } });
  }

  function open(view: SavedView): void {
    onFilters(view.filters);
    columns.change(view.layout);
    setOpened(false);
  }

  function remove(view: SavedView): void {
    const { [savedViewKey(view.name)]: text, ...others } = preferences.views;
    change({ views: others });
    const id = `removed ${view.name}`;
    const bringBack = (): void => {
      change({ views: { ...others, [savedViewKey(view.name)]: text } });
      notifications.hide(id);
    };
    notifications.show({
      id,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{t('saved.removed', { name: view.name })}</Text>
          <Button size="compact-sm" variant="light" onClick={bringBack}>
            {t('saved.bringBack')}
          </Button>
        </Group>
      ),
    });
  }

  const label = t('saved.label');
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
            {t('saved.none')}
          </Text>
        ) : (
          <ul className={classes.list}>
            {views.map((view) => (
              <li key={view.name} className={classes.view}>
                {renamed === view.name ? (
                  <NameField
                    label={t('saved.newName', { name: view.name })}
                    value={view.name}
                    taken={views.map(({ name }) => name).filter((name) => name !== view.name)}
                    action={t('saved.rename')}
                    onSave={(name) => {
                      keep(name, textOf(view), view.name);
                      setRenamed(null);
                    }}
                  />
                ) : (
                  <>
                    <button
                      type="button"
                      className={classes.open}
                      aria-current={isShowing(view, filters, columns.layout) || undefined}
                      onClick={() => open(view)}
                    >
                      <IconCheck size={15} stroke={2} aria-hidden />
                      <span>{view.name}</span>
                    </button>
                    <ViewAction
                      label={t('saved.renameThis', { name: view.name })}
                      icon={<IconPencil size={15} stroke={1.75} aria-hidden />}
                      onClick={() => setRenamed(view.name)}
                    />
                    <ViewAction
                      label={t('saved.removeThis', { name: view.name })}
                      icon={<IconTrash size={15} stroke={1.75} aria-hidden />}
                      onClick={() => remove(view)}
                    />
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        <NameField
          key={views.length}
          label={t('saved.name')}
          value=""
          taken={views.map(({ name }) => name)}
          action={t('saved.save')}
          onSave={(name) => keep(name, writeSavedView(filters, columns.layout, communityId))}
        />
        <Text size="xs" c="dimmed" mt={6}>
          {t('saved.holds')}
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
  const { t } = useTranslation('ledger');
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
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" disabled={name === ''}>
        {taken.includes(name) ? t('saved.replace') : action}
      </Button>
    </form>
  );
}
