import { useNavigate } from 'react-router';
import { pages } from '../pages.ts';
import { usePeriod } from '../period.tsx';
import { openWaits } from '../waits/open-waits.tsx';
import { openShortcuts } from './open-shortcuts.tsx';
import { useShortcut } from './use-shortcut.ts';
import { palette } from '../palette/palette-store.ts';

/** The keys that work everywhere in an open window; tables and dialogs have keys of their own, the menu has the lock's. */
export function useWindowShortcuts(): void {
  const navigate = useNavigate();
  const { search, step, canBack, canForward } = usePeriod();
  const open = (path: string): void => void navigate({ pathname: `/${path}`, search });
  useShortcut('find', palette.open);
  useShortcut('page', (place) => open(pages[place].path));
  useShortcut('settings', () => open('settings'));
  useShortcut('earlier', () => canBack && step(-1));
  useShortcut('later', () => canForward && step(1));
  useShortcut('keys', openShortcuts);
  useShortcut('waits', openWaits);
}
