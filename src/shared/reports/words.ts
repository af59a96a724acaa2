import type { Format } from '../format/format.ts';
import type { Language } from '../languages/languages.ts';

/** What writes a report in one language: its texts (`resources/locales/*` by `namespace:key`) and its numbers and times. */
export interface ReportWords {
  readonly language: Language;
  t(key: string, values?: Readonly<Record<string, string | number>>): string;
  readonly format: Format;
}
