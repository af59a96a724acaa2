import type { Session } from 'electron';
import { devContentSecurityPolicy } from './csp.ts';
import { APP_SCHEME, originOf } from './origin.ts';
import type { PageSource } from './origin.ts';

const internalSchemes = new Set([`${APP_SCHEME}:`, 'devtools:', 'blob:', 'data:']);

/** Whether a page may load `url`: the console's own files and what pages make themselves; never a network address or a file. */
export function mayLoad(url: string, source: PageSource): boolean {
  if (source.isDevServer && originOf(url).replace(/^ws/, 'http') === source.origin) return true;
  try {
    return internalSchemes.has(new URL(url).protocol);
  } catch {
    return false;
  }
}

/** Where nobody listens. Not even this machine itself is spoken to past it. */
const nowhere = { mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' } as const;

/** Cuts the pages off from the network and from downloads, whatever a content security policy lets through. */
export async function closeNetwork(session: Session, source: PageSource): Promise<void> {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url, source) }));
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  // Connections that are no requests ask nobody: what a page hints at is connected to beforehand, and WebRTC opens sockets of its own.
  if (!source.isDevServer) {
    await session.setProxy(nowhere);
  } else {
    session.webRequest.onHeadersReceived((details, answer) =>
      answer({
        responseHeaders: {
          ...details.responseHeaders,
          'Content-Security-Policy': [devContentSecurityPolicy(source.origin)],
        },
      }),
    );
  }
}
