import path from 'node:path';
import { APP_HOST, APP_SCHEME } from './origin.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/geo+json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** The media type of a file by its ending; unknown ones are bytes that a browser does not interpret. */
export function contentTypeOf(file: string): string {
  return contentTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
}

/** A part of a path that Windows takes for a device, whatever its folder and ending. */
const namesDevice = /\/(con|prn|aux|nul|com\d|lpt\d)[ .]*(\.[^/]*)?(\/|$)/i;

export type Asset = { readonly file: string } | { readonly status: 400 | 403 | 404 | 405 };

/**
 * The file that a request for `app://console/...` means, or the status that refuses it. `/` is index.html; any other path
 * is exactly the file of that name. Does not look whether the file exists.
 *
 * @param root absolute path of the folder with the page's files; nothing outside it is ever answered.
 */
export function resolveAsset(root: string, method: string, requestUrl: string): Asset {
  if (method !== 'GET') return { status: 405 };
  let url: URL;
  let pathname: string;
  try {
    url = new URL(requestUrl);
    pathname = decodeURIComponent(url.pathname) || '/';
  } catch {
    return { status: 400 };
  }
  if (url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST || url.username !== '' || url.password !== '') {
    return { status: 404 };
  }
  // A backslash is a separator on Windows, a colon starts a drive or a stream there, and no file of ours has either.
  if (/[\\:\0]/.test(pathname) || namesDevice.test(pathname)) return { status: 400 };
  const file = path.resolve(root, `.${pathname === '/' ? '/index.html' : pathname}`);
  if (!file.startsWith(root.endsWith(path.sep) ? root : `${root}${path.sep}`)) return { status: 403 };
  return { file };
}
