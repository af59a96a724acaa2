import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Problem } from '#shared/contract/errors.ts';
import { outFolder } from '#tools/paths.ts';
import type { OpenConsole } from './console-window.ts';
import { watchOutside } from './opened-outside.ts';
import { openPreparedDemo } from './prepared-demo.ts';

// What a page could try if foreign code ever ran in it, and what each of it meets.
let opened: OpenConsole;
let page: Page;
/** A server on this machine that stands for the network; nothing may ever arrive at it. */
let server: Server;
let outside: string;
const arrived: string[] = [];
test.beforeAll(async () => {
  server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.setHeader('Access-Control-Allow-Origin', '*').end('outside');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  opened = await openPreparedDemo();
  page = opened.page;
});
test.afterAll(async () => {
  await opened.close();
  server.close();
});

test('the page has nothing of Node and nothing of Electron', async () => {
  const found = await page.evaluate(() => {
    const names = [
      'require',
      'process',
      'module',
      'exports',
      'Buffer',
      'global',
      '__dirname',
      'ipcRenderer',
      'electron',
    ];
    return names.filter((name) => name in globalThis);
  });
  expect(found).toEqual([]);
});

test('the bridge offers two functions and a name, and the page cannot change them', async () => {
  const bridge = await page.evaluate(() => {
    const { commonwatt } = window;
    const members = Object.entries(commonwatt!).map(([name, value]) => `${name}: ${typeof value}`);
    const target = commonwatt as unknown as Record<string, unknown>;
    const tries = [() => (target['invoke'] = null), () => (target['more'] = 1), () => delete target['subscribe']];
    for (const change of tries) {
      try {
        change();
      } catch {
        // Refused, which is what is wanted.
      }
    }
    return { members: members.sort(), after: Object.keys(commonwatt!).sort(), invoke: typeof commonwatt!.invoke };
  });
  expect(bridge).toEqual({
    members: ['invoke: function', 'platform: string', 'subscribe: function'],
    after: ['invoke', 'platform', 'subscribe'],
    invoke: 'function',
  });
});

