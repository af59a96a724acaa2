import type { Say } from '../words/say.ts';
import type { ReportWords } from './words.ts';

/** The texts of one namespace, by their bare keys. */
export function within(words: ReportWords, namespace: string): Say {
  return (key: string, values?: Readonly<Record<string, string | number>>) => words.t(`${namespace}:${key}`, values);
}
