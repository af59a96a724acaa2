// Target I1 of PERFORMANCE.md: a ledger of 100,000 trades between the engine's process and the one that asks. The console asks for the rows
// that are in sight, wherever that is; the baseline sends all of them as objects.
import path from 'node:path';
import type { FromEngine } from '#engine/port.ts';
import { childProcessLauncher } from '#main/engine-host/child-process.ts';
import { Random } from '#shared/domain/random.ts';
import { type Benchmark, median } from '#tools/bench/benchmark.ts';
import { everyTrade } from './trade-year.ts';
import { openYear, yearFile } from './year-caches.ts';

const PAGE = 200;
/** Pages of a round. */
const PAGES = 20;

export const bridgeBenchmarks: readonly Benchmark[] = [
  {
    name: 'bridge-ledger',
    targetId: 'I1',
    title: `a page of ${PAGE} trades at any place found and sent to another process, against every trade sent as an object`,
    target: 1 / 50,
    rounds: 5,
    size: { count: 100_000, of: 'trades', also: [10_000, 1_000_000] },
    prepare: async (trades) => {
      const { community, close } = await openYear(trades);
      close();
      const engine = await startEngine(await yearFile(trades));
      const random = new Random('bridge');
      const page = (): Promise<number> =>
        engine.timedCall('ledger.page', {
          communityId: community.uid,
          filter: everyTrade(),
          sort: { by: 'executedAt', descending: true },
          from: random.integer(0, trades - PAGE),
          limit: PAGE,
        });
      const columns: number[] = [];
      return {
        baseline: async () => {
          columns.push(await engine.timedCall('columns', {}));
          return await engine.timedCall('rows', {});
        },
        ours: async () => {
          let milliseconds = 0;
          for (let at = 0; at < PAGES; at++) milliseconds += await page();
          return milliseconds / PAGES;
        },
        note: () => `All of them as a typed array for each number would take ${median(columns).toFixed(1)} ms`,
        dispose: engine.stop,
      };
    },
  },
];

/** A process that answers for a cache over the channel that the console has to its engine. */
interface Engine {
  /** Milliseconds from the question until its whole answer is here. */
  timedCall(method: string, input: unknown): Promise<number>;
  stop(): Promise<void>;
}

async function startEngine(file: string): Promise<Engine> {
  const env = Object.fromEntries(
    Object.entries({ ...process.env, BENCH_FILE: file }).filter((entry): entry is [string, string] => !!entry[1]),
  );
  const engine = childProcessLauncher(process.execPath)(path.join(import.meta.dirname, 'bridge-child.ts'), env);
  let complaint = '';
  engine.onOutput((_, line) => (complaint ||= line));
  let id = 0;
  let heard: (message: FromEngine) => void = () => undefined;
  engine.onMessage((message) => heard(message));
  const message = (type: FromEngine['type']): Promise<void> =>
    Promise.race([
      new Promise<void>((resolve) => (heard = (one) => one.type === type && resolve())),
      engine.exited.then((reason) => {
        throw new Error(`The process of the benchmark ended (${reason}): ${complaint}`);
      }),
    ]);
  await message('ready');
  return {
    timedCall: async (method, input) => {
      const answered = message('answer');
      const started = performance.now();
      engine.send({ type: 'call', id: ++id, method, input, correlationId: 'bench' });
      await answered;
      return performance.now() - started;
    },
    stop: async () => {
      engine.kill();
      await engine.exited;
    },
  };
}
