export const APP_SCHEME = 'app';
export const APP_HOST = 'console';

/** Scheme and host of a URL, `''` when it cannot be parsed. `URL.origin` itself answers "null" for schemes like `app:`. */
export function originOf(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return '';
  }
}

/** Where the page comes from, and nothing else may. */
export interface PageSource {
  /** e.g. `app://console`. */
  readonly origin: string;
  /** The address that a window loads. */
  readonly url: string;
  readonly isDevServer: boolean;
}

/**
 * The packaged files, or in development (never in a packaged console) the dev server that the tools named; in development also with texts
 * that show what a translation would clip.
 */
export function pageSource(env: NodeJS.ProcessEnv, isPackaged: boolean): PageSource {
  const devServer = isPackaged ? undefined : env['ELECTRON_RENDERER_URL'];
  if (devServer) return { origin: originOf(devServer), url: devServer, isDevServer: true };
  const texts = !isPackaged && env['COMMONWATT_PSEUDO_LOCALE'] === '1' ? '?pseudo' : '';
  return { origin: `${APP_SCHEME}://${APP_HOST}`, url: `${APP_SCHEME}://${APP_HOST}/${texts}`, isDevServer: false };
}
