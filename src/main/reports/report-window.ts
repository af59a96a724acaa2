/// <reference path="./asset.d.ts" />
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BrowserWindow, session as electronSession } from 'electron';
import type { Session } from 'electron';
import interFont from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?asset';
import { Failure } from '#shared/contract/errors.ts';
import { closeNetwork } from '../app/network.ts';
import { APP_SCHEME } from '../app/origin.ts';
import type { PageSource } from '../app/origin.ts';

const REPORT_HOST = 'report';
const REPORT_ORIGIN = `${APP_SCHEME}://${REPORT_HOST}`;
/** No `persist:` before the name: nothing of a report is written to the disk. */
const PARTITION = 'report';
/** Neither scripts nor the network: a report is text, tables and drawings. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

/** Pages that wait to be fetched by the window that was opened for them, by the token of their address; each is given out once. */
const waiting = new Map<string, string>();
let ownSession: Promise<Session> | undefined;

/**
 * Prints one document in a hidden window of its own: sandboxed, without scripts, preload, network, permissions or tools, and gone when the
 * work is done.
 *
 * @throws CANCELLED once `signal` is aborted; the window is destroyed at that moment
 */
export async function inReportWindow<T>(
  html: string,
  signal: AbortSignal,
  work: (window: BrowserWindow) => Promise<T>,
): Promise<T> {
  const session = await (ownSession ??= reportSession());
  throwIfAborted(signal);
  const token = randomBytes(16).toString('hex');
  waiting.set(token, html);
  const window = new BrowserWindow({
    show: false,
    title: 'Commonwatt Console',
    webPreferences: {
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    },
  });
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(cancelled());
    signal.addEventListener('abort', abort, { once: true });
  });
  // Electron leaves a print job unanswered when the page's process dies under it, which is what too little memory does.
  const died = new Promise<never>((_resolve, reject) => {
    window.webContents.once('render-process-gone', (_event, { reason }) => reject(pageDied(reason)));
  });
  try {
    const done = window.loadURL(`${REPORT_ORIGIN}/${token}`).then(() => work(window));
    return await Promise.race([done, aborted, died]);
  } finally {
    signal.removeEventListener('abort', abort);
    waiting.delete(token);
    if (!window.isDestroyed()) window.destroy();
  }
}

/** What stands above and below each page, as HTML. */
export interface RunningTexts {
  readonly header: string;
  readonly footer: string;
}

/**
 * The document as an A4 PDF with tags and bookmarks. Throws as `inReportWindow` does.
 * @param running null: the room for it stays empty
 */
export async function printPdf(
  html: string,
  { running, isLandscape, signal }: { running: RunningTexts | null; isLandscape: boolean; signal: AbortSignal },
): Promise<Buffer> {
  return await inReportWindow(html, signal, async ({ webContents }) =>
    webContents.printToPDF({
      pageSize: 'A4',
      landscape: isLandscape,
      // The page's own `@page` rule has the margins in which header and footer stand.
      preferCSSPageSize: true,
      ...(running === null
        ? {}
        : { displayHeaderFooter: true, headerTemplate: running.header, footerTemplate: running.footer }),
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    }),
  );
}

/** The session that only report windows have: in memory, closed to everything but the pages that wait and their font. */
async function reportSession(): Promise<Session> {
  const session = electronSession.fromPartition(PARTITION, { cache: false });
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  const source: PageSource = { origin: REPORT_ORIGIN, url: REPORT_ORIGIN, isDevServer: false };
  await closeNetwork(session, source);
  session.protocol.handle(APP_SCHEME, ({ url }) => answer(url));
  return session;
}

async function answer(address: string): Promise<Response> {
  const { host, pathname } = new URL(address);
  if (host !== REPORT_HOST) return new Response(null, { status: 404 });
  if (pathname === '/inter.woff2') {
    return new Response(new Uint8Array(await readFile(interFont)), { headers: { 'Content-Type': 'font/woff2' } });
  }
  const token = pathname.slice(1);
  const html = waiting.get(token);
  waiting.delete(token);
  if (html === undefined) return new Response(null, { status: 404 });
  return new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    },
  });
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

function cancelled(): Failure {
  return new Failure(
    'CANCELLED',
    'The report was not printed, because the console was locked or closed. Nothing was lost.',
    {
      remedy: 'Unlock the console and make the report again.',
    },
  );
}

function pageDied(reason: string): Failure {
  return new Failure('INTERNAL', `The pages of the report could not be laid out (${reason}). The data are unchanged.`, {
    remedy: 'Close other programs to free some memory, or choose a shorter period.',
    retryable: true,
  });
}
