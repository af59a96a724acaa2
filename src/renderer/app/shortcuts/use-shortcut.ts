import { useHotkeys } from '@mantine/hooks';
import { shortcuts, type PageShortcut, type Shortcut } from '#shared/desk/keys.ts';

/**
 * Binds a key of the table for as long as the component is there, wherever the focus is.
 * @param act hears which of its ways was pressed, from 0
 */
export function useShortcut(name: PageShortcut, act: (way: number) => void): void {
  const { keys, isAlsoInFields }: Shortcut = shortcuts[name];
  useHotkeys(
    keys.map((combination, way): [string, () => void] => [combination, () => act(way)]),
    isAlsoInFields ? [] : undefined,
  );
}
