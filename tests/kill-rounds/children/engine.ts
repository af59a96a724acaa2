/** The engine in a process that is going to be killed. */
import { writeSync } from 'node:fs';
import path from 'node:path';
import { openCache } from '#engine/cache/open.ts';
import type { EngineContext } from '#engine/context.ts';
import { ChosenFiles } from '#engine/files.ts';
import { engineContext } from '../../engine/fixtures/engine-context.ts';
import { KEY } from '../../engine/fixtures/keys.ts';
import { cacheIn, deviceIn } from '../desk-folder.ts';

/** Opens the cache of a desk folder. */
export function openEngine(folder: string): EngineContext {
  const cache = openCache({ file: cacheIn(folder), key: new Uint8Array(KEY) });
  return engineContext(cache, { device: deviceIn(folder), files: new ChosenFiles() });
}

/** Tells the parent, who may hear it although this process is dead by then. */
export function say(line: string): void {
  writeSync(1, `${line}\n`);
}

/** Lets the engine read a file of the desk folder. */
export function choose(context: EngineContext, folder: string, name: string): string {
  context.files.register(name, { path: path.join(folder, name), name });
  return name;
}
