import { useEffect } from 'react';
import { TOUR_VERSION } from '#shared/desk/tour.ts';
import { useCommunityOrNull } from '../community.tsx';
import { usePreferences } from '../preferences.tsx';
import { whileShown } from '../while-shown.ts';
import { beginTour } from './tour-state.ts';

/** How often it is looked whether nothing is in the tour's way any more, milliseconds. */
const LOOK_EVERY_MS = 400;
const IN_THE_WAY = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], [aria-modal="true"]';

/** Begins the tour once: when the first community has something to show, and never over something that is open. */
export function useFirstTour(): void {
  const { preferences, change } = usePreferences();
  const community = useCommunityOrNull();
  const isDue = preferences.tour < TOUR_VERSION && community !== null && community.dataTo !== null;
  useEffect(() => {
    if (!isDue) return undefined;
    return whileShown(() => {
      const timer = setInterval(() => {
        if (document.querySelector(IN_THE_WAY) !== null) return;
        clearInterval(timer);
        change({ tour: TOUR_VERSION });
        beginTour();
      }, LOOK_EVERY_MS);
      return () => clearInterval(timer);
    });
  }, [isDue, change]);
}