/** Whether a problem gives away where or how the console is built: a path, a file, a stack. */
const givesAway = /(^|[\s"'(])(\/[\w.-]+){2,}|[A-Za-z]:\\|\bat \S+ \(|node_modules|\.[cm]?[jt]s\b|SQLITE|SELECT/;

test('unknown methods and hostile inputs are answered with a problem that gives nothing away', async () => {
  const answers = await page.evaluate(async () => {
    const invoke = window.commonwatt!.invoke as (name: unknown, input: unknown) => Promise<unknown>;
    const deep: unknown[] = [];
    for (let level = 0, at = deep; level < 900; level += 1) at.push((at = []));
    const range = { from: 0, to: 1 };
    const calls: [unknown, unknown][] = [
      ['no.such.method', {}],
      ['constructor', {}],
      ['__proto__', {}],
      ['session.state.toString', {}],
      ['', {}],
      [null, {}],
      [{ toString: () => 'session.state' }, {}],
      [['session.state'], {}],
      ['members.list', undefined],
      ['members.list', null],
      ['members.list', 'x'],
      ['members.list', { communityId: "' OR 1=1 --", range: 'all' }],
      ['members.list', { communityId: { $ne: null }, range }],
      ['members.list', { communityId: 'x'.repeat(1_000_000), range }],
      ['members.list', { communityId: 'x', range: { from: Number.NaN, to: Infinity } }],
      ['members.get', { memberId: '../../../etc/passwd', range }],
      ['members.trades', { memberId: 'x', range, limit: 1e9 }],
      ['members.trades', { memberId: 'x', range, limit: -1 }],
      ['stats.series', { communityId: 'x', range, granularity: 'minute; DROP TABLE trade' }],
      ['map.cells', { communityId: 'x', range: JSON.parse('{"__proto__":{"from":0},"to":1}') }],
      ['imports.inspect', { fileId: '/etc/passwd' }],
      ['imports.inspect', { fileId: '../keystore.json' }],
      ['imports.start', { fileId: '/etc/passwd', onBadRows: 'skip', communityId: null }],
      ['communities.setBoundary', { communityId: 'x', fileId: '/etc/passwd' }],
      ['communities.remove', { communityId: 'x' }],
      ['files.choose', { purpose: 'keystore' }],
      ['files.save', { suggestedName: 'x.exe', type: 'exe', content: '' }],
      ['preferences.set', { colourScheme: 'red' }],
      ['preferences.set', { views: { a: 'x'.repeat(10_000) } }],
      ['session.setUp', { passphrase: 'short', keychain: false }],
      ['session.setUp', { passphrase: 'long enough for a passphrase', keychain: false }],
      ['session.unlock', { with: 'magic' }],
      ['tasks.cancel', { taskId: 7 }],
      ['demo.create', { members: 1e12, days: 1e12 }],
      ['members.list', deep],
      ['members.list', () => 'a function'],
    ];
    return await Promise.all(
      calls.map(async ([name, input]) => ({ call: String(name), answer: await invoke(name, input) })),
    );
  });
  expect(answers.length).toBeGreaterThan(30);
  for (const { call, answer } of answers) {
    expect(answer, call).toMatchObject({ ok: false });
    const { error } = answer as { error: Problem };
    expect(Object.keys(error).sort().join(), call).toMatch(/^code,correlationId,(details,)?message,remedy,retryable$/);
    expect(error.message, call).not.toBe('');
    expect(JSON.stringify(error).length, call).toBeLessThan(1_000);
    expect(JSON.stringify([error.message, error.remedy, error.details]), call).not.toMatch(givesAway);
  }
});

test('a subscription to what is no event, or without a function, is ignored', async () => {
  const result = await page.evaluate(() => {
    const subscribe = window.commonwatt!.subscribe as (event: unknown, callback: unknown) => () => void;
    const stops = [subscribe('commonwatt:event', () => undefined), subscribe('cache.changed', 'not a function')];
    stops.forEach((stop) => stop());
    return stops.map((stop) => typeof stop);
  });
  expect(result).toEqual(['function', 'function']);
});

test('the page cannot open windows; only https links without credentials go to the system’s browser', async () => {
  const openedOutside = await watchOutside(opened.app);
  const windows = await page.evaluate((url) => {
    const targets = [
      url,
      'https://example.org/source',
      'https://user:secret@example.org/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://host/share',
      'app://console/',
      'about:blank',
    ];
    return targets.map((target) => window.open(target));
  }, outside);
  expect(windows.every((one) => one === null)).toBe(true);
  expect(await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await openedOutside()).toEqual(['https://example.org/source']);
});

test('permissions are denied', async () => {
  const answers = await page.evaluate(async () => {
    const outcome = async (attempt: () => Promise<unknown>): Promise<string> => {
      try {
        return String(await attempt());
      } catch {
        return 'refused';
      }
    };
    return {
      place: await outcome(
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      camera: await outcome(() => navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      screen: await outcome(() => navigator.mediaDevices.getDisplayMedia()),
      notices: await outcome(() => Notification.requestPermission()),
      clipboard: await outcome(() => navigator.clipboard.readText()),
      persistence: await outcome(async () => (await navigator.permissions.query({ name: 'midi' })).state),
    };
  });
  expect(answers).toEqual({
    place: 'refused',
    camera: 'refused',
    screen: 'refused',
    notices: 'denied',
    clipboard: 'refused',
    persistence: 'denied',
  });
});

test('nothing of the page reaches the network or another origin', async () => {
  const outcomes = await page.evaluate(async (url) => {
    const settled = (attempt: Promise<unknown>): Promise<string> =>
      attempt.then(
        () => 'loaded',
        () => 'refused',
      );
    const element = (name: string, attributes: Record<string, string>): Promise<unknown> =>
      new Promise((loaded, failed) => {
        const made = document.createElement(name);
        made.addEventListener('load', loaded);
        made.addEventListener('error', failed);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        document.head.append(made);
      });
    const socket = (): Promise<unknown> =>
      new Promise((loaded, failed) => {
        const made = new WebSocket(url.replace('http', 'ws'));
        made.addEventListener('open', loaded);
        made.addEventListener('error', failed);
      });
    navigator.sendBeacon(`${url}/beacon`, 'x');
    return {
      fetch: await settled(fetch(`${url}/fetch`)),
      opaque: await settled(fetch(`${url}/opaque`, { mode: 'no-cors' })),
      file: await settled(fetch('file:///etc/passwd')),
      otherHost: await settled(fetch('app://other/index.html')),
      image: await settled(element('img', { src: `${url}/image.png` })),
      script: await settled(element('script', { src: `${url}/script.js` })),
      style: await settled(element('link', { rel: 'stylesheet', href: `${url}/style.css` })),
      socket: await settled(socket()),
    };
  }, outside);
  for (const [what, outcome] of Object.entries(outcomes)) expect(outcome, what).toBe('refused');
  expect(arrived).toEqual([]);
});

test('a page without the console’s policy does not reach the network either', async () => {
  const outcome: unknown = await opened.app.evaluate(async ({ BrowserWindow }, url) => {
    const bare = new BrowserWindow({ show: false });
    await bare.loadURL('data:text/html,<p>no policy');
    const tried = `fetch('${url}/bare').then(() => 'loaded', () => 'refused')`;
    const found: unknown = await bare.webContents.executeJavaScript(tried);
    bare.destroy();
    return found;
  }, outside);
  expect(outcome).toBe('refused');
  expect(arrived).toEqual([]);
});

test('code that is written into the page does not run', async () => {
  const ran = await page.evaluate(async () => {
    const holder = document.createElement('div');
    holder.innerHTML = '<img src="x" onerror="document.body.dataset.ran = 1">';
    const script = Object.assign(document.createElement('script'), { textContent: 'document.body.dataset.ran = 2' });
    document.body.append(holder, script);
    // Later, because the debugger's own call, of which this is a part, is let through.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          // oxlint-disable-next-line no-new-func, no-implied-eval -- this is what the policy has to refuse
          resolve(new Function('return true')());
        } catch {
          resolve(false);
        }
      });
    });
    holder.remove();
    script.remove();
    return { attribute: document.body.dataset['ran'], evaluated };
  });
  expect(ran).toEqual({ attribute: undefined, evaluated: false });
});

