import { describe, expect, it } from 'vitest';
import { isFresh } from '#tools/electron-runtime/official.ts';

describe('a failed attempt to download Electron', () => {
  const attempt = { at: Date.UTC(2025, 2, 1, 8), reason: 'no route' };

  it('is not repeated on the same day', () => {
    expect(isFresh(attempt, Date.UTC(2025, 2, 1, 20))).toBe(true);
  });

  it('is repeated a day later', () => {
    expect(isFresh(attempt, Date.UTC(2025, 2, 2, 8))).toBe(false);
  });

  it('from the future, by a clock that was wrong, does not count', () => {
    expect(isFresh(attempt, Date.UTC(2025, 2, 1, 7))).toBe(false);
  });

  it('that never happened does not count', () => {
    expect(isFresh(undefined, Date.UTC(2025, 2, 1))).toBe(false);
  });
});
