import { profileWriteFailure } from '#shared/contract/write-failures.ts';
import type { MainHandlers } from '../bridge/relay.ts';
import type { ConsoleSession } from './console-session.ts';
import { chooseFile, chooseTarget, saveFile } from './dialogs.ts';
import type { DialogParts } from './dialogs.ts';
import type { PreferencesFile } from './preferences.ts';

export interface HandlerParts {
  readonly session: ConsoleSession;
  readonly preferences: PreferencesFile;
  readonly dialogs: DialogParts;
  /** What has to be over before the page learns the first state: opening the demo that the command line asked for. */
  readonly startedUp: Promise<unknown>;
  /** Hears of changed preferences: theme, language of the menu. */
  readonly onPreferences: () => void;
}

/** What main answers itself: keys, dialogs, preferences. */
export function mainHandlers({ session, preferences, dialogs, startedUp, onPreferences }: HandlerParts): MainHandlers {
  return {
    'session.state': async () => {
      await startedUp;
      return session.state();
    },
    'session.setUp': (input) => session.setUp(input),
    'session.unlock': (input) => session.unlock(input),
    'session.openDemo': () => session.openDemo(),
    'session.lock': async () => {
      await session.lock();
      return {};
    },
    'preferences.get': () => preferences.get(),
    'preferences.set': async (change) => {
      try {
        return await preferences.set(change);
      } catch (error) {
        throw profileWriteFailure(error, 'preferences.json');
      } finally {
        onPreferences();
      }
    },
    'files.choose': ({ purpose }) => chooseFile(dialogs, purpose),
    'files.chooseTarget': (input) => chooseTarget(dialogs, input),
    'files.save': (input) => saveFile(dialogs, input),
  };
}
