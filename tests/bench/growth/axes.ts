// How cost grows: with the trades of up to five years, with members, with the orders of a slot. Each step is done in a process of its own.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { GrowthAxis } from '#tools/bench/growth.ts';
import { newFile } from '../year-caches.ts';
import type { Cost } from './cost.ts';
import type { StepName } from './steps.ts';

const ROUNDS = 3;
const FIVE_YEARS = 5 * 365;

export const growthAxes: readonly GrowthAxis[] = [
  {
    name: 'growth-trades',
    of: 'trades',
    title: 'a community of 160 members fetched from a hub for the first time, up to five years and five million trades',
    sizes: [100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000],
    flatMemory: 'first sync',
    measure: growWithTrades,
  },
  {
    name: 'growth-members',
    of: 'members',
    title: 'a month of communities in which every member trades twice a day',
    sizes: [100, 300, 1000, 3000, 10_000],
    measure: growWithMembers,
  },
  {
    name: 'growth-orders',
    of: 'orders',
    title: 'one slot cleared',
    sizes: [10_000, 100_000, 500_000, 1_000_000, 2_000_000, 5_000_000],
    measure: async (sizes, tell) => {
      for (const size of sizes) await doSteps(['uniform-price', 'pay-as-bid'], '', size, tell);
    },
  },
];

type Tell = Parameters<GrowthAxis['measure']>[1];

async function growWithTrades(sizes: readonly number[], tell: Tell): Promise<void> {
  const most = sizes.at(-1)!;
  const file = await newFile('growth');
  const feed = child('feed-child.ts', [String(most), String(FIVE_YEARS), sizes.join(',')]);
  const port = await answerOf(feed);
  const sync = child('sync-child.ts', [file, String(port)]);
  await answerOf(sync);
  try {
    for (const size of sizes) {
      sync.send('on');
      const { trades, ...cost } = (await answerOf(sync)) as Cost & { readonly trades: number };
      if (trades !== size) throw new Error(`The cache holds ${trades} trades instead of ${size}.`);
      tell('first sync', size, cost);
      await doSteps(['rollups'], file, size, tell, 1);
      await doSteps(['statistics', 'ledger pages', 'totals', 'by amount'], file, size, tell);
    }
  } finally {
    for (const process of [sync, feed]) process.disconnect();
    await once(sync, 'exit');
  }
}

async function growWithMembers(sizes: readonly number[], tell: Tell): Promise<void> {
  for (const size of sizes) {
    const file = await newFile('growth');
    await doSteps(['members applied'], file, size, tell, 1);
    await doSteps(['statistics', 'members listed', 'leaderboards', 'fairness'], file, size, tell);
  }
}

async function doSteps(
  names: readonly StepName[],
  file: string,
  size: number,
  tell: Tell,
  rounds = ROUNDS,
): Promise<void> {
  for (const name of names) {
    const cost = (await answerOf(child('step-child.ts', [name, file, String(size), String(rounds)]))) as Cost;
    tell(name, size, cost);
  }
}

function child(file: string, args: readonly string[]): ChildProcess {
  return fork(path.join(import.meta.dirname, file), args);
}

/** The next message of a process. */
function answerOf(from: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      from.off('message', heard).off('exit', ended);
    };
    const heard = (message: unknown): void => {
      leave();
      resolve(message);
    };
    const ended = (code: number | null): void => {
      leave();
      reject(new Error(`A process of the growth ended with ${code} before it had answered.`));
    };
    from.on('message', heard).on('exit', ended);
  });
}
