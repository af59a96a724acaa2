import { mkdirSync, writeSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { forgetDangerous } from '../engine-host/environment.ts';
import { headlessReport, isHeadless } from '../reports/headless-order.ts';
import { headlessRefusal } from '../reports/headless-report.ts';
import { registerLinks } from './arrivals.ts';
import { dieOfFaults } from './lifecycle.ts';
import { startLog } from './log.ts';
import { pageSource } from './origin.ts';
import { profileIn } from './profile.ts';
import { registerAppScheme } from './protocol.ts';
import { isReleased, switchRefusal } from './release.ts';

/** As what the console was started. */
export interface Start {
  /** A packed console: nothing counts that belongs to development. */
  readonly isRelease: boolean;
  /** Where the page comes from. */
  readonly source: ReturnType<typeof pageSource>;
  /** Only to make a report, without a window. */
  readonly headless: boolean;
  /** Where everything is kept. */
  readonly profile: ReturnType<typeof profileIn>;
}

/**
 * All that has to be settled before Electron is ready. Ends the process, with a line on standard error, when it is not to be started so.
 * @param codeFolder where main's code lies
 */
export function prepareStart(codeFolder: string): Start {
  const isRelease = isReleased(codeFolder, app.isPackaged);
  if (isRelease) {
    refuse(switchRefusal((name) => app.commandLine.hasSwitch(name)));
    forgetDangerous(process.env);
  }
  const source = pageSource(process.env, isRelease);
  const headless = isHeadless(process.argv);
  if (headless) refuse(headlessRefusal(process.argv));

  const userData = headless ? headlessReport(process.argv).profile : app.commandLine.getSwitchValue('user-data-dir');
  if (userData !== '') {
    mkdirSync(userData, { recursive: true });
    app.setPath('userData', path.resolve(userData));
  }
  const profile = profileIn(app.getPath('userData'));
  startLog(profile.logFolder, !isRelease && !headless);
  dieOfFaults();
  // Where Chromium's sandbox is switched off for all (as root), asking for it would abort its processes.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerAppScheme();
  if (isRelease) registerLinks(app, process.platform);
  return { isRelease, source, headless, profile };
}

/** Says on one line why nothing is done, and ends; goes on without a reason. */
export function refuse(reason: string | null): void {
  if (reason === null) return;
  tell(reason);
  process.exit(2);
}

/** A line on standard error, written before anything goes on. */
export function tell(line: string): void {
  writeSync(2, `${line}\n`);
}
