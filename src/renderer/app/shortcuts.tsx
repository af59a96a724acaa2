import { Kbd, Table } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { platform } from '../bridge/client.ts';
import { pages, type PageEntry } from './pages.ts';
import { usePeriod } from './period.tsx';

/** The name of the key that `mod` stands for on this system. */
export function modifierKey(): string {
  return platform() === 'darwin' ? '⌘' : 'Ctrl';
}

/** Pages that are opened by their place: the keys 1 to 9. */
const placed = pages.filter(({ key }) => key === undefined);

/** The key that opens a page together with Ctrl or Cmd. */
export function keyOf({ key }: PageEntry, index: number): string {
  return key ?? String(index + 1);
}

/** The keys that work everywhere in an open window; tables and dialogs have keys of their own, the menu has the lock's. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  const { search, step, canBack, canForward } = usePeriod();
  useHotkeys(
    pages.map((page, index): [string, () => void] => [
      `mod+${keyOf(page, index)}`,
      () => void navigate({ pathname: `/${page.path}`, search }),
    ]),
    // Also in fields, and on a period just chosen, which keeps the focus.
    [],
  );
  useHotkeys([
    ['shift+?', openShortcuts],
    ['[', () => canBack && step(-1)],
    [']', () => canForward && step(1)],
  ]);
}

/** Lists every key. */
export function openShortcuts(): void {
  modals.open({ modalId: 'shortcuts', title: <ShortcutsTitle />, children: <ShortcutsTable /> });
}

function ShortcutsTitle(): ReactNode {
  const { t } = useTranslation();
  return t('shortcuts.title');
}

function ShortcutsTable(): ReactNode {
  const { t } = useTranslation();
  const mod = modifierKey();
  const keys: readonly (readonly [string, readonly string[]])[] = [
    ['palette', [mod, 'K']],
    ['pages', [mod, `1 … ${placed.length}`]],
    ['settings', [mod, ',']],
    ['period', ['[', ']']],
    ['search', ['/']],
    ['rows', ['↑', '↓', '↵']],
    ['day', ['G']],
    ['close', ['Esc']],
    ['lock', [mod, 'L']],
    ['help', ['?']],
  ];
  return (
    <Table verticalSpacing={6}>
      <Table.Tbody>
        {keys.map(([name, combination]) => (
          <Table.Tr key={name}>
            <Table.Td>{t(`shortcuts.${name}`)}</Table.Td>
            <Table.Td ta="right">
              {combination.map((key) => (
                <Kbd key={key} ml={4}>
                  {key}
                </Kbd>
              ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
