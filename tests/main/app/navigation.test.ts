import { beforeEach, describe, expect, it, vi } from 'vitest';
import { externalUrl, openExternal } from '#main/app/external-links.ts';
import { isReload, lockNavigation } from '#main/app/navigation.ts';
import { mayLoad } from '#main/app/network.ts';
import { originOf, pageSource } from '#main/app/origin.ts';

const openInBrowser = vi.hoisted(() => vi.fn<(url: string) => Promise<void>>(async () => undefined));
vi.mock('electron', () => ({ shell: { openExternal: openInBrowser } }));
vi.mock('#main/app/log.ts', () => ({ log: { info: () => undefined, warn: () => undefined, error: () => undefined } }));

const page = 'app://console/';
beforeEach(() => openInBrowser.mockClear());

/** Everything that lockNavigation hears of, collected from a web-contents that only remembers. */
function lockedContents() {
  const listeners = new Map<string, (event: object) => void>();
  let windowOpen: (details: { url: string }) => unknown = () => undefined;
  const contents = {
    on: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
    setWebRTCIPHandlingPolicy: () => undefined,
    setWindowOpenHandler: (handler: typeof windowOpen) => (windowOpen = handler),
  };
  const app = { on: (_name: string, listener: (event: object, contents: object) => void) => listener({}, contents) };
  lockNavigation(app as unknown as Parameters<typeof lockNavigation>[0], page);
  const isPrevented = (name: string, details: object = {}): boolean => {
    const preventDefault = vi.fn<() => void>();
    listeners.get(name)?.({ preventDefault, ...details });
    return preventDefault.mock.calls.length > 0;
  };
  return { isPrevented, open: (url: string) => windowOpen({ url }) };
}

const foreign = [
  'https://example.invalid/',
  'https://example.invalid/?next=app://console/',
  'app://console.example.invalid/',
  'app://other/',
  'app://console/assets/other.html',
  'file:///etc/passwd',
  'data:text/html,x',
  'javascript:alert(1)',
];

describe('navigation', () => {
  it.each(foreign)('does not let the page go to %s', (url) => {
    const { isPrevented } = lockedContents();
    expect(isPrevented('will-navigate', { url, isMainFrame: true })).toBe(true);
    expect(isPrevented('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    expect(isPrevented('will-redirect', { url, isMainFrame: true })).toBe(true);
  });

  it('lets the page start itself over, but nothing else in its frames', () => {
    const { isPrevented } = lockedContents();
    expect(isPrevented('will-navigate', { url: `${page}#/members`, isMainFrame: true })).toBe(false);
    expect(isPrevented('will-frame-navigate', { url: page, isMainFrame: true })).toBe(false);
    expect(isPrevented('will-frame-navigate', { url: page, isMainFrame: false })).toBe(true);
    expect(isReload('app://console/?x', page)).toBe(false);
  });

  it('embeds no views and opens no windows', () => {
    const { isPrevented, open } = lockedContents();
    expect(isPrevented('will-attach-webview')).toBe(true);
    expect(open('app://console/')).toEqual({ action: 'deny' });
    expect(openInBrowser).not.toHaveBeenCalled();
  });

  it('hands a link to the web to the system, and opens no window for it', () => {
    const { open } = lockedContents();
    expect(open('https://eur-lex.europa.eu/eli/dir/2018/2001/oj')).toEqual({ action: 'deny' });
    expect(openInBrowser).toHaveBeenCalledExactlyOnceWith('https://eur-lex.europa.eu/eli/dir/2018/2001/oj');
  });
});

describe('the door to the browser', () => {
  it.each([
    'http://example.org/',
    'file:///etc/passwd',
    'app://console/',
    'javascript:alert(1)',
    'mailto:a@example.org',
    'ms-settings:',
    'https://user@example.org/',
    'https://user:secret@example.org/',
    'https//example.org',
    '',
  ])('stays shut for "%s"', (url) => {
    expect(externalUrl(url)).toBeNull();
    openExternal(url);
    expect(openInBrowser).not.toHaveBeenCalled();
  });
});

describe('the network', () => {
  const source = pageSource({}, false);

  it.each([
    'https://example.org/',
    'http://localhost/',
    'ws://localhost:1/',
    'file:///etc/passwd',
    'ftp://a/',
    'nonsense',
  ])('is closed to the page: %s', (url) => {
    expect(mayLoad(url, source)).toBe(false);
  });

  it.each(['app://console/a.js', 'blob:app://console/1', 'data:image/png;base64,AA', 'devtools://devtools/x.js'])(
    'leaves %s alone',
    (url) => {
      expect(mayLoad(url, source)).toBe(true);
    },
  );

  it('is open to the dev server in development only', () => {
    const env = { ELECTRON_RENDERER_URL: 'http://localhost:5173' };
    const dev = pageSource(env, false);
    expect(dev).toEqual({ origin: 'http://localhost:5173', url: 'http://localhost:5173', isDevServer: true });
    expect(mayLoad('http://localhost:5173/src/main.tsx', dev)).toBe(true);
    expect(mayLoad('ws://localhost:5173/', dev)).toBe(true);
    expect(mayLoad('http://localhost:5174/', dev)).toBe(false);
    expect(pageSource(env, true)).toEqual({ origin: 'app://console', url: 'app://console/', isDevServer: false });
  });
});

describe('an origin', () => {
  it('is scheme and host, also of schemes for which URL knows none', () => {
    expect(originOf('app://console/a/b?c#d')).toBe('app://console');
    expect(originOf('https://example.org:8443/')).toBe('https://example.org:8443');
    expect(originOf('about:blank')).toBe('about://');
    expect(originOf('no url')).toBe('');
  });
});
