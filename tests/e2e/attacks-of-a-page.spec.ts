import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { outFolder } from '#tools/paths.ts';
import { openConsole } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { watchOutside } from './opened-outside.ts';

// If foreign code ever ran in a page: the ways out of it, beside those of security.spec. No community is needed for them.
let opened: OpenConsole;
let page: Page;
/** A server on this machine that stands for the network, over TCP and UDP; nothing may ever arrive at it. */
let server: Server;
let udp: Socket;
let outside: string;
let udpPort: number;
const arrived: string[] = [];
test.beforeAll(async () => {
  server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.setHeader('Access-Control-Allow-Origin', '*').end('outside');
  });
  server.on('connection', () => arrived.push('a connection'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  udp = createSocket('udp4', () => arrived.push('a datagram'));
  await new Promise<void>((bound) => udp.bind(0, '127.0.0.1', bound));
  udpPort = udp.address().port;
  opened = await openConsole();
  page = opened.page;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
test.afterAll(async () => {
  await opened.close();
  server.closeAllConnections();
  server.close();
  udp.close();
});

/** What the window shows and how many there are; asked in main, because Playwright's own view of the page waits for what was refused. */
async function shown(): Promise<{ windows: number; address: string; heading: unknown; ran: unknown }> {
  return await opened.app.evaluate(async ({ BrowserWindow }) => {
    const [window, ...others] = BrowserWindow.getAllWindows();
    const heading: unknown = await window.webContents.executeJavaScript("document.querySelector('h1')?.textContent");
    const ran: unknown = await window.webContents.executeJavaScript('window.ran');
    return { windows: 1 + others.length, address: window.webContents.getURL(), heading, ran };
  });
}

/** Does something in the page and expects that the window shows what it showed, no code ran, and nothing arrived outside. */
async function expectNoWayOut(what: string, attempt: () => Promise<unknown>): Promise<void> {
  const before = await shown();
  await attempt();
  expect(await shown(), what).toEqual(before);
  expect(arrived, what).toEqual([]);
}

/** Without `app://evil@console/` and `app://console:81/`: Chromium leaves a name and a port away, which makes them the page's own address. */
const targets = (): string[] => [
  outside,
  'file:///etc/passwd',
  'data:text/html,<script>window.ran = 1</script>',
  'javascript:window.ran = 2',
  'chrome://gpu',
  'devtools://devtools/bundled/inspector.html',
  'view-source:app://console/',
  'app://other/',
  'app://console.evil/',
  'app://c\u043ensole/',
  'app://console/other.html',
  'app://console/?reload',
  'mailto:somebody@example.org',
  'ms-settings:privacy',
];

test.describe('no way to another address', () => {
  const ways: Record<string, (page: Page, url: string) => Promise<unknown>> = {
    'a link': (at, url) => at.evaluate((href) => linked(href).click(), url),
    'a link into a new window': (at, url) => at.evaluate((href) => linked(href, '_blank').click(), url),
    'a link with the middle button': (at, url) =>
      at.evaluate((href) => {
        const init = { button: 1, bubbles: true, cancelable: true, view: window };
        linked(href).dispatchEvent(new MouseEvent('auxclick', init));
      }, url),
    'a form': (at, url) =>
      at.evaluate((action) => {
        const form = Object.assign(document.createElement('form'), { action, method: 'get' });
        document.body.append(form);
        form.submit();
        form.remove();
      }, url),
    'a refresh': (at, url) =>
      at.evaluate((target) => {
        const meta = Object.assign(document.createElement('meta'), {
          httpEquiv: 'refresh',
          content: `0;url=${target}`,
        });
        document.head.append(meta);
        meta.remove();
      }, url),
    'the location': (at, url) => at.evaluate((target) => window.location.replace(target), url),
    'a base': (at, url) =>
      at.evaluate((href) => {
        const base = Object.assign(document.createElement('base'), { href });
        document.head.prepend(base);
        linked('other').click();
        base.remove();
      }, url),
    'a frame': (at, url) =>
      at.evaluate(async (src) => {
        const frame = Object.assign(document.createElement('iframe'), { src });
        document.body.append(frame);
        await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
        frame.remove();
      }, url),
    'an embedded object': (at, url) =>
      at.evaluate(async (data) => {
        const object = Object.assign(document.createElement('object'), { data });
        const embed = Object.assign(document.createElement('embed'), { src: data });
        const view = document.createElement('webview');
        view.setAttribute('src', data);
        document.body.append(object, embed, view);
        await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
        for (const element of [object, embed, view]) element.remove();
      }, url),
  };

  test.beforeAll(async () => {
    await page.evaluate(() => {
      Object.assign(window, {
        linked: (href: string, target = '') => {
          const link = Object.assign(document.createElement('a'), { href, target, textContent: 'link' });
          document.body.append(link);
          setTimeout(() => link.remove());
          return link;
        },
      });
    });
  });

  for (const [way, attempt] of Object.entries(ways)) {
    test(`by ${way}`, async () => {
      for (const url of targets()) await expectNoWayOut(url, () => attempt(page, url).catch(() => undefined));
    });
  }

  test('by the history', async () => {
    await expectNoWayOut('history', () =>
      page.evaluate(() => {
        const names = ['//evil/', 'file:///etc/passwd', 'app://other/', 'https://example.org/'];
        const moved = names.filter((name) => {
          try {
            history.replaceState(null, '', name);
            return true;
          } catch {
            return false;
          }
        });
        history.back();
        history.go(-5);
        if (moved.length > 0) throw new Error(`moved to ${moved.join()}`);
      }),
    );
  });

  test('by something dropped onto the window', async () => {
    await expectNoWayOut('drop', () =>
      page.evaluate((url) => {
        const data = new DataTransfer();
        data.setData('text/uri-list', url);
        data.setData('text/html', '<img src=x onerror="window.ran = 3">');
        data.items.add(new File(['<script>window.ran = 4</script>'], 'evil.html', { type: 'text/html' }));
        for (const type of ['dragenter', 'dragover', 'drop'])
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }, outside),
    );
    // What the system drops is a navigation to main, which refuses it like any other.
    const { debuggee } = await dropped('evil.html');
    expect(debuggee).toBe('app://console/');
  });
});

/** Drops a file of the disk by the protocol of the developer tools, as the system would; the address afterwards. */
async function dropped(name: string): Promise<{ debuggee: string }> {
  const session = await opened.app.context().newCDPSession(page);
  const data = { items: [], files: [path.join(outFolder, name)], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  await session.detach();
  return { debuggee: (await shown()).address };
}

test('windows with features of their own are not opened either', async () => {
  await expectNoWayOut('window.open', async () => {
    const opens = await page.evaluate((url) => {
      const features = ['popup', 'noopener', 'nodeIntegration=yes,contextIsolation=no', 'width=1,height=1,left=-999'];
      return features.flatMap((one) => [url, 'about:blank', ''].map((target) => window.open(target, '_blank', one)));
    }, outside);
    expect(opens.every((one) => one === null)).toBe(true);
  });
});

test('no other way leads to the network: sockets, streams, workers, hints, WebRTC', async () => {
  const outcomes = await page.evaluate(
    async ({ url, port }) => {
      const refused = async (attempt: () => unknown): Promise<string> => {
        try {
          await attempt();
          return 'let through';
        } catch {
          return 'refused';
        }
      };
      const failing = (source: EventTarget): Promise<void> =>
        new Promise((resolve, reject) => {
          source.addEventListener('open', () => resolve());
          source.addEventListener('message', () => resolve());
          source.addEventListener('error', () => reject(new Error('refused')));
        });
      for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload', 'manifest', 'icon']) {
        const link = Object.assign(document.createElement('link'), { rel, href: `${url}/${rel}` });
        if (rel === 'preload') link.as = 'image';
        document.head.append(link);
      }
      const code = `fetch('${url}/worker').then(() => postMessage(1)); onmessage = () => postMessage(1);`;
      const inline = 'data:text/javascript,window.ran = 5';
      const blob = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      const outcome = {
        events: await refused(() => failing(new EventSource(`${url}/events`))),
        worker: await refused(() => {
          const worker = new Worker(blob);
          worker.postMessage(1);
          return failing(worker);
        }),
        sharedWorker: await refused(() => failing(new SharedWorker(blob))),
        serviceWorker: await refused(() => navigator.serviceWorker.register(blob)),
        transport: await refused(() => new WebTransport(url.replace('http:', 'https:')).ready),
        module: await refused(() => import(/* @vite-ignore */ `${url}/module.js`)),
        imported: await refused(() => import(/* @vite-ignore */ inline)),
      };
      const tcp = new URL(url).port;
      const turn = { urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'u', credential: 'c' };
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }, turn] });
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer());
      await new Promise((done) => setTimeout(done, 1500));
      const candidates = peer.localDescription?.sdp.match(/^a=candidate/gm)?.length ?? 0;
      peer.close();
      return { ...outcome, candidates };
    },
    { url: outside, port: udpPort },
  );
  expect(outcomes).toEqual({
    events: 'refused',
    worker: 'refused',
    sharedWorker: 'refused',
    serviceWorker: 'refused',
    transport: 'refused',
    module: 'refused',
    imported: 'refused',
    candidates: 0,
  });
  expect(arrived).toEqual([]);
});

