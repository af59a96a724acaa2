import type { TFunction } from 'i18next';
import { parseTimeWindow } from '#shared/rules/windows.ts';

/** Why lines of the text are no windows, each with its number; empty when all can be read. */
export function windowProblems(t: TFunction<'rule-editor'>, text: string): string[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const result = parseTimeWindow(line);
    if (result.ok) return [];
    return [
      t('windows.line', { number: at + 1, problem: t(`windows.problems.${result.code}`, { part: result.part }) }),
    ];
  });
}
