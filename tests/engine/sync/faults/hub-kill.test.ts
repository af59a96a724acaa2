import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '#shared/domain/random.ts';
import { START_TIMEOUT } from '../../../hub/databases.ts';
import {
  emailOf,
  HUB_PASSWORD,
  type HubFolder,
  type HubProcess,
  makeHubFolder,
  startHubProcess,
} from '../../../hub/hub-process.ts';
import { contentOf, differences } from './cache-content.ts';
import { Desk } from './desk.ts';
import { FaultyProxy } from './faulty-proxy.ts';

const ROUNDS = 3;
const EMAIL = emailOf('manager');

let data: HubFolder;
let hub: HubProcess;
let proxy: FaultyProxy;

beforeAll(async () => {
  data = await makeHubFolder({ members: 6, days: 1 });
  proxy = await FaultyProxy.start(() => hub.address);
  proxy.rewrite = (url) => (url.startsWith('/api/sync') ? `${url.replace(/&limit=\d+/, '')}&limit=200` : url);
}, START_TIMEOUT);
afterAll(async () => {
  await proxy.stop();
  await hub.end('SIGTERM');
  await data.remove();
});

it(
  'a hub that is killed with SIGKILL at any moment and started again has carried out every decision once, and the console ends with what it knows',
  { timeout: START_TIMEOUT * 2 },
  async () => {
    const random = new Random('killed hub');
    hub = await startHubProcess(data.folder);
    const desk = new Desk();
    await desk.connect(proxy.address, EMAIL, HUB_PASSWORD);
    await desk.syncToTheEnd();
    const decided: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (let number = 0; number < 5; number++)
        decided.push(desk.decide(data.communityId, crypto.randomUUID(), decided.length + 1));
      const rounds = desk.loop.once();
      await setTimeout(random.between(0, 120));
      await hub.end('SIGKILL');
      await rounds;
      if (desk.status.outbox.waiting > 0) expect(desk.status.state).not.toBe('up-to-date');
      hub = await startHubProcess(data.folder);
      await desk.loop.once();
    }
    await desk.syncToTheEnd();
    expect(desk.cache.read.pluck('SELECT COUNT(*) FROM outbox')).toEqual([0]);
    const placed = desk.cache.read.pluck<number>(
      'SELECT quantity_wh FROM offer WHERE price = 950000 ORDER BY quantity_wh',
    );
    expect(placed).toEqual(decided.map((_, at) => at + 1));

    const fresh = new Desk();
    await fresh.connect(hub.address, EMAIL, HUB_PASSWORD);
    await fresh.syncToTheEnd();
    expect(differences(contentOf(desk.cache.read), contentOf(fresh.cache.read))).toEqual([]);
    await fresh.close();
    await desk.close();
  },
);
