import type { EngineContext } from './context.ts';
import { createDemo } from './demo/create-demo.ts';

/** What the engine does once the cache is open: a throwaway session makes (or, after a crash, completes) the demo community. */
export function afterOpen(context: EngineContext, session: { readonly demo: boolean }): void {
  if (session.demo) createDemo(context, {});
}
