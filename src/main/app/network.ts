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

/** Cuts the pages off from the network and from downloads, whatever a content security policy lets through. */
export function closeNetwork(session: Session, source: PageSource): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url, source) }));
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  if (source.isDevServer) {
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
