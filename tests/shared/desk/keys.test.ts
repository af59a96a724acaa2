import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  keyCaps,
  keysOfPage,
  namedKeys,
  shortcutNames,
  shortcuts,
  type NamedKey,
  type ShortcutName,
} from '#shared/desk/keys.ts';
import { pageNames } from '#shared/desk/page-views.ts';

const root = path.resolve('src/renderer');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file: file.split(path.sep).join('/'), text: readFileSync(path.join(root, file), 'utf8') }));

/** Where the keys of what has the focus are heard; Escape is the dialogs' own. */
const heardIn: Partial<Record<ShortcutName, string>> = {
  row: 'components/use-row-grid.ts',
  far: 'components/use-row-grid.ts',
  open: 'components/use-row-grid.ts',
  choose: 'components/row-grid.tsx',
  chooseAll: 'pages/settlements/list/case-table.tsx',
  columnWidth: 'pages/ledger/table/column-head.tsx',
  hour: 'pages/rules/week-grid/week-places.ts',
  paint: 'pages/rules/week-grid/use-painting.ts',
  sheet: 'pages/audit/reports/preview/report-preview.tsx',
};

const ofFocus = shortcutNames.filter((name) => shortcuts[name].heardBy === 'focus' && name !== 'close');

describe('every key of the table', () => {
  it('that the page hears is bound, and no key is bound beside the table', () => {
    const bound = files.flatMap(({ text }) => [...text.matchAll(/useShortcut\('(\w+)'/g)].map(([, name]) => name));
    const listed = shortcutNames.filter((name) => shortcuts[name].heardBy === 'page');
    expect([...new Set(bound)].toSorted()).toEqual([...listed].toSorted());
    const besides = files.filter(({ text }) => /useHotkeys|getHotkeyHandler/.test(text)).map(({ file }) => file);
    expect(besides).toEqual(['app/shortcuts/use-shortcut.ts']);
  });

  it.each(ofFocus)('%s of what has the focus is heard there', (name) => {
    const text = files.find(({ file }) => file === heardIn[name])?.text ?? '';
    for (const keys of shortcuts[name].keys) {
      const key = keys.split('+').at(-1) ?? '';
      const written = key === 'Space' ? "' '" : key === 'A' ? "'a'" : key;
      expect(text, `${name} in ${heardIn[name]}`).toContain(written);
    }
  });

  it('moves that a table hears are listed', () => {
    const listed = new Set<string>([...shortcuts.row.keys, ...shortcuts.far.keys]);
    for (const file of ['components/use-row-grid.ts', 'components/use-big-rows.ts']) {
      const text = files.find((one) => one.file === file)?.text ?? '';
      const heard = [...text.matchAll(/\b(Arrow\w+|Page\w+|Home|End): /g)].map(([, key]) => key);
      expect(new Set(heard)).toEqual(listed);
    }
  });

  it('means one thing in its place', () => {
    for (const group of new Set(shortcutNames.map((name) => shortcuts[name].group))) {
      const keys = shortcutNames
        .filter((name) => shortcuts[name].group === group)
        .flatMap((name) => shortcuts[name].keys);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('is there for every page', () => {
    expect(pageNames.map(keysOfPage)).toEqual([
      ...Array.from({ length: 9 }, (_, place) => `mod+${place + 1}`),
      'mod+,',
    ]);
  });

  it('is shown as the keyboards of the platform and the language have it', () => {
    const namesIn = (language: string) => {
      const texts = JSON.parse(readFileSync(`resources/locales/${language}/desk.json`, 'utf8')) as {
        readonly keyNames: Readonly<Record<NamedKey, string>>;
      };
      return (key: NamedKey): string => texts.keyNames[key];
    };
    const [english, german] = [namesIn('en'), namesIn('de')];
    expect(keyCaps('mod+K', 'linux', english)).toEqual(['Ctrl', 'K']);
    expect(keyCaps('mod+K', 'linux', german)).toEqual(['Strg', 'K']);
    expect(keyCaps('mod+K', 'darwin', german)).toEqual(['⌘', 'K']);
    expect(keyCaps('shift+?', 'win32', english)).toEqual(['?']);
    expect(keyCaps('mod+shift+D', 'win32', english)).toEqual(['Ctrl', '⇧', 'D']);
    for (const key of namedKeys) expect([key, english(key), german(key)]).not.toContain(undefined);
    expect(keyCaps('Home', 'linux', german)).toEqual(['Pos1']);
  });
});
