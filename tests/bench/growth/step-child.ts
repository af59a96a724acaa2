// One step in a process of its own: `node step-child.ts STEP FILE COUNT ROUNDS` sends its parent what it cost.
import { median } from '#tools/bench/benchmark.ts';
import { mostMegabytes, processorMilliseconds } from './cost.ts';
import { type Step, type StepName, steps } from './steps.ts';

const [step, file, count, rounds] = process.argv.slice(2);
const { work, dispose }: ReturnType<Step> = steps[step as StepName]({ file, count: Number(count) });
// One that is done once is not warmed up either.
if (Number(rounds) > 1) await work();
const times: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const started = processorMilliseconds();
  await work();
  times.push(processorMilliseconds() - started);
}
dispose?.();
process.send?.({ milliseconds: median(times), megabytes: mostMegabytes() });
process.disconnect?.();
