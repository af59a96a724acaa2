import { setTimeout } from 'node:timers/promises';

/** How requests fared that came at a rate of their own, however quickly they were answered. */
export interface Answers {
  /** A second. */
  readonly wanted: number;
  /** A second, answered as they should be. */
  readonly answered: number;
  readonly failed: number;
  /** Milliseconds from the moment at which a request was due. */
  readonly p50: number;
  readonly p95: number;
  /** Why the first one failed. */
  readonly note?: string;
}

/** Requests that wait at most: beyond it no more are sent, and those count as failed. */
const MOST_OPEN = 2_000;

/**
 * Sends requests at a fixed rate: one that is late holds up none of the others, and its wait counts from when it was due.
 * @param send the request of this number; rejects when it was not answered as it should be
 */
export async function openLoop(
  rate: number,
  seconds: number,
  send: (number: number) => Promise<unknown>,
): Promise<Answers> {
  const times: number[] = [];
  const open = new Set<Promise<void>>();
  let failed = 0;
  let failure: string | undefined;
  const started = performance.now();
  for (let number = 0; number < rate * seconds; number++) {
    const due = started + (number / rate) * 1000;
    const wait = due - performance.now();
    if (wait > 1) await setTimeout(wait);
    if (open.size >= MOST_OPEN) {
      failed++;
      continue;
    }
    const sent: Promise<void> = send(number)
      .then(
        () => void times.push(performance.now() - due),
        (error: unknown) => {
          failed++;
          failure ??= String(error);
        },
      )
      .finally(() => open.delete(sent));
    open.add(sent);
  }
  await Promise.all(open);
  const elapsed = (performance.now() - started) / 1000;
  return {
    wanted: rate,
    answered: times.length / elapsed,
    failed,
    ...percentiles(times),
    ...(failure !== undefined && { note: failure }),
  };
}

/** 0 of none. */
export function percentiles(times: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
