import { describe, expect, it } from 'vitest';
import { backoffMs } from '#engine/sync/backoff.ts';

const LEAST = (): number => 0;
const MOST = (): number => 1 - Number.EPSILON;

describe('the wait after failures (P6)', () => {
  it('doubles from one second to five minutes', () => {
    const waits = Array.from({ length: 12 }, (_, at) => backoffMs(at + 1, MOST));
    expect(waits).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000, 300_000,
    ]);
  });

  it('is between half and all of that, by chance', () => {
    for (let failures = 1; failures <= 20; failures++) {
      expect(backoffMs(failures, LEAST)).toBe(backoffMs(failures, MOST) / 2);
    }
    expect(backoffMs(3, () => 0.5)).toBe(3_000);
  });

  it('stays what it is however often it fails', () => {
    expect(backoffMs(5_000, MOST)).toBe(300_000);
  });
});
