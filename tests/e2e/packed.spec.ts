import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { desktopEntries, packConsole } from '#tools/packaging.ts';
import type { PackedConsole } from '#tools/packaging.ts';
import { filesOfArchive } from '#tools/packaging/archive.ts';
import { TARBALL } from '#tools/packaging/targets.ts';
import { repositoryRoot } from '#tools/paths.ts';
import { preparePacked } from './packed-console.ts';
import type { PackedRun, PackedRunner } from './packed-console.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

// The console as people get it. Its fuses let no debugger in, so that it is watched from outside: by its log, its processes and its files.
test.skip(process.platform !== 'linux', 'processes are looked at through /proc');

/** Milliseconds. */
const PAGE_WITHIN = 40_000;

let folder: string;
let packed: PackedConsole;
/** The folder that a person gets who unpacks the archive: everything here is tried there. */
let program: string;
let runner: PackedRunner;
test.beforeAll(async () => {
  // A machine that does other things meanwhile needs minutes to build and pack.
  test.setTimeout(300_000);
  folder = await makeFolder();
  packed = await packConsole({
    output: path.join(folder, 'packed'),
    targets: [TARBALL],
    config: { compression: 'store' },
  });
  program = await unpack(packed.artifacts[0]);
  runner = await preparePacked(path.join(program, path.basename(packed.executable)), folder);
});
test.afterAll(async () => {
  runner.close();
  await removeFolder(folder);
});

test('every fuse of the program is set', async () => {
  const { version, ...wire } = await getCurrentFuseWire(path.join(program, path.basename(packed.executable)));
  const on = FuseState.ENABLE;
  const off = FuseState.DISABLE;
  expect(version).toBe('1');
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableCookieEncryption]: on,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  });
});

