// A console without a window that decides something, as soon as there is a community, and synchronises until it is killed.
import { Desk } from './desk.ts';

const [file, communityId, key, now] = process.argv.slice(2);
const desk = new Desk({ file, now: () => Number(now) });
process.stdout.write('open\n');
for (let isDecided = false; ;) {
  if (!isDecided && desk.cache.read.get('SELECT 1 FROM sync_state WHERE complete_at IS NOT NULL')) {
    desk.decide(communityId, key);
    isDecided = true;
    process.stdout.write(`decided ${key}\n`);
  }
  await desk.loop.once();
}