test('only the page’s own files are served, never one outside their folder', async () => {
  const statuses = await page.evaluate(async () => {
    const paths = [
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/../../package.json',
      '/..%5c..%5cpackage.json',
      '/assets/..%2f..%2f..%2fmain%2findex.js',
      '/%2fetc%2fpasswd',
      '//etc/passwd',
      '/C:%5cWindows%5cwin.ini',
      '/index.html%00.css',
      '/no-such-file.js',
    ];
    return await Promise.all(
      paths.map(async (one) => {
        const response = await fetch(`app://console${one}`).catch(() => null);
        return [one, response?.status ?? 0, (await response?.text()) ?? ''] as const;
      }),
    );
  });
  for (const [file, status, content] of statuses) {
    expect([0, 400, 403, 404], file).toContain(status);
    expect(content, file).toBe('');
  }
  expect(await page.evaluate(async () => (await fetch('app://console/index.html')).status)).toBe(200);
});

test('a frame inside the page has no bridge', async () => {
  const inside = await page.evaluate(async () => {
    const frames = ['app://console/', 'about:blank'].map((src) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      document.body.append(frame);
      return frame;
    });
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const found = frames.map((frame) => {
      try {
        return typeof (frame.contentWindow as unknown as { commonwatt?: unknown } | null)?.commonwatt;
      } catch {
        return 'another origin';
      }
    });
    frames.forEach((frame) => frame.remove());
    return found;
  });
  expect(inside[1]).toBe('undefined');
  expect(['undefined', 'another origin']).toContain(inside[0]);
});

test('a window that is not the console’s own is refused, whatever it loads', async () => {
  const preload = path.join(outFolder, 'preload', 'index.cjs');
  const answers = await opened.app.evaluate(async ({ BrowserWindow }, file) => {
    const ask = "window.commonwatt.invoke('communities.list', {})";
    const forged = new BrowserWindow({ show: false, webPreferences: { preload: file, sandbox: true } });
    const found: unknown[] = [];
    for (const url of ['app://console/', 'data:text/html,<p>forged']) {
      await forged.loadURL(url);
      found.push(await forged.webContents.executeJavaScript(ask));
    }
    forged.destroy();
    return found;
  }, preload);
  expect(answers).toHaveLength(2);
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
});

test('the window is made with every protection that Electron has for it', async () => {
  const { preferences, sandboxed, isRoot } = await opened.app.evaluate(({ app, BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0];
    const own = webContents.getOSProcessId();
    return {
      preferences: (
        webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences(),
      sandboxed: app.getAppMetrics().find(({ pid }) => pid === own)?.sandboxed,
      isRoot: app.commandLine.hasSwitch('no-sandbox'),
    };
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    sandbox: true,
    webSecurity: true,
    webviewTag: false,
  });
  expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false);
  // As root Chromium runs only without its sandbox; everybody else has it.
  if (!isRoot) expect(sandboxed).not.toBe(false);
});

test('the page cannot navigate away', async () => {
  const targets = [outside, 'file:///etc/passwd', 'data:text/html,<p>x', 'app://other/', 'app://console/other.html'];
  const before = await shownPage();
  for (const target of targets) {
    await page.evaluate((url) => {
      const link = Object.assign(document.createElement('a'), { href: url });
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
    await page.evaluate((url) => window.location.assign(url), target);
    expect(await shownPage(), target).toEqual(before);
  }
  expect(arrived).toEqual([]);
});

/** Address and heading of the window; asked in main, because the test's own view of the page waits for what was refused. */
async function shownPage(): Promise<{ address: string; heading: unknown }> {
  return await opened.app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0];
    const heading: unknown = await webContents.executeJavaScript("document.querySelector('h1').textContent");
    return { address: webContents.getURL(), heading };
  });
}

test('after all that the page still works', async () => {
  await page.reload();
  await expect(page.getByRole('list', { name: 'Figures of the period' })).toBeVisible({ timeout: 20_000 });
  expect(arrived).toEqual([]);
});
