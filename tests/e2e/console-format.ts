import { createFormat } from '#shared/format/format.ts';
import { LANGUAGE, TIME_ZONE } from './console-window.ts';

/** How the console that the tests open writes numbers and times. */
export const format = createFormat({
  locale: LANGUAGE,
  timeZone: TIME_ZONE,
  currency: 'EUR',
  notAvailable: 'n/a',
  points: 'pt',
});
