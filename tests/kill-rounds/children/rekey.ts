import { KeyChange } from '#main/app/key-change.ts';
import { openKeystore, rekeyHere } from '../desk-keystore.ts';
import { cacheIn } from '../desk-folder.ts';
import { say } from './engine.ts';

/** Gives the closed cache and its backups a new data key, as main and the engine of the upkeep do together. */
export async function work([folder]: readonly string[]): Promise<void> {
  const keystore = await openKeystore(folder);
  say('begun');
  await new KeyChange({ keystore, runUpkeep: rekeyHere, log: () => undefined }).begin(cacheIn(folder), null);
  say('changed');
}
