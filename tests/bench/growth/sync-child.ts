// A first fetch in a process of its own: `node sync-child.ts FILE PORT`. With each message from its parent it fetches until the hub says that
// this was all, and answers the time of its processor so far, and the memory it had in the middle of the pages since the
// message before: the largest is that of one moment before V8 collects, which a longer fetch meets more surely.
import { median } from '#tools/bench/benchmark.ts';
import { openCache } from '#engine/cache/open.ts';
import { pullCommunity } from '#engine/sync/pull.ts';
import { COMMUNITY } from '../../engine/fixtures/pages.ts';
import { KEY } from '../../engine/fixtures/keys.ts';
import { signedInClient } from '../page-server.ts';
import { megabytes, processorMilliseconds } from './cost.ts';

const [file, port] = process.argv.slice(2);
const cache = openCache({ file, key: KEY });
const client = signedInClient(`http://127.0.0.1:${port}`, 'refresh');
const { signal } = new AbortController();
let spent = 0;

process.on('message', () => void fetchOn());
process.once('disconnect', () => {
  cache.close();
  process.exit();
});
process.send?.('ready');

async function fetchOn(): Promise<void> {
  const memory: number[] = [];
  const started = processorMilliseconds();
  const onPage = (): void => {
    memory.push(megabytes(process.memoryUsage.rss()));
  };
  await pullCommunity({ cache, client, signal, onPage }, COMMUNITY);
  spent += processorMilliseconds() - started;
  const [trades] = cache.read.pluck<number>('SELECT COUNT(*) FROM trade');
  process.send?.({ milliseconds: spent, megabytes: median(memory), trades });
}
