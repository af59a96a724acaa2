import type { ResourceLimits } from 'node:worker_threads';
import { Failure } from '#shared/contract/errors.ts';

/**
 * Megabytes that a thread may take for its objects: a runaway computation must not take the machine. Some times what the largest known
 * community needs; rows that are walked and columns of numbers stand outside of it.
 */
export const THREAD_HEAP_MB = 2048;

/** Megabytes for new objects, which a thread never gives back: V8 would take up to 192 by itself, and is no faster by it for what threads do here. */
const YOUNG_MB = 16;

/** The limits of a thread with `heapMb` for its objects. */
export function heapLimit(heapMb: number): ResourceLimits {
  return { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_MB };
}

/** Whether a thread died because it reached its limit. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** What was asked of a thread that ran out of memory. */
export function outOfMemory(memoryMb: number): Failure {
  return new Failure(
    'INTERNAL',
    `This needed more than the ${memoryMb} MB of memory that the console allows itself for it, and was stopped. What had been saved is safe, and everything else goes on.`,
    {
      remedy: 'Choose a shorter period or fewer columns and try again.',
      details: { memoryMb },
    },
  );
}
