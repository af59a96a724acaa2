import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { contentTypeOf, resolveAsset } from './assets.ts';
import { contentSecurityPolicy, newNonce, withNonce } from './csp.ts';
import { APP_SCHEME } from './origin.ts';

/** Makes `app:` a scheme with an origin of its own. Only before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the page's files at `app://console/`, each page load with its own nonce. */
export function serveApp(root: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const asset = resolveAsset(root, request.method, request.url);
    if ('status' in asset) return new Response(null, { status: asset.status });
    const content = await readFile(asset.file).catch(() => null);
    if (content === null) return new Response(null, { status: 404 });
    const nonce = newNonce();
    const contentType = contentTypeOf(asset.file);
    const isPage = contentType.startsWith('text/html');
    return new Response(isPage ? withNonce(content.toString('utf8'), nonce) : new Uint8Array(content), {
      headers: {
        'Content-Type': contentType,
        'Content-Security-Policy': contentSecurityPolicy(nonce),
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Cache-Control': isPage ? 'no-store' : 'no-cache',
      },
    });
  });
}
