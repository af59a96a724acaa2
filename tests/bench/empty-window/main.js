// The least that an app in Electron is: one window, as large as the console's, with one word. It runs inside the older runtime as well.
import path from 'node:path';
import { app, BrowserWindow } from 'electron';

// Not awaited: Electron is not ready before this file has run to its end.
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => window.show());
  await window.loadFile(path.join(import.meta.dirname, 'index.html'));
});
