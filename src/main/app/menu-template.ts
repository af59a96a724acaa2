import type { MenuItemConstructorOptions } from 'electron';
import { pageLink, type DeepLink } from '#shared/desk/deep-link.ts';
import { accelerator, keysOfPage, shortcuts } from '#shared/desk/keys.ts';
import type { PageCommand } from '#shared/desk/page-commands.ts';
import { pageNames } from '#shared/desk/page-views.ts';
import type { MainTexts } from './texts.ts';

export interface MenuParts {
  readonly platform: NodeJS.Platform;
  readonly isRelease: boolean;
  /** Whether the community's data may be shown; otherwise only what the console itself does can be chosen. */
  readonly isOpen: boolean;
  /** Whether there is a key that a lock would wipe. */
  readonly canLock: boolean;
  readonly texts: MainTexts;
  readonly lock: () => void;
  /** Shows a page. */
  readonly goTo: (link: DeepLink) => void;
  /** Has the page open something. */
  readonly command: (command: PageCommand) => void;
  readonly checkUpdates: () => void;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/** The native menu of a platform: on Linux and Windows it shows with the Alt key, on macOS at the top of the screen. */
export function menuTemplate(parts: MenuParts): Item[] {
  const isMac = parts.platform === 'darwin';
  return [
    ...(isMac ? [appMenu(parts)] : []),
    fileMenu(parts, isMac),
    editMenu(parts),
    viewMenu(parts),
    windowMenu(parts, isMac),
    helpMenu(parts, isMac),
  ];
}

/** The page hears its keys itself: here they are only shown, where the platform can show without taking them. */
function shown(keys: string): Item {
  return { accelerator: accelerator(keys), registerAccelerator: false };
}

function toPage({ isOpen, goTo }: MenuParts, label: string, link: DeepLink, more: Item = {}): Item {
  return { label, enabled: isOpen, click: () => goTo(link), ...more };
}

function ofPage({ isOpen, command }: MenuParts, label: string, asked: PageCommand, more: Item = {}): Item {
  return { label, enabled: isOpen, click: () => command(asked), ...more };
}

function settings(parts: MenuParts): Item {
  return toPage(parts, parts.texts.menu.settings, pageLink('settings'), shown(shortcuts.settings.keys[0]));
}

function about(parts: MenuParts): Item {
  return toPage(parts, parts.texts.menu.about, pageLink('settings', 'about'));
}

function checkUpdates({ isOpen, texts, checkUpdates: click }: MenuParts): Item {
  return { label: texts.menu.checkUpdates, enabled: isOpen, click };
}

function appMenu(parts: MenuParts): Item {
  const { texts } = parts;
  return {
    label: 'Commonwatt Console',
    submenu: [
      about(parts),
      checkUpdates(parts),
      line,
      settings(parts),
      line,
      { role: 'services', label: texts.menu.services },
      line,
      { role: 'hide', label: texts.menu.hide },
      { role: 'hideOthers', label: texts.menu.hideOthers },
      { role: 'unhide', label: texts.menu.showAll },
      line,
      { role: 'quit', label: texts.quit },
    ],
  };
}

function fileMenu(parts: MenuParts, isMac: boolean): Item {
  const { texts, canLock, lock } = parts;
  return {
    label: texts.file,
    submenu: [
      ofPage(parts, texts.menu.newOffer, 'new-offer'),
      ofPage(parts, texts.menu.newRule, 'new-rule'),
      line,
      ofPage(parts, texts.menu.import, 'import', { accelerator: accelerator(shortcuts.import.keys[0]) }),
      ofPage(parts, texts.menu.export, 'export'),
      line,
      { label: texts.lock, enabled: canLock, accelerator: accelerator(shortcuts.lock.keys[0]), click: lock },
      line,
      isMac ? { role: 'close', label: texts.closeWindow } : { role: 'quit', label: texts.quit },
    ],
  };
}

function editMenu(parts: MenuParts): Item {
  const { texts } = parts;
  return {
    label: texts.edit,
    submenu: [
      { role: 'undo', label: texts.undo },
      { role: 'redo', label: texts.redo },
      line,
      { role: 'cut', label: texts.cut },
      { role: 'copy', label: texts.copy },
      { role: 'paste', label: texts.paste },
      { role: 'selectAll', label: texts.selectAll },
      line,
      ofPage(parts, texts.menu.find, 'find', shown(shortcuts.find.keys[0])),
      ...(parts.platform === 'darwin' ? [] : [line, settings(parts)]),
    ],
  };
}

function viewMenu(parts: MenuParts): Item {
  const { texts, isRelease } = parts;
  const development: Item[] = [
    { role: 'reload', label: texts.reload },
    { role: 'toggleDevTools', label: texts.developerTools },
    line,
  ];
  return {
    label: texts.view,
    submenu: [
      ...pageNames
        .filter((page) => page !== 'settings')
        .map((page) => {
          const keys = keysOfPage(page);
          return toPage(parts, texts.pages[page], pageLink(page), keys === undefined ? {} : shown(keys));
        }),
      line,
      ...(isRelease ? [] : development),
      { role: 'resetZoom', label: texts.actualSize, accelerator: accelerator(shortcuts.actualSize.keys[0]) },
      { role: 'zoomIn', label: texts.zoomIn, accelerator: accelerator(shortcuts.zoomIn.keys[0]) },
      { role: 'zoomOut', label: texts.zoomOut, accelerator: accelerator(shortcuts.zoomOut.keys[0]) },
      line,
      { role: 'togglefullscreen', label: texts.fullScreen },
    ],
  };
}

function windowMenu({ texts }: MenuParts, isMac: boolean): Item {
  return {
    label: texts.window,
    ...(isMac && { role: 'window' as const }),
    submenu: [
      { role: 'minimize', label: texts.minimize },
      ...(isMac
        ? ([{ role: 'zoom', label: texts.menu.zoom }, line, { role: 'front', label: texts.menu.front }] as Item[])
        : ([{ role: 'close', label: texts.closeWindow }] as Item[])),
    ],
  };
}

function helpMenu(parts: MenuParts, isMac: boolean): Item {
  const { texts } = parts;
  return {
    label: texts.menu.help,
    role: 'help',
    submenu: [
      ofPage(parts, texts.menu.helpOnPage, 'help', shown(shortcuts.help.keys[0])),
      ofPage(parts, texts.menu.tour, 'tour'),
      ofPage(parts, texts.menu.keys, 'keys'),
      line,
      toPage(parts, texts.menu.diagnostics, pageLink('settings', 'diagnostics')),
      ...(isMac ? [] : [checkUpdates(parts), line, about(parts)]),
    ],
  };
}
