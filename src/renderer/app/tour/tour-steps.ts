/** What a step shows stands in the locales under `tour:steps`. */
export interface TourStep {
  readonly name: 'window' | 'period' | 'figure' | 'clearing' | 'trust';
  /** The page that has to be open; null where every page will do. */
  readonly page: string | null;
  /** The elements that are shown, by their `data-tour`; the text stands beside the first. */
  readonly targets: readonly TourTarget[];
  readonly side: 'right' | 'bottom';
}

export type TourTarget =
  | 'navigation'
  | 'community'
  | 'period'
  | 'figure'
  | 'help'
  | 'clearing'
  | 'lock'
  | 'page-audit'
  | 'page-settings';

/** The steps in their order. */
export const tourSteps: readonly TourStep[] = [
  { name: 'window', page: 'overview', targets: ['navigation'], side: 'right' },
  { name: 'period', page: 'overview', targets: ['period', 'community'], side: 'bottom' },
  { name: 'figure', page: 'overview', targets: ['figure', 'help'], side: 'bottom' },
  { name: 'clearing', page: 'marketplace', targets: ['clearing'], side: 'bottom' },
  { name: 'trust', page: null, targets: ['lock', 'page-audit', 'page-settings'], side: 'bottom' },
];
