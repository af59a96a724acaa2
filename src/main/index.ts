import path from 'node:path';
import { app, nativeTheme, powerMonitor, session as electronSession } from 'electron';
import { EVENT_CHANNEL } from '#shared/contract/bridge.ts';
import { pageLink } from '#shared/desk/deep-link.ts';
import { languageOf } from '#shared/languages/language.ts';
import { arrivalsIn, listenForArrivals } from './app/arrivals.ts';
import { watchForLock } from './app/auto-lock.ts';
import { backupMemorySchema, BackupSchedule, usualBackups } from './app/backup-schedule.ts';
import { ConsoleSession } from './app/console-session.ts';
import { removeLeftoverDemos } from './app/demo-cache.ts';
import { Desk } from './app/desk.ts';
import { chooseReportFolder, choosePlace } from './app/dialogs.ts';
import type { DialogParts } from './app/dialogs.ts';
import { mainHandlers } from './app/handlers.ts';
import { JsonFile } from './app/json-file.ts';
import { followLifecycle, isOnlyConsole } from './app/lifecycle.ts';
import { log } from './app/log.ts';
import { setMenu } from './app/menu.ts';
import { KeyChange } from './app/key-change.ts';
import { lockNavigation } from './app/navigation.ts';
import { closeNetwork } from './app/network.ts';
import { denyPermissions } from './app/permissions.ts';
import { openPreferences } from './app/preferences.ts';
import { prepareStart, refuse, tell } from './app/prepare-start.ts';
import { serveApp } from './app/protocol.ts';
import { RuntimeChecks } from './app/runtime-checks.ts';
import { Recovery } from './app/recovery.ts';
import { Security } from './app/security.ts';
import { showNotice } from './app/show-notice.ts';
import { SupportBundle } from './app/support-bundle.ts';
import { mainTexts } from './app/texts.ts';
import { UnlockFailures } from './app/unlock-failures.ts';
import { noWindowMemory, windowMemorySchema } from './app/window-bounds.ts';
import { Windows } from './app/windows.ts';
import { createAskEngine } from './bridge/engine-calls.ts';
import { serveBridge } from './bridge/ipc.ts';
import { createRelay } from './bridge/relay.ts';
import { engineEnvironment } from './engine-host/environment.ts';
import { chooseLauncher } from './engine-host/launcher.ts';
import { SpareEngine } from './engine-host/spare-engine.ts';
import { EngineSupervisor } from './engine-host/supervisor.ts';
import { createUpkeepRunner } from './engine-host/upkeep-runner.ts';
import { Attempts, realClock } from './keystore/attempts.ts';
import { findKeychain } from './keystore/keychain.ts';
import { Keystore } from './keystore/keystore.ts';
import { runHeadlessReport } from './reports/headless-report.ts';
import { layOut } from './reports/lay-out.ts';
import { printReport } from './reports/print-report.ts';
import { ReportDesk } from './reports/report-desk.ts';
import { noSchedule, ReportSchedule, scheduleMemorySchema } from './reports/report-schedule.ts';
import { createUpdates } from './updates/create-updates.ts';

/** Until a hub says who sits at this desk, the person owns all there is: what was imported here. */
const role = 'admin';
const here = import.meta.dirname;
const { isRelease, source, headless, profile } = prepareStart(here);
const hearArrivals = listenForArrivals(app);
lockNavigation(app, source.url);
if (isOnlyConsole()) void app.whenReady().then(start);
else if (headless)
  refuse('The console is open on this profile. Close it, or let it write the report itself. Nothing was written.');

