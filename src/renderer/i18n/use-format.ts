import { createContext, use } from 'react';
import { createFormat, type Format } from '#shared/format/format.ts';

/** Set by the shell for the open community's time zone and currency. */
export const FormatContext = createContext<Format | null>(null);

const fallback = createFormat({
  locale: 'en-GB',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: 'EUR',
  notAvailable: 'n/a',
  points: 'pt',
});

/** Writes numbers, units and times in the person's language and the open community's time zone and currency. */
export function useFormat(): Format {
  return use(FormatContext) ?? fallback;
}
