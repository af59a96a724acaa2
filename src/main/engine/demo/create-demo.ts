import { setImmediate } from 'node:timers/promises';
import { slotStart } from '#shared/domain/slots.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import type { EngineContext } from '../context.ts';
import { applyPage } from '../sync/apply.ts';
import { throwIfCancelled } from '../tasks/tasks.ts';
import { simulatedPages } from './simulation-thread.ts';

/** The demo of the first run: 160 members and 120 days at 15 minutes. */
export const DEMO = { members: 160, days: 120, seed: 1 } as const;

export interface DemoOptions {
  readonly members?: number;
  readonly days?: number;
  readonly seed?: number;
  /** Exclusive end on a slot boundary; the running slot's start when absent. */
  readonly until?: number;
}

/** The options of a demo with its defaults filled in. */
export function demoSimulation(options: DemoOptions) {
  return {
    members: options.members ?? DEMO.members,
    days: options.days ?? DEMO.days,
    seed: options.seed ?? DEMO.seed,
    until: options.until ?? slotStart(Date.now()),
  };
}

/**
 * Starts making the demo community as a task: one transaction per day, oldest first, so that the first days show while the rest is
 * made and a crash in between leaves whole days. Making the same demo again changes nothing.
 */
export function createDemo(context: EngineContext, options: DemoOptions): { id: string; finished: Promise<void> } {
  const simulation = demoSimulation(options);
  return context.tasks.start({ kind: 'demo', subject: 'Sonnenhang', unit: 'days' }, async (progress) => {
    let days = 0;
    for await (const page of simulatedPages(simulation)) {
      throwIfCancelled(progress.signal);
      applyPage(context.cache.write, page);
      progress.belongsTo(page.communityId);
      if (hasDay(page)) progress.report(++days, simulation.days);
      context.changed('communities', 'members', 'stats', 'pricing', 'health', 'map');
      // Queries that came in meanwhile are answered between two days.
      await setImmediate();
    }
    progress.outcome({ days, members: simulation.members });
  });
}

function hasDay(page: ChangePage): boolean {
  return page.readings !== undefined;
}
