/** Every key of the console: what binds them, lists them, names them in menus and tells them in the docs reads this table. */
import { pageNames, type PageName } from './page-views.ts';

export const shortcutGroups = ['everywhere', 'tables', 'ledger', 'rules', 'reports'] as const;
type ShortcutGroup = (typeof shortcutGroups)[number];

export interface Shortcut {
  readonly group: ShortcutGroup;
  /** Ways to press it, the first one first: names of `KeyboardEvent.key` joined by `+`; `mod` is Cmd on macOS and Ctrl elsewhere. */
  readonly keys: readonly string[];
  /** Who hears it: the page wherever the focus is, the native menu, or what has the focus. */
  readonly heardBy: 'page' | 'menu' | 'focus';
  /** Also while a field is written in. */
  readonly isAlsoInFields?: true;
}

export const shortcuts = {
  find: { group: 'everywhere', keys: ['mod+K'], heardBy: 'page', isAlsoInFields: true },
  page: {
    group: 'everywhere',
    keys: ['mod+1', 'mod+2', 'mod+3', 'mod+4', 'mod+5', 'mod+6', 'mod+7', 'mod+8', 'mod+9'],
    heardBy: 'page',
    // On a period just chosen, which keeps the focus, too.
    isAlsoInFields: true,
  },
  settings: { group: 'everywhere', keys: ['mod+,'], heardBy: 'page', isAlsoInFields: true },
  earlier: { group: 'everywhere', keys: ['['], heardBy: 'page' },
  later: { group: 'everywhere', keys: [']'], heardBy: 'page' },
  import: { group: 'everywhere', keys: ['mod+O'], heardBy: 'menu' },
  lock: { group: 'everywhere', keys: ['mod+L'], heardBy: 'menu' },
  close: { group: 'everywhere', keys: ['Escape'], heardBy: 'focus' },
  zoomIn: { group: 'everywhere', keys: ['mod+Plus'], heardBy: 'menu' },
  zoomOut: { group: 'everywhere', keys: ['mod+-'], heardBy: 'menu' },
  actualSize: { group: 'everywhere', keys: ['mod+0'], heardBy: 'menu' },
  help: { group: 'everywhere', keys: ['F1'], heardBy: 'page', isAlsoInFields: true },
  keys: { group: 'everywhere', keys: ['shift+?'], heardBy: 'page' },
  waits: { group: 'everywhere', keys: ['mod+shift+D'], heardBy: 'page', isAlsoInFields: true },
  search: { group: 'tables', keys: ['/'], heardBy: 'page' },
  row: { group: 'tables', keys: ['ArrowUp', 'ArrowDown'], heardBy: 'focus' },
  far: { group: 'tables', keys: ['PageUp', 'PageDown', 'Home', 'End'], heardBy: 'focus' },
  open: { group: 'tables', keys: ['Enter'], heardBy: 'focus' },
  choose: { group: 'tables', keys: ['Space'], heardBy: 'focus' },
  chooseAll: { group: 'tables', keys: ['mod+A'], heardBy: 'focus' },
  day: { group: 'ledger', keys: ['G'], heardBy: 'page' },
  columnWidth: { group: 'ledger', keys: ['ArrowLeft', 'ArrowRight'], heardBy: 'focus' },
  hour: { group: 'rules', keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], heardBy: 'focus' },
  paint: { group: 'rules', keys: ['Space', 'Enter'], heardBy: 'focus' },
  sheet: { group: 'reports', keys: ['PageUp', 'PageDown', 'Home', 'End'], heardBy: 'focus' },
} as const satisfies Readonly<Record<string, Shortcut>>;

export type ShortcutName = keyof typeof shortcuts;
/** Those that the page hears wherever the focus is. */
export type PageShortcut = {
  [N in ShortcutName]: (typeof shortcuts)[N]['heardBy'] extends 'page' ? N : never;
}[ShortcutName];

export const shortcutNames = Object.keys(shortcuts) as ShortcutName[];

/** The combination that opens a page; undefined for one that has none. */
export function keysOfPage(page: PageName): string | undefined {
  return page === 'settings' ? shortcuts.settings.keys[0] : shortcuts.page.keys[pageNames.indexOf(page)];
}

/** A combination as Electron's menus take it, e.g. `CmdOrCtrl+K`. */
export function accelerator(keys: string): string {
  return keys
    .split('+')
    .map((key) => (key === 'mod' ? 'CmdOrCtrl' : key))
    .join('+');
}

const signs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  Plus: '+',
  shift: '⇧',
};

/** Keys that keyboards of other languages name otherwise, `mod` as it is elsewhere than on macOS: in the locales under `desk:keyNames`. */
export const namedKeys = ['mod', 'Space', 'Home', 'End', 'PageUp', 'PageDown'] as const;
export type NamedKey = (typeof namedKeys)[number];

const isNamed = (key: string): key is NamedKey => (namedKeys as readonly string[]).includes(key);

/**
 * The caps of a combination as they are shown, e.g. `['Ctrl', 'K']`; a sign that is typed with Shift stands alone.
 * @param nameOf the names of the language's keyboards
 */
export function keyCaps(keys: string, platform: string, nameOf: (key: NamedKey) => string): string[] {
  return keys
    .replace(/^shift\+(?=\W$)/, '')
    .split('+')
    .map((key) => {
      if (key === 'mod' && platform === 'darwin') return '⌘';
      return isNamed(key) ? nameOf(key) : (signs[key] ?? key);
    });
}
