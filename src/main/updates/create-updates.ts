import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import type { AskEngine } from '../bridge/engine-calls.ts';
import type { ConsoleSession } from '../app/console-session.ts';
import { JsonFile } from '../app/json-file.ts';
import type { Profile } from '../app/profile.ts';
import { builtInUpdates } from './built-in-source.ts';
import { policyFile, readPolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { backUpOncePerDay, hindranceOf } from './unfinished-work.ts';
import { updateMemorySchema, usualUpdates } from './update-memory.ts';
import { decideUpdates } from './update-source.ts';
import { Updates } from './updates.ts';

export interface CreateUpdatesParts {
  readonly isRelease: boolean;
  readonly profile: Profile;
  readonly session: ConsoleSession;
  readonly askEngine: AskEngine;
  readonly onChange: () => void;
  readonly log: (line: string) => void;
}

/** The updates of this console as its build, its package and its administrator let them be. */
export function createUpdates({ isRelease, profile, session, askEngine, onChange, log }: CreateUpdatesParts): Updates {
  const decision = decideUpdates({
    policy: policyOf(isRelease, log),
    builtIn: builtInUpdates,
    isRelease,
    platform: process.platform,
    env: process.env,
    packageType: packageType(),
  });
  const appImage = process.env['APPIMAGE'] ?? null;
  const work = { session: () => session.state(), askEngine };
  return new Updates({
    decision,
    version: app.getVersion(),
    memory: new JsonFile(profile.updates, updateMemorySchema, usualUpdates, log),
    updater: async () => {
      if (decision.state === 'off') throw new Error('Updates are off.');
      // Not before it is needed: the start is not to wait for it.
      const { PlatformUpdater } = await import('./platform-updater.ts');
      return new PlatformUpdater({
        source: decision.source,
        appImage,
        folder: profile.updateFolder,
      });
    },
    hindrance: () => hindranceOf(work),
    backUp: () => backUpOncePerDay(work, Date.now()),
    note: (entry) => session.note(entry),
    quit: () => app.quit(),
    startAgain: () => app.relaunch(appImage === null ? {} : { execPath: appImage }),
    now: () => Date.now(),
    onChange,
    log,
  });
}

/** A console that is not packed may be told of another policy file, which need not be an administrator's. */
function policyOf(isRelease: boolean, log: (line: string) => void): Policy {
  const other = isRelease ? undefined : process.env['COMMONWATT_POLICY_FILE'];
  if (other !== undefined) return readPolicy(other, null, log);
  return readPolicy(policyFile(process.platform, process.env), process.platform === 'win32' ? null : 0, log);
}

/** electron-builder writes down in Linux packages which kind they are. */
function packageType(): string | null {
  const file = path.join(process.resourcesPath, 'package-type');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}
