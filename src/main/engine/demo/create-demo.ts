import { setImmediate } from 'node:timers/promises';
import { sourceAreas } from '#shared/contract/events.ts';
import { slotStart } from '#shared/domain/slots.ts';
import type { SimulationOptions } from '#shared/simulator/simulation-options.ts';
import type { EngineContext } from '../context.ts';
import { applyPage } from '../sync/apply.ts';
import { STOPPED_BY_PERSON, throwIfCancelled, type TaskProgress } from '../tasks/tasks.ts';
import { beginDemoRun, cancelDemoRuns, finishDemoRun } from './demo-run.ts';
import { furnishDemo } from './furnish-demo.ts';
import { simulatedPages } from './simulation-thread.ts';

/** The demo of the first run: 160 members and 120 days at 15 minutes. */
const DEMO = { members: 160, days: 120, seed: 1 } as const;

export interface DemoOptions {
  readonly members?: number;
  readonly days?: number;
  readonly seed?: number;
  /** Exclusive end on a slot boundary; the running slot's start when absent. */
  readonly until?: number;
}

/** The page asks again and draws its charts after each of the first days, then after every so many: drawing takes time from the rest. */
const SHOWN_SINGLY = 7;
const SHOWN_TOGETHER = 15;

/** The options of a demo with its defaults filled in. */
export function demoSimulation(options: DemoOptions): SimulationOptions {
  return {
    members: options.members ?? DEMO.members,
    days: options.days ?? DEMO.days,
    seed: options.seed ?? DEMO.seed,
    until: options.until ?? slotStart(Date.now()),
    violations: true,
  };
}

/**
 * Starts making the demo community as a task: one transaction per day, oldest first, so that the first days show while the rest is
 * made and a crash in between leaves whole days. The same simulation made again changes nothing.
 */
export function createDemo(
  context: EngineContext,
  simulation: SimulationOptions,
): { id: string; finished: Promise<void> } {
  return context.tasks.start({ kind: 'demo', subject: 'Sonnenhang', unit: 'days' }, async (progress) => {
    const runId = beginDemoRun(context.cache.write, simulation);
    try {
      const days = await writeDays(context, simulation, progress);
      finishDemoRun(context.cache.write, runId, days);
      progress.outcome({ days, members: simulation.members });
    } catch (error) {
      // What a lock or a crash breaks off is completed at the next opening; what the person stopped stays as it is.
      if (progress.signal.reason === STOPPED_BY_PERSON) cancelDemoRuns(context.cache.write);
      throw error;
    } finally {
      announce(context);
    }
  });
}

/** Returns the number of days written. */
async function writeDays(
  context: EngineContext,
  simulation: SimulationOptions,
  progress: TaskProgress,
): Promise<number> {
  let days = 0;
  let communityId: string | null = null;
  for await (const page of simulatedPages(simulation)) {
    throwIfCancelled(progress.signal);
    applyPage(context.cache.write, page);
    progress.belongsTo(page.communityId);
    if (page.readings !== undefined) progress.report(++days, simulation.days);
    if (days <= SHOWN_SINGLY || days % SHOWN_TOGETHER === 0) announce(context);
    // Queries that came in meanwhile are answered between two days.
    await setImmediate();
    communityId = page.communityId;
  }
  if (communityId !== null) furnishDemo(context.cache.write, communityId, simulation.until);
  return days;
}

function announce(context: EngineContext): void {
  context.changed(...sourceAreas, 'consents', 'documents');
}