test('the archive holds the built console and the native module, each file with its hash, and nothing else', async () => {
  const resources = path.join(program, 'resources');
  const files = await filesOfArchive(path.join(resources, 'app.asar'));
  const allowed = [
    /^package\.json$/,
    /^out\/(main|preload|renderer)\//,
    /^out\/licences\.json$/,
    /^resources\/icons\/linux\/256x256\.png$/,
    /^node_modules\/better-sqlite3-multiple-ciphers\/(package\.json|LICENSE|lib\/.*\.js)$/,
    new RegExp(`^node_modules/better-sqlite3-multiple-ciphers/prebuilds/linux-${process.arch}\\.node$`),
  ];
  expect(files.filter(({ name }) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
  expect(files.filter(({ name }) => /\.(map|tsx?)$|\btests?\//.test(name))).toEqual([]);
  expect(files.filter(({ hash }) => hash !== 'SHA256')).toEqual([]);
  expect(files.filter(({ isUnpacked }) => isUnpacked).map(({ name }) => path.extname(name))).toEqual(['.node']);
  const beside = ['LICENSE.txt', 'app.asar', 'app.asar.unpacked', 'licences.txt'];
  expect((await readdir(resources)).toSorted()).toEqual(beside);
});

test('it is one folder of its own name, with the licences of everybody and Chromium’s texts in both languages only', async () => {
  const name = path.basename(packed.artifacts[0], '.tar.gz');
  const { version } = JSON.parse(await readFile(path.join(repositoryRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(name).toBe(`commonwatt-console-${version}-linux-${process.arch}${packed.isRelease ? '' : '-for-tests'}`);
  expect(path.basename(program)).toBe(name);
  const files = await readdir(program);
  expect(files).toEqual(expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html', 'chrome-sandbox']));
  expect((await readdir(path.join(program, 'locales'))).toSorted()).toEqual(['de.pak', 'en-US.pak']);
  const licences = await readFile(path.join(program, 'resources', 'licences.txt'), 'utf8');
  for (const inside of [
    'react ',
    'electron-updater ',
    'better-sqlite3-multiple-ciphers ',
    '@fontsource-variable/inter ',
  ])
    expect(licences).toContain(`\n${inside}`);
});

test('menus of Linux open snapshots and links with it, and leave its sandbox on', async () => {
  const entries = await desktopEntries(packed.folder, path.join(folder, 'entries'));
  expect(Object.keys(entries).toSorted()).toEqual(['AppImage', 'deb']);
  for (const [target, entry] of Object.entries(entries)) {
    expect(entry, target).toContain('MimeType=application/x-commonwatt-snapshot;x-scheme-handler/commonwatt;');
    expect(entry, target).toContain('StartupWMClass=commonwatt-console');
    expect(entry, target).toMatch(/^Categories=Office;Finance;$/m);
    expect(entry, target).toMatch(/^Keywords\[de\]=/m);
    expect(entry, target).toMatch(/^Exec=\S.* %U$/m);
    expect(entry, target).not.toContain('--no-sandbox');
  }
});

test('it opens its page in Chromium’s sandbox, whatever the environment asks of it, and ends in order', async () => {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(request.url ?? '');
    response.end();
  });
  const devServer = await listen(server);
  const trace = path.join(runner.home, 'foreign-code-ran');
  const foreign = path.join(folder, 'foreign.cjs');
  await writeFile(foreign, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '')`);
  const profile = path.join(runner.home, 'profile');
  const log = () => readFile(path.join(profile, 'logs', 'main.log'), 'utf8').catch(() => '');
  const start = () =>
    runner.start([`--user-data-dir=${profile}`, '-e', `require(${JSON.stringify(foreign)})`], {
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: `--require ${foreign}`,
      ELECTRON_RENDERER_URL: devServer,
      COMMONWATT_ENGINE_NODE: foreign,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    });
  const run = await startPackedWithPage(start, log);
  try {
    const pages = await childrenOf(run, '--type=renderer');
    expect(pages).not.toEqual([]);
    for (const page of pages) {
      expect(page.status).toMatch(/^Seccomp:\s*2$/m);
      expect(page.environment).not.toMatch(/^(NODE_|ELECTRON_|COMMONWATT_)/m);
    }
    expect(await childrenOf(run, 'crashpad')).toEqual([]);
    run.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(await log()).not.toMatch(/\[(warn|error)\]/);
    expect(await readdir(profile)).toContain('window.json');
    expect(await readdir(runner.home)).not.toContain(path.basename(trace));
    expect(arrived).toEqual([]);
  } finally {
    run.kill('SIGKILL');
    server.close();
  }
});

test('it does not start with what would let a debugger in, change its engine or lift its sandbox, and says why', async () => {
  const profile = path.join(runner.home, 'refused');
  for (const argument of ['--remote-debugging-port=0', '--inspect=0', '--js-flags=--expose-gc', '--no-sandbox']) {
    const run = runner.start([`--user-data-dir=${profile}`, argument]);
    expect(await run.ended, argument).toBe(2);
    expect(run.said()).toContain(`The console does not start with ${argument.split('=')[0]},`);
    expect(run.said()).not.toMatch(/listening/i);
  }
  // Chromium makes the folder; the console has written nothing into it.
  expect(await readdir(profile)).not.toContain('logs');
});

/** As `startWithPage`, for a program that lets nobody in: its log tells of its page. A start without one is made once more. */
async function startPackedWithPage(start: () => PackedRun, log: () => Promise<string>): Promise<PackedRun> {
  for (let again = true; ; again = false) {
    const run = start();
    try {
      await expect.poll(log, { timeout: PAGE_WITHIN }).toContain('the page is there');
      return run;
    } catch (error) {
      run.kill('SIGKILL');
      await run.ended;
      if (!again) throw error;
      process.stderr.write(`The packed console told of no page: ${run.said()}\nIt is started again.\n`);
    }
  }
}

/** Unpacks the archive as a person would, and answers the one folder in it. */
async function unpack(archive: string): Promise<string> {
  const into = path.join(folder, 'unpacked');
  await mkdir(into);
  await promisify(execFile)('tar', ['--extract', `--file=${archive}`, `--directory=${into}`]);
  const [only, ...others] = await readdir(into);
  expect(others).toEqual([]);
  return path.join(into, only);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The processes that were started by a run, or by those, and have `text` on their command line. */
async function childrenOf(run: PackedRun, text: string) {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const all = await Promise.all(
    numbers.map(async (pid) => ({
      pid: Number(pid),
      command: await read(pid, 'cmdline'),
      status: await read(pid, 'status'),
      environment: (await read(pid, 'environ')).replaceAll('\0', '\n'),
    })),
  );
  const family = new Set([run.pid]);
  // Parents have lower numbers than their children, as long as the numbers have not come round: a second look finds those.
  for (const _ of [1, 2]) {
    for (const { pid, status } of all) if (family.has(Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]))) family.add(pid);
  }
  return all.filter(({ pid, command }) => family.has(pid) && command.includes(text));
}
