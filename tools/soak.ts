// `npm run soak`: the real console beside a live hub with a person who never rests. Does its memory stay flat, does anything pile up?
//
//   npm run soak                      30 minutes
//   npm run soak -- --minutes N       N minutes; a third of it, 6 minutes at most, is warm-up of each page and engine
//   npm run soak -- --seed S          another walk over the pages
//   npm run soak -- --json            one JSON value on stdout in place of the table
//
// Exits with 1 when something grows, a warning was logged, or the person could not do something.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openConsole, valueOf, type OpenConsole } from '../tests/e2e/console-window.ts';
import { engineProcess } from '../tests/e2e/engine-process.ts';
import { protect } from '../tests/e2e/protection.ts';
import { emailOf, HUB_PASSWORD, makeHubFolder, startHubProcess } from '../tests/hub/hub-process.ts';
import { buildWhenNeeded } from './build.ts';
import { withDisplay } from './electron-runtime/display.ts';
import { readyElectron } from './electron-runtime/ready.ts';
import { reportStep, runTool } from './report.ts';
import { Measuring } from './soak/measuring.ts';
import { ScriptedUser } from './soak/scripted-user.ts';
import { tableOf, verdictsOf, type Verdict } from './soak/verdicts.ts';

const MINUTE_MS = 60_000;
const SAMPLE_MS = 5_000;
/** Slots of the community that pass in the time of one: a day every three quarters of an hour. */
const HUB_SPEED = 30;
/** Longer than the page keeps what it does not show (5 minutes). */
const WARM_UP_MINUTES = 6;
/** A run that is shorter would have too little of each life left for a lock in the middle. */
const LOCK_HALF_WAY_MINUTES = 25;
const COMMUNITY = { members: 16, days: 10 } as const;
/** What Node and Chromium say when something piles up, and what the console says when something went wrong without anybody hearing. */
const WARNINGS =
  /MaxListenersExceeded|unhandled ?rejection|uncaught|memory leak|heap out of memory|\bfault\b|stops because/i;

interface Soak {
  readonly minutes: number;
  readonly rounds: number;
  readonly looks: number;
  readonly warnings: readonly string[];
  readonly mishaps: readonly string[];
  readonly verdicts: readonly Verdict[];
}

await runTool(async () => {
  const { minutes, seed, json } = optionsOf(process.argv.slice(2));
  await readyElectron();
  await buildWhenNeeded();
  const soak = await withDisplay(async (display) => {
    Object.assign(process.env, display.env);
    return await besideHub((address) => soakFor(minutes, seed, address));
  });
  process.stdout.write(json ? `${JSON.stringify(soak)}\n` : `${tableOf(soak.verdicts)}\n\n${summaryOf(soak)}\n`);
  return soak.verdicts.every(({ isFlat }) => isFlat) && soak.warnings.length + soak.mishaps.length === 0 ? 0 : 1;
});

function optionsOf(args: string[]): { minutes: number; seed: string; json: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: 'soak' },
      json: { type: 'boolean', default: false },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes takes how many minutes, not "${values.minutes}".`);
  return { ...values, minutes };
}

/** Runs `work` beside a hub whose community lives. */
async function besideHub<T>(work: (address: string) => Promise<T>): Promise<T> {
  const data = await makeHubFolder(COMMUNITY);
  const hub = await startHubProcess(data.folder, 0, ['--live', String(HUB_SPEED)]);
  try {
    return await work(hub.address);
  } finally {
    await hub.end('SIGTERM');
    await data.remove();
  }
}

async function soakFor(minutes: number, seed: string, address: string): Promise<Soak> {
  const folder = await mkdtemp(path.join(tmpdir(), 'commonwatt-soak-'));
  const profile = path.join(folder, 'profile');
  const opened = await openConsole({ profile });
  const said = outputOf(opened);
  try {
    await protect(opened.page);
    await valueOf(opened.page, 'sync.connect', { address, email: emailOf('admin'), password: HUB_PASSWORD });
    await opened.page.getByRole('button', { name: /^Up to date/ }).waitFor({ timeout: 2 * MINUTE_MS });

    const warmUpMs = Math.min(WARM_UP_MINUTES, minutes / 3) * MINUTE_MS;
    const measuring = new Measuring(opened.app, () => engineProcess(profile), warmUpMs);
    const user = new ScriptedUser(opened.app, opened.page, folder, seed);
    const rounds = await walk(user, measuring, minutes);
    const log = await readFile(path.join(profile, 'logs', 'main.log'), 'utf8');
    return {
      minutes,
      rounds,
      looks: user.looks,
      warnings: [
        ...new Set([...opened.complaints, ...[...said, ...log.split('\n')].filter((line) => WARNINGS.test(line))]),
      ],
      mishaps: user.mishaps,
      verdicts: verdictsOf(measuring.measures),
    };
  } finally {
    await opened.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Lets the person walk until the time is over; answers how many rounds they made. They lock the console in the first two and half-way: main has
 * to bear it, and what page and engine take is to be seen over long lives.
 */
async function walk(user: ScriptedUser, measuring: Measuring, minutes: number): Promise<number> {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / MINUTE_MS;
  const isOver = (): boolean => elapsed() >= minutes;
  const sampling = new AbortController();
  const samples = sample(measuring, sampling.signal);
  let isHalfOver = minutes < LOCK_HALF_WAY_MINUTES;
  let rounds = 0;
  while (!isOver()) {
    await user.round(isOver);
    await measuring.held(user.page);
    rounds++;
    reportStep(`round ${rounds}: ${user.looks} pages, ${user.mishaps.length} mishaps`);
    if (rounds <= 2) await user.lock();
    else if (!isHalfOver && elapsed() >= minutes / 2) {
      isHalfOver = true;
      await user.lock();
    }
  }
  sampling.abort();
  await samples;
  return rounds;
}

async function sample(measuring: Measuring, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await measuring.resident();
    await delay(SAMPLE_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** What the console writes to its streams, line by line, as it comes. */
function outputOf({ app }: OpenConsole): string[] {
  const lines: string[] = [];
  const { stdout, stderr } = app.process();
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (chunk: Buffer) =>
      lines.push(
        ...chunk
          .toString()
          .split('\n')
          .filter((line) => WARNINGS.test(line)),
      ),
    );
  }
  return lines;
}

function summaryOf({ minutes, rounds, looks, warnings, mishaps, verdicts }: Soak): string {
  const growing = verdicts.filter(({ isFlat }) => !isFlat).map(({ name }) => name);
  return [
    `${minutes} minutes, ${rounds} rounds, ${looks} pages looked at, ${warnings.length} warnings, ${mishaps.length} mishaps`,
    ...warnings.map((line) => `warning: ${line}`),
    ...mishaps.map((line) => `mishap: ${line}`),
    growing.length === 0 ? 'Flat: nothing grows beyond its bound.' : `GROWS: ${growing.join(', ')}`,
  ].join('\n');
}
