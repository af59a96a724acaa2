import { Table, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutGroups, shortcutNames, shortcuts, type ShortcutName } from '#shared/desk/keys.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Keys, useKeyCaps } from './keys.tsx';
import classes from './shortcuts.module.css';

/** Longer lists of ways are told by the first and the last one. */
const MOST_WAYS = 4;

/** Every key by where it works, searched by word or key. */
export function ShortcutList(): ReactNode {
  const { t } = useTranslation('desk');
  const capsOf = useKeyCaps();
  const [query, setQuery] = useState('');
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const groups = shortcutGroups
    .map((group) => ({
      group,
      names: shortcutNames.filter((name) => shortcuts[name].group === group && isFound(name)),
    }))
    .filter(({ names }) => names.length > 0);

  function isFound(name: ShortcutName): boolean {
    const caps = shortcuts[name].keys.map((keys) => capsOf(keys).join('+')).join(' ');
    const text = [t(`shortcuts.does.${name}`), t(`shortcuts.groups.${shortcuts[name].group}`), caps]
      .join(' ')
      .toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  }

  return (
    <>
      <TextInput
        data-autofocus
        size="sm"
        aria-label={t('shortcuts.search')}
        placeholder={t('shortcuts.search')}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {groups.length === 0 && <EmptyState title={t('shortcuts.none')} text={t('shortcuts.noneText')} />}
      {groups.map(({ group, names }) => (
        <section key={group}>
          <h3 className={classes.group}>{t(`shortcuts.groups.${group}`)}</h3>
          <Table verticalSpacing={5}>
            <Table.Tbody>
              {names.map((name) => (
                <Table.Tr key={name}>
                  <Table.Th fw={400}>{t(`shortcuts.does.${name}`)}</Table.Th>
                  <Table.Td className={classes.keys}>
                    <Ways keys={shortcuts[name].keys} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </>
  );
}

function Ways({ keys }: { readonly keys: readonly string[] }): ReactNode {
  if (keys.length <= MOST_WAYS) return keys.map((one) => <Keys key={one} keys={one} />);
  return (
    <>
      <Keys keys={keys[0]} />
      <span className={classes.to}>…</span>
      <Keys keys={keys[keys.length - 1]} />
    </>
  );
}
