import { applyPage } from '#engine/sync/apply.ts';
import { carryOut } from '../../engine/fixtures/engine-calls.ts';
import { numberedPage } from '../../engine/fixtures/numbered-pages.ts';
import { openEngine, say } from './engine.ts';

/** Stores page after page and makes a backup after each, from the given page on. */
export async function work([folder, first]: readonly string[]): Promise<void> {
  const context = openEngine(folder);
  say('open');
  for (let page = Number(first); ; page++) {
    applyPage(context.cache.write, numberedPage(page));
    say(`page ${page}`);
    await carryOut(context, 'backups.make', { reason: 'by-hand' });
    say(`backup ${context.backups.list(context)[0].id}`);
  }
}
