import { noteOpening } from './audit/note-opening.ts';
import type { EngineContext } from './context.ts';
import { createDemo, demoSimulation } from './demo/create-demo.ts';
import { lastDemoRun } from './demo/demo-run.ts';
import { removeFormerFiles } from './upkeep/rekey.ts';

/**
 * What the engine does once the cache is open: what a change of the key put aside goes; the audit log notes an update and a backup that was
 * made before a migration; a throwaway session makes the demo community; an interrupted one is completed; the exchange with a hub goes on.
 */
export function afterOpen(
  context: EngineContext,
  session: { readonly demo: boolean; readonly appVersion: string },
): void {
  removeFormerFiles(context.cache.file);
  noteOpening(context, session.appVersion);
  const last = lastDemoRun(context.cache.read);
  if (last && !last.isOver) createDemo(context, last.simulation);
  else if (session.demo && !last) {
    context.audit.append({ kind: 'community', outcome: 'done', communityId: null, details: { step: 'demo' } });
    createDemo(context, demoSimulation({}));
  }
  context.sync.start();
}