async function start(): Promise<void> {
  log.info(`Commonwatt Console ${app.getVersion()} on Electron ${process.versions.electron}, ${process.platform}`);
  await removeLeftoverDemos(profile.demoFolder);
  denyPermissions(electronSession.defaultSession);
  await closeNetwork(electronSession.defaultSession, source);
  if (!source.isDevServer) serveApp(path.join(here, '../renderer'));

  const warn = (line: string): void => log.warn(line);
  const preferences = openPreferences(profile.preferences, warn);
  const memory = new JsonFile(profile.window, windowMemorySchema, noWindowMemory, warn);
  const unlockFailures = new UnlockFailures(profile.unlockFailures, warn);
  const attempts = new Attempts(realClock, unlockFailures.before(Date.now()));
  const keystore = new Keystore(profile.keystore, await findKeychain(), attempts);
  await keystore.load();

  const launcher = chooseLauncher(process.env, isRelease);
  const launch = () => launcher(path.join(here, 'engine.js'), engineEnvironment(process.env, isRelease));
  const runUpkeep = createUpkeepRunner({ launch, log: (level, line) => log[level](line) });
  const spareEngine = new SpareEngine({
    launch,
    // Not while one is opening, either: a demo's engine starts together with its page.
    isWanted: () => !headless && session.isClosed && engine.state === 'stopped',
    log: (line) => log.info(line),
  });
  const engine = new EngineSupervisor({
    launch: () => spareEngine.take(),
    onState: (state) => {
      windows.send(EVENT_CHANNEL, 'session.changed', session.state());
      if (state === 'failed') void session.followEngine();
    },
    onEvent: (event, payload) => {
      windows.send(EVENT_CHANNEL, event, payload);
      desk.hear(event, payload);
    },
    log: (level, line) => log[level](line),
  });
  const keyChange = new KeyChange({ keystore, runUpkeep, log: warn });
  const session = new ConsoleSession({
    keystore,
    engine,
    keyChange,
    unlockFailures,
    cacheFolder: profile.cacheFolder,
    demoFolder: profile.demoFolder,
    role,
    appVersion: app.getVersion(),
    platform: process.platform,
    onChange: (state) => {
      // The demo holds no secret, and a lock would delete it: it is left only by hand.
      const isOpen = state.state === 'unlocked' && state.upkeep === null;
      if ((state.state === 'unlocked' || state.state === 'trouble') && !headless) autoLock.start();
      else autoLock.stop();
      for (const one of [schedule, backupSchedule]) {
        if (isOpen && !headless) one.start();
        else one.stop();
      }
      // After a lock the engine of before ends first.
      if (session.isClosed) spareEngine.prepare();
      windows.send(EVENT_CHANNEL, 'session.changed', state);
      if (!headless) desk.followSession();
    },
    onLock: () => {
      desk.forget();
      schedule.stop();
      backupSchedule.stop();
      reports.forget();
      windows.replace();
    },
    log: warn,
  });
  const autoLock = watchForLock({
    idleMinutes: () => preferences.get().autoLockMinutes,
    lock: (reason) => session.lock(reason),
  });
  const windows = new Windows({
    url: source.url,
    preload: path.join(here, '../preload/index.cjs'),
    devTools: !isRelease,
    ...(process.platform === 'linux' && { icon: path.join(here, '../../resources/icons/linux/256x256.png') }),
    memory,
    texts: () => texts(),
    onPageStart: () => {
      void session.retryEngine();
      spareEngine.prepare();
    },
  });

  const language = () => languageOf(preferences.get().language, [app.getLocale()]);
  const texts = () => mainTexts[language()];
  const dialogs: DialogParts = {
    window: () => windows.current,
    texts,
    registerFile: (fileId, file, name, use) => engine.registerFile(fileId, file, name, use),
  };
  const askEngine = createAskEngine((method, input, correlationId) => engine.call(method, input, correlationId));
  const reports = new ReportDesk({
    askEngine,
    layOut,
    print: printReport,
    choosePlace: (suggestedName) => choosePlace(dialogs, suggestedName, 'pdf'),
    note: (entry) => session.note(entry),
    saved: (reportId, sha256) => engine.reportSaved(reportId, sha256),
  });
  const schedule = new ReportSchedule({
    memory: new JsonFile(profile.reportSchedule, scheduleMemorySchema, noSchedule, warn),
    askEngine,
    desk: reports,
    chooseFolder: () => chooseReportFolder(dialogs),
    note: (entry) => session.note(entry),
    now: () => Date.now(),
    onChange: () => windows.send(EVENT_CHANNEL, 'cache.changed', { areas: ['reports'] }),
    log: warn,
  });
  const backupSchedule = new BackupSchedule({
    memory: new JsonFile(profile.backupSchedule, backupMemorySchema, usualBackups, warn),
    askEngine,
    note: (entry) => session.note(entry),
    now: () => Date.now(),
    idleSeconds: () => powerMonitor.getSystemIdleTime(),
    onChange: () => {
      windows.send(EVENT_CHANNEL, 'cache.changed', { areas: ['backups'] });
      if (backupSchedule.state().problem !== null) desk.notifications.backupFailed();
    },
    log: warn,
  });
  const updates = createUpdates({
    isRelease,
    profile,
    session,
    askEngine,
    onChange: () => {
      windows.send(EVENT_CHANNEL, 'cache.changed', { areas: ['updates'] });
      if (updates.state().status.state === 'ready') desk.notifications.updateReady();
    },
    log: warn,
  });
  const desk = new Desk({
    session: () => session.state(),
    showWindow: () => windows.show(),
    isFocused: () => windows.current?.isFocused() ?? false,
    send: (event, payload) => windows.send(EVENT_CHANNEL, event, payload),
    registerFile: dialogs.registerFile,
    askEngine,
    showNotice,
    muted: () => preferences.get().mutedNotifications,
    texts,
    language,
    setMenu,
    menu: {
      platform: process.platform,
      isRelease,
      lock: () => void session.lock('manual'),
      checkUpdates: () => {
        desk.goTo(pageLink('settings', 'updates'));
        // Where updates are off the page says why.
        if (updates.state().policy.state !== 'off') void updates.check();
      },
    },
    log: warn,
  });
  if (headless) {
    // The window that a report is laid out in is no reason to go on or to end.
    app.on('window-all-closed', () => undefined);
    app.exit(await runHeadlessReport({ argv: process.argv, session, askEngine, desk: reports, stderr: tell }));
    return;
  }
  const applyPreferences = (): void => {
    nativeTheme.themeSource = preferences.get().colourScheme;
    desk.refreshMenu();
  };
  const startedUp = process.argv.includes('--demo')
    ? session.openDemo().catch((error: unknown) => log.error('the demo could not be opened', error))
    : Promise.resolve();
  const runtime = new RuntimeChecks(engine, windows);
  const relay = createRelay({
    handlers: mainHandlers({
      session,
      preferences,
      dialogs,
      desk,
      reports,
      schedule,
      security: new Security({ session, keystore, keyChange }),
      backupSchedule,
      recovery: new Recovery({ session, runUpkeep, cacheFolder: profile.cacheFolder }),
      runtime,
      bundle: new SupportBundle({
        runtime: () => runtime.checks(),
        askEngine,
        session: () => session.state(),
        preferences: () => preferences.get(),
        logFolder: profile.logFolder,
      }),
      updates,
      runUpkeep,
      licences: path.join(here, '..', 'licences.json'),
      startedUp,
      onPreferences: applyPreferences,
    }),
    role,
    checkOutput: !isRelease,
    askEngine: (call) => engine.call(call.method, call.input, call.correlationId),
    onFault: (call, error) => log.error(`fault in ${call.method} (${call.correlationId})`, error),
  });

  serveBridge({ appOrigin: source.origin, isKnownWindow: (contents) => windows.isKnown(contents), answer: relay });
  followLifecycle({
    showWindow: () => windows.show(),
    arrive: (arrival) => desk.arrive(arrival),
    closeWindow: () => windows.close(),
    drain: async () => {
      schedule.stop();
      backupSchedule.stop();
      reports.forget();
      const putInPlace = await updates.beforeQuit();
      await Promise.all([session.quit(), spareEngine.end()]);
      await Promise.all([memory.settled(), preferences.settled()]);
      await putInPlace?.();
    },
  });
  applyPreferences();
  updates.start();
  windows.show();
  hearArrivals((arrival) => desk.arrive(arrival));
  for (const arrival of arrivalsIn(process.argv, process.cwd())) desk.arrive(arrival);
}
