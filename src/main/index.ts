import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, nativeTheme, session as electronSession } from 'electron';
import { EVENT_CHANNEL } from '#shared/contract/bridge.ts';
import { watchForLock } from './app/auto-lock.ts';
import { ConsoleSession } from './app/console-session.ts';
import { removeLeftoverDemos } from './app/demo-cache.ts';
import { mainHandlers } from './app/handlers.ts';
import { JsonFile } from './app/json-file.ts';
import { dieOfFaults, followLifecycle, isOnlyConsole } from './app/lifecycle.ts';
import { log, startLog } from './app/log.ts';
import { setMenu } from './app/menu.ts';
import { lockNavigation } from './app/navigation.ts';
import { closeNetwork } from './app/network.ts';
import { pageSource } from './app/origin.ts';
import { denyPermissions } from './app/permissions.ts';
import { languageOf, openPreferences } from './app/preferences.ts';
import { profileIn } from './app/profile.ts';
import { registerAppScheme, serveApp } from './app/protocol.ts';
import { mainTexts } from './app/texts.ts';
import { noWindowMemory, windowMemorySchema } from './app/window-bounds.ts';
import { Windows } from './app/windows.ts';
import { serveBridge } from './bridge/ipc.ts';
import { createRelay } from './bridge/relay.ts';
import { engineEnvironment } from './engine-host/environment.ts';
import { chooseLauncher } from './engine-host/launcher.ts';
import { EngineSupervisor } from './engine-host/supervisor.ts';
import { findKeychain } from './keystore/keychain.ts';
import { Keystore } from './keystore/keystore.ts';

/** Until a hub says who sits at this desk, the person owns all there is: what was imported here. */
const role = 'admin';
const here = import.meta.dirname;
const source = pageSource(process.env, app.isPackaged);
const checkOutput = !app.isPackaged || process.env['COMMONWATT_CHECK_OUTPUT'] === '1';

const userData = app.commandLine.getSwitchValue('user-data-dir');
if (userData !== '') {
  mkdirSync(userData, { recursive: true });
  app.setPath('userData', path.resolve(userData));
}
const profile = profileIn(app.getPath('userData'));
startLog(profile.logFolder, !app.isPackaged);
dieOfFaults();
// Where Chromium's sandbox is switched off for all (as root), asking for it would abort its processes.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
lockNavigation(app, source.url);
if (isOnlyConsole()) void app.whenReady().then(start);

async function start(): Promise<void> {
  log.info(`Commonwatt Console ${app.getVersion()} on Electron ${process.versions.electron}, ${process.platform}`);
  await removeLeftoverDemos(profile.demoFolder);
  denyPermissions(electronSession.defaultSession);
  closeNetwork(electronSession.defaultSession, source);
  if (!source.isDevServer) serveApp(path.join(here, '../renderer'));

  const warn = (line: string): void => log.warn(line);
  const preferences = openPreferences(profile.preferences, warn);
  const memory = new JsonFile(profile.window, windowMemorySchema, noWindowMemory, warn);
  const keystore = new Keystore(profile.keystore, await findKeychain());
  await keystore.load();

  const launch = chooseLauncher(process.env, app.isPackaged);
  const engine = new EngineSupervisor({
    launch: () => launch(path.join(here, 'engine.js'), engineEnvironment(process.env, app.isPackaged)),
    onState: () => windows.send(EVENT_CHANNEL, 'session.changed', session.state()),
    onEvent: (event, payload) => windows.send(EVENT_CHANNEL, event, payload),
    log: (level, line) => log[level](line),
  });
  const session = new ConsoleSession({
    keystore,
    engine,
    cacheFolder: profile.cacheFolder,
    demoFolder: profile.demoFolder,
    role,
    appVersion: app.getVersion(),
    platform: process.platform,
    onChange: (state) => {
      // The demo holds no secret, and a lock would delete it: it is left only by hand.
      if (state.state === 'unlocked') autoLock.start();
      else autoLock.stop();
      windows.send(EVENT_CHANNEL, 'session.changed', state);
    },
    onLock: () => windows.replace(),
    log: warn,
  });
  const autoLock = watchForLock({ idleMinutes: () => preferences.get().autoLockMinutes, lock: () => session.lock() });
  const windows = new Windows({
    url: source.url,
    preload: path.join(here, '../preload/index.cjs'),
    devTools: !app.isPackaged,
    memory,
    onPageStart: () => void session.retryEngine(),
  });

  const texts = () => mainTexts[languageOf(preferences.get(), app.getLocale())];
  const applyPreferences = (): void => {
    nativeTheme.themeSource = preferences.get().colourScheme;
    setMenu({ texts: texts(), lock: () => void session.lock() });
  };
  const startedUp = process.argv.includes('--demo')
    ? session.openDemo().catch((error: unknown) => log.error('the demo could not be opened', error))
    : Promise.resolve();
  const relay = createRelay({
    handlers: mainHandlers({
      session,
      preferences,
      dialogs: {
        window: () => windows.current,
        texts,
        registerFile: (fileId, file, name, use) => engine.registerFile(fileId, file, name, use),
      },
      startedUp,
      onPreferences: applyPreferences,
    }),
    role,
    checkOutput,
    askEngine: (call) => engine.call(call.method, call.input, call.correlationId),
    onFault: (call, error) => log.error(`fault in ${call.method} (${call.correlationId})`, error),
  });

  serveBridge({ appOrigin: source.origin, isKnownWindow: (contents) => windows.isKnown(contents), answer: relay });
  followLifecycle({
    showWindow: () => windows.show(),
    closeWindow: () => windows.close(),
    drain: async () => {
      await session.quit();
      await Promise.all([memory.settled(), preferences.settled()]);
    },
  });
  applyPreferences();
  windows.show();
}