test('no device, and nothing else that asks, is given', async () => {
  const answers = await page.evaluate(async () => {
    const outcome = async (attempt: () => unknown): Promise<string> => {
      try {
        const never = new Promise((_resolve, reject) => setTimeout(reject, 2000));
        const value: unknown = await Promise.race([attempt(), never]);
        return Array.isArray(value) ? `${value.length} found` : String(value);
      } catch {
        return 'refused';
      }
    };
    const { hid, usb, serial, bluetooth } = navigator as unknown as Record<string, Record<string, () => unknown>>;
    return {
      hid: [await outcome(() => hid['requestDevice']()), await outcome(() => hid['getDevices']())],
      usb: [await outcome(() => usb['requestDevice']()), await outcome(() => usb['getDevices']())],
      serial: [await outcome(() => serial['requestPort']()), await outcome(() => serial['getPorts']())],
      bluetooth: await outcome(() => bluetooth['requestDevice']()),
      midi: await outcome(() => navigator.requestMIDIAccess()),
      idle: await outcome(() =>
        (window as never as { IdleDetector: { requestPermission(): unknown } }).IdleDetector.requestPermission(),
      ),
      fonts: await outcome(() => (window as never as { queryLocalFonts(): unknown }).queryLocalFonts()),
      pointer: await outcome(() => document.body.requestPointerLock()),
      storage: await outcome(() => navigator.storage.persist()),
      wake: await outcome(() => navigator.wakeLock.request('screen')),
    };
  });
  expect(answers).toEqual({
    hid: ['refused', '0 found'],
    usb: ['refused', '0 found'],
    serial: ['refused', '0 found'],
    bluetooth: 'refused',
    midi: 'refused',
    idle: 'denied',
    fonts: '0 found',
    pointer: 'refused',
    storage: 'false',
    wake: 'refused',
  });
});

