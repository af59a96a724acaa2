// The targets of what a person meets, measured in the real app.
import { memoryBenchmarks } from './memory-app.ts';
import { paperBenchmarks } from './paper-app.ts';
import { scrollBenchmarks } from './scroll-app.ts';
import { startBenchmarks } from './start-app.ts';
import { waitBenchmarks } from './waits-app.ts';

export const appBenchmarks = [
  ...startBenchmarks,
  ...waitBenchmarks,
  ...memoryBenchmarks,
  ...scrollBenchmarks,
  ...paperBenchmarks,
];
