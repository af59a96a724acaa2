import { app, Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { MainTexts } from './texts.ts';

export interface MenuOptions {
  readonly texts: MainTexts;
  readonly lock: () => void;
}

/** Builds the native menu: on Linux and Windows it shows with the Alt key, on macOS at the top of the screen. */
export function setMenu({ texts, lock }: MenuOptions): void {
  const isMac = process.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const lockItem: MenuItemConstructorOptions = { label: texts.lock, accelerator: 'CmdOrCtrl+L', click: lock };
  const fileMenu: MenuItemConstructorOptions = {
    label: texts.file,
    submenu: [lockItem, ...(isMac ? [] : [separator, { role: 'quit', label: texts.quit } as const])],
  };
  const editMenu: MenuItemConstructorOptions = {
    label: texts.edit,
    submenu: [
      { role: 'undo', label: texts.undo },
      { role: 'redo', label: texts.redo },
      separator,
      { role: 'cut', label: texts.cut },
      { role: 'copy', label: texts.copy },
      { role: 'paste', label: texts.paste },
      { role: 'selectAll', label: texts.selectAll },
    ],
  };
  const development: MenuItemConstructorOptions[] = [
    { role: 'reload', label: texts.reload },
    { role: 'toggleDevTools', label: texts.developerTools },
    separator,
  ];
  const viewMenu: MenuItemConstructorOptions = {
    label: texts.view,
    submenu: [
      ...(app.isPackaged ? [] : development),
      { role: 'resetZoom', label: texts.actualSize },
      { role: 'zoomIn', label: texts.zoomIn },
      { role: 'zoomOut', label: texts.zoomOut },
      separator,
      { role: 'togglefullscreen', label: texts.fullScreen },
    ],
  };
  const windowMenu: MenuItemConstructorOptions = {
    label: texts.window,
    submenu: [{ role: 'minimize', label: texts.minimize }],
  };
  const appMenu: MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu' }] : [];
  Menu.setApplicationMenu(Menu.buildFromTemplate([...appMenu, fileMenu, editMenu, viewMenu, windowMenu]));
}
