import { create } from 'zustand';
import { tourSteps } from './tour-steps.ts';

interface TourState {
  /** Place of the step that is shown; null while there is no tour. */
  readonly step: number | null;
}

/** Where the tour is. */
export const useTour = create<TourState>(() => ({ step: null }));

/** Shows the tour from its first step. */
export function beginTour(): void {
  useTour.setState({ step: 0 });
}

/** Goes on to the step after, or before with -1; the tour ends behind its last step. */
export function stepTour(by: 1 | -1): void {
  useTour.setState(({ step }) => {
    if (step === null) return { step };
    const next = step + by;
    return { step: next >= tourSteps.length ? null : Math.max(0, next) };
  });
}

/** Ends the tour, wherever it is. */
export function endTour(): void {
  useTour.setState({ step: null });
}
