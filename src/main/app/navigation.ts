import type { App, WebContents } from 'electron';
import { openExternal } from './external-links.ts';
import { log } from './log.ts';

/** Keeps every page where main put it: no navigation, no new windows, no embedded views. Links go to the system's browser. */
export function lockNavigation(app: App, pageUrl: string): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, pageUrl));
}

function lockContents(contents: WebContents, pageUrl: string): void {
  contents.on('will-navigate', (details) => {
    // The page may start itself over, which is also how it tries again after a failure.
    if (details.isMainFrame && isReload(details.url, pageUrl)) return;
    refuse(details, 'navigation');
  });
  contents.on('will-frame-navigate', (details) => {
    if (details.isMainFrame && isReload(details.url, pageUrl)) return;
    refuse(details, 'navigation of a frame');
  });
  contents.on('will-redirect', (details) => refuse(details, 'redirect'));
  contents.on('will-attach-webview', (event) => refuse(event, 'embedded view'));
  // The sockets of WebRTC are no requests that could be refused: with this they go through the proxy, which leads nowhere.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url);
    return { action: 'deny' };
  });
}

/** Whether going to `url` is only a fresh start of the console's page. The fragment is the page's own affair. */
export function isReload(url: string, pageUrl: string): boolean {
  return url.split('#', 1)[0] === pageUrl;
}

function refuse(event: { preventDefault: () => void }, what: string): void {
  event.preventDefault();
  log.warn(`refused: ${what}`);
}
