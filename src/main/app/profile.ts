import path from 'node:path';

/** Where the console keeps its things. */
export interface Profile {
  readonly keystore: string;
  readonly preferences: string;
  readonly window: string;
  readonly cacheFolder: string;
  readonly demoFolder: string;
  readonly logFolder: string;
}

/** The files of one profile, all below Electron's `userData` folder. */
export function profileIn(userData: string): Profile {
  return {
    keystore: path.join(userData, 'keystore.json'),
    preferences: path.join(userData, 'preferences.json'),
    window: path.join(userData, 'window.json'),
    cacheFolder: path.join(userData, 'cache'),
    demoFolder: path.join(userData, 'demo'),
    logFolder: path.join(userData, 'logs'),
  };
}
