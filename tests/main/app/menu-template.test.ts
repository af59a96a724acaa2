import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate, type MenuParts } from '#main/app/menu-template.ts';
import { mainTexts } from '#main/app/texts.ts';
import { accelerator, shortcuts, type Shortcut } from '#shared/desk/keys.ts';
import { deepLinkSchema, type DeepLink } from '#shared/desk/deep-link.ts';
import { pageCommands } from '#shared/desk/page-commands.ts';
import { pageNames } from '#shared/desk/page-views.ts';
import englishShell from '../../../resources/locales/en/shell.json' with { type: 'json' };
import germanShell from '../../../resources/locales/de/shell.json' with { type: 'json' };

function menu(change: Partial<MenuParts> = {}) {
  const links: DeepLink[] = [];
  const commands: string[] = [];
  const template = menuTemplate({
    platform: 'linux',
    isRelease: true,
    isOpen: true,
    canLock: true,
    texts: mainTexts.en,
    lock: () => void commands.push('lock'),
    goTo: (link) => void links.push(link),
    command: (command) => void commands.push(command),
    checkUpdates: () => void commands.push('updates'),
    ...change,
  });
  const items = template.flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[]);
  return { template, items, links, commands };
}
const click = ({ click: act }: MenuItemConstructorOptions) => (act as undefined | (() => void))?.();

describe('the native menu', () => {
  it.each([
    ['darwin', ['Commonwatt Console', 'File', 'Edit', 'View', 'Window', 'Help']],
    ['win32', ['File', 'Edit', 'View', 'Window', 'Help']],
    ['linux', ['File', 'Edit', 'View', 'Window', 'Help']],
  ] as const)('of %s has the menus that are usual there', (platform, labels) => {
    expect(menu({ platform }).template.map(({ label }) => label)).toEqual(labels);
  });

  it('puts settings, updates and quit where each platform has them', () => {
    const of = (platform: NodeJS.Platform, name: string) => {
      const found = menu({ platform }).template.find(({ label }) => label === name);
      return ((found?.submenu ?? []) as MenuItemConstructorOptions[]).map(({ label }) => label);
    };
    expect(of('darwin', 'Commonwatt Console')).toEqual(
      expect.arrayContaining(['Settings…', 'Check for updates…', 'Quit', 'Services']),
    );
    expect(of('darwin', 'File')).not.toContain('Quit');
    expect(of('win32', 'File')).toContain('Quit');
    expect(of('linux', 'Edit')).toContain('Settings…');
    expect(of('win32', 'Help')).toEqual(expect.arrayContaining(['Check for updates…', 'About Commonwatt Console']));
  });

  it.each(['darwin', 'win32', 'linux'] as const)('of %s leads to every page and asks for every command', (platform) => {
    const { items, links, commands } = menu({ platform });
    items.forEach(click);
    expect(new Set(links.map((link) => link.to === 'page' && link.page))).toEqual(new Set(pageNames));
    for (const link of links) expect(deepLinkSchema.safeParse(link).success).toBe(true);
    expect(new Set(commands)).toEqual(new Set([...pageCommands, 'lock', 'updates']));
  });

  it('has nothing of the community to choose while the console is locked', () => {
    const { items } = menu({ isOpen: false, canLock: false });
    const usable = items.filter(({ click: act, enabled }) => act !== undefined && enabled !== false);
    expect(usable).toEqual([]);
    const trouble = menu({ isOpen: false, canLock: true }).items.filter((one) => one.click && one.enabled !== false);
    expect(trouble.map(({ label }) => label)).toEqual(['Lock']);
  });

  it('shows developer tools only where the console is not released', () => {
    const has = (isRelease: boolean) => menu({ isRelease }).items.some(({ role }) => role === 'toggleDevTools');
    expect([has(true), has(false)]).toEqual([false, true]);
  });

  it('shows no key but those of the table, and takes exactly those that the table gives it', () => {
    const table: Shortcut[] = Object.values(shortcuts);
    const keysOf = (wanted: (one: Shortcut) => boolean) =>
      table.filter(wanted).flatMap(({ keys }) => keys.map(accelerator));
    const { items } = menu();
    const taken = items.filter((one) => one.accelerator !== undefined && one.registerAccelerator !== false);
    expect(taken.map((one) => String(one.accelerator)).toSorted()).toEqual(
      keysOf(({ heardBy }) => heardBy === 'menu').toSorted(),
    );
    const shown = items.filter((one) => one.registerAccelerator === false).map((one) => one.accelerator);
    expect(shown.length).toBeGreaterThan(10);
    expect(keysOf(({ heardBy }) => heardBy === 'page')).toEqual(expect.arrayContaining(shown));
  });

  it('calls the pages by the names that they have in the window', () => {
    expect(mainTexts.en.pages).toEqual(englishShell.pages);
    expect(mainTexts.de.pages).toEqual(germanShell.pages);
  });
});