test('the files of the page are given to its own address only, by GET, whatever the path is written like', async () => {
  const answers = await page.evaluate(async () => {
    const deep = '/a'.repeat(20_000);
    const paths = [
      '/..%252f..%252fpackage.json',
      '/%c0%ae%c0%ae/package.json',
      '/....//....//package.json',
      '/CON',
      '/nul.js',
      deep,
    ];
    const hosts = [
      'app://console.evil/',
      'app://evil/@console/',
      'app://console.',
      'app://CONSOLE.evil',
      'app://c\u043ensole/',
      'app:console',
    ];
    const tries: [string, RequestInit][] = [
      ...paths.map((one): [string, RequestInit] => [`app://console${one}`, {}]),
      ...paths.map((one): [string, RequestInit] => [`app://console${one}?a=/index.html#/index.html`, {}]),
      ...hosts.map((one): [string, RequestInit] => [one, {}]),
      ...['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'].map((method): [string, RequestInit] => [
        'app://console/index.html',
        { method },
      ]),
    ];
    return await Promise.all(
      tries.map(async ([url, init]) => {
        const response = await fetch(url, init).catch(() => null);
        return [`${init.method ?? 'GET'} ${url.slice(0, 60)}`, response?.ok ?? false, (await response?.text()) ?? ''];
      }),
    );
  });
  for (const [what, ok, content] of answers) expect([ok, content], String(what)).toEqual([false, '']);
});

