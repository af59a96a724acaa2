import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Preferences } from '#shared/contract/preferences.ts';
import { call } from '../bridge/client.ts';
import { queryKey, useMethod } from '../bridge/queries.ts';

/** What holds before anything was chosen, and while the choices are being read. */
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

const key = queryKey('preferences.get', {});

interface PreferencesAccess {
  readonly preferences: Preferences;
  /** Takes effect at once and is written by main; when that fails the page goes back to what is stored. */
  readonly change: (change: Partial<Preferences>) => void;
}

/** What the person chose for this desk, and how to change it. */
export function usePreferences(): PreferencesAccess {
  const client = useQueryClient();
  const { data } = useMethod('preferences.get', {});
  const change = useCallback(
    (wanted: Partial<Preferences>) => {
      client.setQueryData<Preferences>(key, (known) => ({ ...(known ?? defaultPreferences), ...wanted }));
      call('preferences.set', wanted).catch(() => void client.invalidateQueries({ queryKey: key }));
    },
    [client],
  );
  return { preferences: data ?? defaultPreferences, change };
}

/** One remembered setting of a view (columns, widths, a folded panel) by its name; a text of at most 4096 characters. */
export function useView(name: string): readonly [string | undefined, (value: string) => void] {
  const client = useQueryClient();
  const { preferences, change } = usePreferences();
  const set = useCallback(
    (value: string) => {
      const views = (client.getQueryData<Preferences>(key) ?? defaultPreferences).views;
      change({ views: { ...views, [name]: value } });
    },
    [client, change, name],
  );
  return [preferences.views[name], set];
}
