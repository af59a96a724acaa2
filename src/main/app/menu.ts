import { Menu } from 'electron';
import { menuTemplate, type MenuParts } from './menu-template.ts';

/** Puts the native menu in place, as it is now: it is made anew when the language or the session changes. */
export function setMenu(parts: MenuParts): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(parts)));
}
