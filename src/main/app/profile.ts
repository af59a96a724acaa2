import path from 'node:path';

/** Where the console keeps its things. */
export interface Profile {
  readonly keystore: string;
  readonly unlockFailures: string;
  readonly preferences: string;
  readonly window: string;
  readonly reportSchedule: string;
  readonly backupSchedule: string;
  readonly updates: string;
  readonly updateFolder: string;
  readonly cacheFolder: string;
  readonly demoFolder: string;
  readonly logFolder: string;
}

/** The files of one profile, all below Electron's `userData` folder. */
export function profileIn(userData: string): Profile {
  return {
    keystore: path.join(userData, 'keystore.json'),
    unlockFailures: path.join(userData, 'unlock-failures.json'),
    preferences: path.join(userData, 'preferences.json'),
    window: path.join(userData, 'window.json'),
    reportSchedule: path.join(userData, 'report-schedule.json'),
    backupSchedule: path.join(userData, 'backup-schedule.json'),
    updates: path.join(userData, 'updates.json'),
    updateFolder: path.join(userData, 'updates'),
    cacheFolder: path.join(userData, 'cache'),
    demoFolder: path.join(userData, 'demo'),
    logFolder: path.join(userData, 'logs'),
  };
}
