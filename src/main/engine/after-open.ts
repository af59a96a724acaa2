import type { EngineContext } from './context.ts';
import { createDemo, demoSimulation } from './demo/create-demo.ts';
import { lastDemoRun } from './demo/demo-run.ts';

/**
 * What the engine does once the cache is open: a throwaway session makes the demo community; an interrupted one is completed; the exchange
 * with a hub goes on.
 */
export function afterOpen(context: EngineContext, session: { readonly demo: boolean }): void {
  const last = lastDemoRun(context.cache.read);
  if (last && !last.isOver) createDemo(context, last.simulation);
  else if (session.demo && !last) createDemo(context, demoSimulation({}));
  context.sync.start();
}
