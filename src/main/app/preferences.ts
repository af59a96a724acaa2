import { preferencesSchema } from '#shared/contract/preferences.ts';
import type { Preferences } from '#shared/contract/preferences.ts';
import { JsonFile } from './json-file.ts';

export type PreferencesFile = JsonFile<Preferences>;

const defaultPreferences: Preferences = {
  colourScheme: 'system',
  language: 'system',
  autoLockMinutes: 15,
  communityId: null,
  period: null,
  tour: 0,
  mutedNotifications: [],
  views: {},
};

/** Opens what the person chose for this desk. */
export function openPreferences(file: string, onProblem: (line: string) => void): PreferencesFile {
  return new JsonFile(file, preferencesSchema, defaultPreferences, onProblem);
}
