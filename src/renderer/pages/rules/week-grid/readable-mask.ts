import { parseTimeWindow, weekMask, type WeekMask } from '#shared/rules/windows.ts';

/** The minutes of the week inside the windows that can be read; the others count as never. */
export function readableMask(windows: readonly string[]): WeekMask {
  return weekMask(windows.filter((text) => parseTimeWindow(text).ok));
}

/** The windows of a typed text, one a line; empty lines say nothing. */
export function windowLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
