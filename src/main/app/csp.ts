import { randomBytes } from 'node:crypto';

/** A fresh value for one page load; only styles that carry it may be inserted. */
export function newNonce(): string {
  return randomBytes(18).toString('base64');
}

/**
 * The policy of the page: scripts, fonts and data from the app itself only, no network, no plug-ins, no frames, no forms.
 * `style-src-attr` is for the sizes that Mantine and ECharts put into style attributes.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The dev server inserts scripts and styles of its own and talks over a web socket; otherwise as strict as the real one. */
export function devContentSecurityPolicy(origin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${origin.replace(/^http/, 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Hands the nonce to the page in its one `<meta name="csp-nonce">`, which is put first into the head when it is missing. */
export function withNonce(html: string, nonce: string): string {
  const meta = `<meta name="csp-nonce" content="${nonce}" />`;
  const present = /<meta\s[^>]*name="csp-nonce"[^>]*>/;
  return present.test(html) ? html.replace(present, meta) : html.replace(/<head[^>]*>/, (head) => `${head}${meta}`);
}