test('every file of the page carries the policy, without anything unsafe for scripts', async () => {
  const policies = await page.evaluate(async () => {
    const scripts = [...document.querySelectorAll('script')].map(({ src }) => src);
    const answers = await Promise.all(['app://console/', ...scripts].map((url) => fetch(url)));
    return answers.map((answer) => answer.headers.get('content-security-policy') ?? '');
  });
  expect(policies.length).toBeGreaterThan(1);
  for (const policy of policies) {
    const directives = new Map(policy.split('; ').map((one) => [one.split(' ')[0], one] as const));
    expect(directives.get('script-src')).toBe("script-src 'self'");
    expect(directives.get('default-src')).toBe("default-src 'none'");
    for (const name of ['base-uri', 'form-action', 'frame-ancestors'])
      expect(directives.get(name)).toBe(`${name} 'none'`);
    expect(policy).not.toMatch(/unsafe-eval|wasm-unsafe|http|\*/);
  }
});

test('the bridge is for the page’s own world and its own frame', async () => {
  const preload = path.join(outFolder, 'preload', 'index.cjs');
  const found = await opened.app.evaluate(async ({ BrowserWindow }, file) => {
    const [{ webContents }] = BrowserWindow.getAllWindows();
    const otherWorld: unknown = await webContents.executeJavaScriptInIsolatedWorld(999, [
      { code: '[typeof window.commonwatt, typeof require, typeof process].join()' },
    ]);
    // A window that gives its preload script to frames, and shows the console's page in one.
    const forged = new BrowserWindow({
      show: false,
      webPreferences: { preload: file, sandbox: true, nodeIntegrationInSubFrames: true },
    });
    await forged.loadURL('data:text/html,<iframe src="about:blank"></iframe>');
    const [frame] = forged.webContents.mainFrame.frames;
    const fromFrame: unknown = await frame?.executeJavaScript(
      "window.commonwatt ? window.commonwatt.invoke('session.state', {}) : 'no bridge'",
    );
    forged.destroy();
    return { otherWorld, fromFrame };
  }, preload);
  expect(found.otherWorld).toBe('undefined,undefined,undefined');
  if (found.fromFrame !== 'no bridge')
    expect(found.fromFrame).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
});

test('a page cannot make up an event or an answer of main', async () => {
  const heard = await page.evaluate(async () => {
    const events: unknown[] = [];
    const stop = window.commonwatt!.subscribe('session.changed', (state) => events.push(state));
    const forged = { channel: 'commonwatt:event', args: ['session.changed', { state: 'unlocked' }] };
    window.postMessage(forged, '*');
    window.dispatchEvent(new MessageEvent('message', { data: forged }));
    window.dispatchEvent(new CustomEvent('commonwatt:event', { detail: forged }));
    new BroadcastChannel('commonwatt:event').postMessage(forged);
    await new Promise((done) => setTimeout(done, 200));
    stop();
    return events;
  });
  expect(heard).toEqual([]);
});

test('the door to the browser stays shut for everything but plain https', async () => {
  const openedOutside = await watchOutside(opened.app);
  await page.evaluate((url) => {
    const shut = [
      url,
      'file:///etc/passwd',
      'smb://host/share',
      'ms-msdt:/id',
      'ms-settings:privacy',
      'vscode://file/etc/passwd',
      'x-apple.systempreferences:',
      'javascript:alert(1)',
      'java\nscript:alert(1)',
      ' data:text/html,x',
      'mailto:somebody@example.org?attach=/etc/passwd',
      'https://user@example.org/',
      'https://user:secret@example.org/',
      'https:\\\\user:secret@example.org',
      'blob:https://example.org/1',
      'filesystem:https://example.org/',
      'app://console/',
    ];
    for (const one of shut) {
      try {
        window.open(one);
      } catch {
        // No address at all.
      }
    }
    // Written with a Cyrillic letter: what is opened says so.
    window.open('https://ex\u0430mple.org/');
  }, outside);
  const seen = await openedOutside();
  expect(seen).toEqual(['https://xn--exmple-4nf.org/']);
});

test('a page that makes itself blank is put back', async () => {
  await page.evaluate(() => Object.assign(window, { ran: 'before' }));
  await page.evaluate(() => window.location.replace('about:blank')).catch(() => undefined);
  const fresh = { windows: 1, address: 'app://console/', heading: 'How would you like to begin?', ran: undefined };
  await expect.poll(shown).toEqual(fresh);
});

test('after all that the page still works', async () => {
  expect(arrived).toEqual([]);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

declare global {
  /** Put into the page by this test: a link that is clicked and taken away. */
  function linked(href: string, target?: string): HTMLAnchorElement;
}
